/**
 * Each destination of the table against a peer that takes connections and never answers: the adapter gives it up within
 * its time, and no other destination waits for it meanwhile. Rows are shortened, so that nobody waits for seconds.
 */
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { Temporal } from 'temporal-polyfill';
import twilio from 'twilio';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createGuardedActions } from '../../../src/adapters/actions/caller.ts';
import { createRemedyCalls } from '../../../src/adapters/actions/remedies.ts';
import { placeBackup } from '../../../src/adapters/backup/place.ts';
import { examineAddress } from '../../../src/adapters/http/doctor.ts';
import { createFetcher } from '../../../src/adapters/http/fetch.ts';
import { createPost } from '../../../src/adapters/http/post.ts';
import { pingWatchdog, startWatchdog } from '../../../src/adapters/http/watchdog.ts';
import { createWebhooks } from '../../../src/adapters/http/webhooks.ts';
import { mailChannel } from '../../../src/adapters/mail/channel.ts';
import { createTracer } from '../../../src/adapters/otel/tracer.ts';
import { createAnswerGate, createReplier } from '../../../src/adapters/slack/answer.ts';
import { createChat } from '../../../src/adapters/slack/chat.ts';
import { createClient } from '../../../src/adapters/slack/client.ts';
import { createTelnyx } from '../../../src/adapters/telnyx/index.ts';
import { createTrackers } from '../../../src/adapters/trackers/send.ts';
import { createTwilio } from '../../../src/adapters/twilio/index.ts';
import { PermanentError } from '../../../src/core/errors.ts';
import { createGate } from '../../../src/core/outgoing-gate.ts';
import { type Destination, OUTGOING } from '../../../src/core/outgoing-limits.ts';
import type { PagingChannel } from '../../../src/core/ports/paging.ts';
import { GuardedActionList } from '../../../src/keys/domain/action.ts';
import { mrkdwn } from '../../../src/slack/mrkdwn.ts';
import { somebody } from '../../support/fake-deps.ts';

/** Real milliseconds in place of each row's own. */
const { TIMEOUT, DEADLINE } = vi.hoisted(() => ({ TIMEOUT: 1_000, DEADLINE: 1_600 }));

vi.mock('../../../src/core/outgoing-limits.ts', async (importOriginal) => {
  const { OUTGOING: table } = await importOriginal<typeof import('../../../src/core/outgoing-limits.ts')>();
  const shorter = Object.entries(table).map(([name, row]) => {
    const deadlineMs = row.deadlineMs === row.timeoutMs ? TIMEOUT : DEADLINE;
    return [name, { ...row, timeoutMs: TIMEOUT, deadlineMs }] as const;
  });
  return { OUTGOING: Object.fromEntries(shorter) };
});

let silent: Server;
let well: ReturnType<typeof createHttpServer>;
/** Where nobody answers, as `127.0.0.1:port`. */
let host = '';
let fine = '';
const sockets = new Set<Socket>();

beforeAll(async () => {
  silent = createServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    socket.resume();
  });
  well = createHttpServer((request, response) => {
    request.resume().on('end', () => response.writeHead(204).end());
  });
  const listening = (server: Server) =>
    new Promise<string>((ready) => {
      server.listen(0, '127.0.0.1', () => ready(`127.0.0.1:${(server.address() as AddressInfo).port}`));
    });
  [host, fine] = await Promise.all([listening(silent), listening(well)]);
});
afterAll(() => {
  for (const socket of sockets) socket.destroy();
  silent.close();
  well.closeAllConnections();
  well.close();
});

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const person = {
  ...somebody('UVOL'),
  email: 'vera@example.org',
  phone: { number: '+12025550111', verifiedAt: '2019-06-01T00:00:00Z' },
};
const at = Temporal.Instant.from('2019-06-05T08:00:00Z');
const sendBy = (channel: PagingChannel | undefined, index: number) =>
  channel?.send({
    notification: `n${index}`,
    attempt: 1,
    to: person,
    text: 'Help',
    validFor: 60,
    urgent: true,
  });

/** The SDK, turned to where nobody answers. */
class Turned extends twilio.RequestClient {
  override async request<T>(options: Parameters<twilio.RequestClient['request']>[0]) {
    const url = new URL(options.uri);
    return await super.request<T>({ ...options, uri: `http://${host}${url.pathname}` } as never);
  }
}

