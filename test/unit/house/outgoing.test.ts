/**
 * Nothing goes out but by a row of `src/core/outgoing-limits.ts`: whatever opens a way out is in one of these files, and
 * each of them names its row.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Destination, OUTGOING } from '../../../src/core/outgoing-limits.ts';
import { OUTGOING_PAGE, outgoingPage } from '../core/outgoing-page.ts';
import { house } from './layers.ts';

/** A way out, as code opens it: the language's own, and the SDKs that we have. */
const WAYS_OUT =
  /(?<![\w.])fetch\(|\bnew (?:WebClient|GatedClient|SocketModeReceiver|OTLPTraceExporter|AwsClient|WebSocket|EventSource)\b|(?<![\w.])twilio\(|\bnew Telnyx\(|createTransport\(|\bhttps?\.(?:request|get)\(|from 'undici'|from 'node:(?:net|tls|dgram|https|http2)'|\bnet\.connect\(|\btls\.connect\(|\bnew Redis\(/;

/** Where they are opened, and the rows that hold there. */
const PLACES: Readonly<Record<string, readonly Destination[]>> = {
  'src/adapters/actions/request.ts': ['guarded', 'remedies'],
  'src/adapters/backup/ask-bucket.ts': ['backups'],
  'src/adapters/http/doctor.ts': ['checkup'],
  'src/adapters/http/fetch.ts': ['feeds'],
  'src/adapters/http/post.ts': ['push'],
  'src/adapters/http/watchdog.ts': ['watchdog'],
  'src/adapters/http/webhooks.ts': ['webhooks'],
  'src/adapters/mail/channel.ts': ['mail'],
  'src/adapters/otel/tracer.ts': ['traces'],
  'src/adapters/slack/answer.ts': ['slack.answers'],
  'src/adapters/slack/app.ts': ['slack.socket'],
  'src/adapters/slack/client.ts': ['slack.app', 'slack.pages', 'slack.reminders', 'slack.chores'],
  'src/adapters/slack/doctor.ts': ['checkup'],
  'src/adapters/telnyx/client.ts': ['telnyx'],
  'src/adapters/trackers/send.ts': ['trackers'],
  'src/adapters/twilio/client.ts': ['twilio'],
  'src/adapters/twilio/doctor.ts': ['twilio'],
};

/** What is no way out, and why. */
const NOT_OUT: readonly (readonly [RegExp, string])[] = [
  [/^src\/sandbox\//, 'the local conference: its peers are children of its own, on loopback'],
  [/^src\/adapters\/redis\//, 'the store, which is no destination: docs/adr/0019'],
  [
    /^src\/agenda\/stage\/(?:script|worker)\.ts$|^src\/callboard\/board\/page\.ts$|^commands\/agenda\/display-view\.ts$|^src\/page\/push\/(?:page-script|worker)\.ts$/,
    'runs in a browser and asks us',
  ],
  [/^src\/agenda\/fetch-pages\.ts$/, 'its `fetch` is the port, handed in'],
];

/** Code without its comments, types, and the one function of `node:net` that opens nothing. */
const codeOf = (text: string): string =>
  text.replace(
    /\/\*[\s\S]*?\*\/|(?<![:'"`])\/\/.*$|^import type .*$|^import \{ isIP \} from 'node:net';$/gm,
    '',
  );

const isIn = (file: string): boolean => !NOT_OUT.some(([files]) => files.test(file));

describe('what goes out', () => {
  it('is found in each of its forms', () => {
    for (const form of [
      'await fetch(url)',
      'new WebClient(token)',
      'twilio(sid, token)',
      'new Telnyx({})',
      'createTransport({})',
      'https.request(url)',
      "import { Agent, request } from 'undici';",
      "import { connect } from 'node:net';",
    ])
      expect(form).toMatch(WAYS_OUT);
    expect('await deps.fetch(url)').not.toMatch(/(?<![\w.])fetch\(/);
  });

  it('is opened in the files of the table alone', () => {
    const found = [...house()]
      .filter(([file, text]) => isIn(file) && WAYS_OUT.test(codeOf(text)))
      .map(([file]) => file);
    expect(found.toSorted()).toEqual(Object.keys(PLACES).toSorted());
  });

  it('has its row named where it is opened, or where its limits are handed in', () => {
    const all = [...house()].map(([, text]) => text).join('\n');
    for (const row of Object.values(PLACES).flat()) {
      const named = [`OUTGOING.${row}`, `OUTGOING['${row}']`].some((name) => all.includes(name));
      const byPriority = row.startsWith('slack.') && /OUTGOING\[`slack\.\$\{priority\}`\]/.test(all);
      expect(named || byPriority, row).toBe(true);
    }
  });

  it('uses every row', () => {
    expect([...new Set(Object.values(PLACES).flat())].toSorted()).toEqual(Object.keys(OUTGOING).toSorted());
  });

  it('has no time-out of its own beside the table', () => {
    const own = [...house()]
      .filter(([file]) => Object.hasOwn(PLACES, file))
      .filter(([, text]) =>
        /AbortSignal\.timeout\(\s*[\d_]+\s*\)|\btimeout(?:Ms|Millis)?: [\d_]{3,}/.test(text),
      )
      .map(([file]) => file);
    expect(own).toEqual([]);
  });

  it('is printed in docs/outgoing-calls.md as it is', () => {
    expect(readFileSync(OUTGOING_PAGE, 'utf8')).toBe(outgoingPage());
  });
});