const chat = (priority: 'pages' | 'reminders' | 'chores') => {
  const made = createChat({ token: 'xoxb-x', apiUrl: `http://${host}/api/`, log, priority });
  return (index: number) => made.dm(`U${index}`, { text: mrkdwn`Help` });
};
const [action] = GuardedActionList.parse([
  {
    name: 'gate',
    says: 'Closes the gate',
    set: 'ops',
    webhook: { fire: 'http://127.0.0.1/' },
    quorum: { fire: 2, restore: 2 },
    readBack: { url: 'http://127.0.0.1/', field: 'a', fired: true, restored: false },
    secret: { env: 'GATE' },
  },
]);
const remedy = {
  ...{ name: 'restart', title: 'Restart', does: 'Restarts it.', kinds: [], rooms: [], alerts: {} },
  ...{ lock: 'crew', secret: 'ACTION_SECRET_X', timeout: '30s', resolves: false },
} as const;

/** What asks each of them, made anew; undefined where the vendor's library is all there is to it. */
const ASKS: Readonly<
  Record<Destination, (() => (index: number) => Promise<unknown> | undefined) | undefined>
> = {
  'slack.pages': () => chat('pages'),
  'slack.reminders': () => chat('reminders'),
  'slack.chores': () => chat('chores'),
  'slack.app': () => {
    const client = createClient({ token: 'xoxb-x', apiUrl: `http://${host}/api/`, log });
    return () => client.users.info({ user: 'U1' });
  },
  'slack.answers': () => {
    const refuse = async () => Promise.reject(new PermanentError('not-faked'));
    const answers = createAnswerGate();
    return () =>
      createReplier(
        { user: 'U1', channel: undefined, responseUrl: `http://${host}/response` },
        { chat: { dm: refuse } as never, ephemerals: {} as never, answers },
      ).say({ text: mrkdwn`Done` });
  },
  // Bolt notices silence by its own pings, and connects again: test/integration/slack-socket.test.ts.
  'slack.socket': undefined,
  twilio: () => {
    const { channels } = createTwilio({
      accountSid: `AC${'0'.repeat(32)}`,
      authToken: 'token',
      number: '+15551234567',
      publicUrl: 'https://callboard.example',
      smsPerSecond: 1_000,
      httpClient: new Turned({ timeout: 60_000 }),
    });
    return (index) => sendBy(channels[0], index);
  },
  telnyx: () => {
    const { channels } = createTelnyx({
      ...{ apiKey: 'KEYtest0123', publicKey: 'A'.repeat(43).concat('='), account: 'a', application: '1' },
      ...{ number: '+15551234567', publicUrl: 'https://callboard.example', smsPerSecond: 1_000 },
      fetch: async (address, init) => {
        const { pathname } = new URL(address instanceof Request ? address.url : address);
        return await fetch(`http://${host}${pathname}`, init);
      },
    });
    return (index) => sendBy(channels[0], index);
  },
  push: () => {
    const post = createPost({ allowLoopback: true });
    return () => post(`http://${host}/push`, { headers: {}, body: 'x' });
  },
  mail: () => {
    const mail = mailChannel({ smtp: `smtp://${host}`, from: 'Callboard <callboard@example.org>' });
    return (index) => sendBy(mail, index);
  },
  webhooks: () => {
    const webhooks = createWebhooks({ allowLoopback: true });
    return async (index) => {
      const sent = { url: `http://${host}/events`, secret: 's', contentType: 'application/json', body: '{}' };
      const answer = await webhooks.deliver({ ...sent, key: `e${index}` });
      if (!answer.ok) throw new Error(answer.code);
    };
  },
  guarded: () => {
    const { call } = createGuardedActions({ actions: [], environment: 'test', env: {} });
    return async (index) => {
      if (!action) throw new Error('no action');
      const hook = { ...action, webhook: { fire: `http://${host}/fire` } };
      const sent = { idempotencyKey: `k${index}`, at, secret: undefined, body: {} };
      const answer = await call(hook, 'fire', sent as never);
      if (!answer.ok) throw new Error(answer.detail);
    };
  },
  remedies: () => {
    const { call } = createRemedyCalls({ env: { ACTION_SECRET_X: 'secret' } });
    return async (index) => {
      const order = { action: 'restart', run: `r${index}`, at: at.toString() };
      const answer = await call({ ...remedy, webhook: `http://${host}/hook` } as never, order as never);
      if (!answer.ok) throw new Error(answer.detail);
    };
  },
  trackers: () => {
    const trackers = createTrackers({ github: { url: `http://${host}/issues`, secret: 'x'.repeat(16) } });
    return (index) => trackers.send('github', {} as never, `k${index}`);
  },
  feeds: () => {
    const get = createFetcher({ allowLoopback: true });
    return () => get(`http://${host}/schedule.json`);
  },
  backups: () => {
    const env = {
      ...{ S3_ENDPOINT: `http://${host}`, S3_ACCESS_KEY_ID: 'k', S3_SECRET_ACCESS_KEY: 's' },
      ...{ S3_REGION: 'us-east-1', CALLBOARD_BACKUP_KEEP: 1 },
    };
    const backup = { event: 'main', at: at.toString(), bytes: new Uint8Array(8), isEncrypted: true };
    return () => placeBackup('s3://callboard-test/nightly', backup, env);
  },
  traces: () => {
    const made = { endpoint: `http://${host}`, service: 'cb', version: '1', event: 'main', log };
    const tracer = createTracer(made);
    return async () => {
      await tracer.telemetry.measure({ kind: 'job', name: 'notify' }, async () => {});
      await tracer.stop();
      throw new Error('it ends without having been heard');
    };
  },
  watchdog: () => {
    const gate = createGate(OUTGOING.watchdog);
    return () => pingWatchdog(`http://${host}/ping`, gate);
  },
  checkup: () => async () => {
    const [, found] = await examineAddress(`http://${host}`);
    throw new Error(JSON.stringify(found));
  },
};

const rows = Object.keys(OUTGOING) as Destination[];

describe.concurrent('a destination that never answers', () => {
  it.each(rows.filter((row) => ASKS[row] !== undefined))(
    '%s is given up in its time, and holds up nobody else',
    async (row) => {
      const ask = ASKS[row]?.();
      const elsewhere = createWebhooks({ allowLoopback: true });
      const { atOnce, deadlineMs } = OUTGOING[row];
      const began = performance.now();
      let ended = 0;
      const hanging = Array.from({ length: Math.min(6, atOnce + 1) }, async (_, index) => {
        const outcome = await Promise.resolve(ask?.(index)).then(
          () => 'answered',
          () => 'given up',
        );
        ended++;
        return { outcome, after: performance.now() - began };
      });
      const sent = { secret: 's', key: row, contentType: 'application/json', body: '{}' };
      const answer = await elsewhere.deliver({ ...sent, url: `http://${fine}/events` });
      expect(answer).toEqual({ ok: true });
      expect(ended, 'those that hang go on to').toBeLessThan(hanging.length);
      for (const { outcome, after } of await Promise.all(hanging)) {
        if (row !== 'slack.answers') expect(outcome).toBe('given up');
        // What found no place at first may have waited for one before.
        expect(after).toBeLessThan(deadlineMs + TIMEOUT + 2_000);
      }
    },
  );

  it('is each in the table of this test', () => {
    expect(Object.keys(ASKS).toSorted()).toEqual(rows.toSorted());
  });
});

describe('one event of several in a process, whose destination hangs', () => {
  const bucket = (of: string) => ({
    ...{ S3_ENDPOINT: `http://${of}`, S3_ACCESS_KEY_ID: 'k', S3_SECRET_ACCESS_KEY: 's' },
    ...{ S3_REGION: 'us-east-1', CALLBOARD_BACKUP_KEEP: 1 },
  });

  it('keeps no backup of another from its bucket', async () => {
    const place = (env: ReturnType<typeof bucket>, event: string) =>
      placeBackup(
        's3://callboard-test/nightly',
        { event, at: at.toString(), bytes: new Uint8Array(8), isEncrypted: true },
        env,
      );
    const hangs = bucket(host);
    let ended = 0;
    const hanging = Array.from({ length: OUTGOING.backups.atOnce }, () =>
      place(hangs, 'conf-a')
        .catch(() => {})
        .finally(() => ended++),
    );
    expect(await place(bucket(fine), 'conf-b')).toContain('callboard-conf-b-');
    expect(ended).toBe(0);
    await Promise.all(hanging);
  });

  it('makes no watchdog of another silent, which would raise its alarm', async () => {
    const called: (string | undefined)[] = [];
    const count = (request: { readonly url?: string | undefined }) => void called.push(request.url);
    well.on('request', count);
    const watch = (url: string, said: (reason: string) => void) =>
      startWatchdog({
        ...{ url, every: 10 },
        able: async () => {},
        log: { ...log, warn: (data) => said(String((data as { readonly reason: unknown }).reason)) },
      });
    const [ofA, ofB]: [string[], string[]] = [[], []];
    const watching = [
      watch(`http://${host}/ping`, (reason) => ofA.push(reason)),
      watch(`http://${fine}/of-b`, (reason) => ofB.push(reason)),
    ];
    await vi.waitFor(() => expect(called.length).toBeGreaterThan(5), { timeout: 10_000 });
    await vi.waitFor(() => expect(ofA).toEqual(['WATCHDOG_URL does not answer']), { timeout: 10_000 });
    expect(ofB).toEqual([]);
    for (const one of watching) one.stop();
    well.off('request', count);
  });
});
