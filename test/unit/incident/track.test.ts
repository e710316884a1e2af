/** An action item goes out: the signature that a receiver checks, what GitHub and Jira answer, refusals, retries. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { incident as command } from '../../../commands/incident/command.ts';
import { jobs } from '../../../jobs/index.ts';
import { trackerAddresses, trackersConfig } from '../../../src/adapters/trackers/config.ts';
import { createTrackers } from '../../../src/adapters/trackers/send.ts';
import type { Deps } from '../../../src/core/deps.ts';
import { actionDocument } from '../../../src/incident/domain/action.ts';
import { fakeEvent, fakeWorld, somebody, type World } from '../../support/fake-deps.ts';

const SECRET = 'a secret of both sides';
/** Calls older than this are a replay (docs/integrations.md). */
const MAX_AGE_SECONDS = 300;

interface Taken {
  readonly path: string;
  readonly body: Record<string, unknown>;
}
let server: Server;
let taken: Taken[] = [];
let seen: Map<string, object>;
/** What the peer answers instead; taken off the front. */
let instead: number[] = [];
let world: World;

const read = async (request: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const part of request) text += String(part);
  return text;
};

/** As the documentation tells a receiver to do it. */
function isOurs(request: IncomingMessage, body: string): boolean {
  const one = (name: string) => String(request.headers[name] ?? '');
  const timestamp = one('x-callboard-timestamp');
  if (Math.abs(Date.now() / 1000 - Number(timestamp)) > MAX_AGE_SECONDS) return false;
  const signed = `${timestamp}.${one('idempotency-key')}.POST.${request.url}.${body}`;
  const wanted = `v1=${createHmac('sha256', SECRET).update(signed).digest('hex')}`;
  const given = one('x-callboard-signature');
  return given.length === wanted.length && timingSafeEqual(Buffer.from(given), Buffer.from(wanted));
}

beforeEach(async () => {
  [taken, instead, seen] = [[], [], new Map()];
  server = createServer(async (request, response) => {
    const text = await read(request);
    const answer = (status: number, body: object = {}) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (!isOurs(request, text)) return answer(401);
    const status = instead.shift();
    if (status !== undefined) return answer(status);
    const key = String(request.headers['idempotency-key']);
    const known = seen.get(key);
    if (known) return answer(200, known);
    taken.push({ path: request.url ?? '', body: JSON.parse(text) });
    const number = taken.length;
    // docs.github.com/en/rest/issues/issues#create-an-issue, developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues
    const issue = request.url?.startsWith('/jira')
      ? {
          id: `1000${number}`,
          key: `OPS-${number}`,
          self: `https://o.atlassian.net/rest/api/3/issue/1000${number}`,
        }
      : {
          number,
          url: `https://api.github.com/repos/o/r/issues/${number}`,
          html_url: `https://github.com/o/r/issues/${number}`,
        };
    seen.set(key, issue);
    answer(201, issue);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  world = await fakeWorld(
    '2019-06-05T10:00:00Z',
    [somebody('UORG'), somebody('UANA')],
    fakeEvent({ crew: ['UANA'] }),
  );
  const trackers = createTrackers({
    github: { url: `${base}/github?event=1`, secret: SECRET },
    jira: { url: `${base}/jira`, secret: SECRET },
  });
  Object.assign(world.deps as { trackers: Deps['trackers'] }, { trackers });
  await world.type('UORG', command, 'declare sev2 Power cut');
  await world.type('UORG', command, 'action I1 @uana friday Label both breakers');
});
afterEach(async () => {
  await new Promise((done) => server.close(done));
});

const type = (text: string) => world.type('UORG', command, text);
const item = async () => (await world.store.get(actionDocument, 'A1'))?.value;

it('is one issue, signed, and its address is shown at the item', async () => {
  expect(JSON.stringify(await type('track A1 github'))).toContain('A1 is being sent to github');
  await type('track A1 github');
  await world.settle(jobs);
  expect(taken).toEqual([
    {
      path: '/github?event=1',
      body: {
        type: 'callboard.action',
        tracker: 'github',
        action: 'A1',
        title: 'Label both breakers',
        body: 'Label both breakers\n\nFrom the postmortem of I1 Power cut, until 2019-06-07.',
        due: '2019-06-07',
        incident: 'I1',
      },
    },
  ]);
  expect(JSON.stringify(taken), 'no names leave').not.toContain('UANA');
  expect(JSON.stringify(await type('actions'))).toContain('https://github.com/o/r/issues/1|github issue');
  expect(JSON.stringify(await type('track A1 github'))).toContain('went to github already');
  await type('track A1 jira');
  await world.settle(jobs);
  expect((await item())?.tracked).toEqual([
    { tracker: 'github', state: 'taken', url: 'https://github.com/o/r/issues/1' },
    { tracker: 'jira', state: 'taken', url: 'https://o.atlassian.net/browse/OPS-2' },
  ]);
  expect(JSON.stringify(await type('timeline I1'))).toContain('Action item A1 went to jira');
});

it('is tried again while the tracker is away, with the same key, and is one issue', async () => {
  instead = [503, 429];
  await type('track A1 github');
  await world.advance('PT1M', jobs);
  expect(taken).toHaveLength(1);
  expect((await item())?.tracked).toMatchObject([{ state: 'taken' }]);
});

it('that is not taken is told to the organizers, and can be sent again', async () => {
  instead = [422];
  await type('track A1 github');
  await world.settle(jobs);
  expect((await item())?.tracked).toBeUndefined();
  expect(
    world.chat.sent
      .filter(({ to }) => to === 'COPS')
      .map(({ text }) => text)
      .join(),
  ).toContain('track:A1:github');
  await type('track A1 github');
  await world.settle(jobs);
  expect((await item())?.tracked).toMatchObject([{ tracker: 'github', state: 'taken' }]);
});

it.each([
  ['track', 'incident.textMissing'],
  ['track A1 trello', 'incident.action.noTracker'],
  ['track A9 github', 'incident.action.unknown'],
])('`%s` is answered with %s', async (text, key) => {
  await expect(type(text)).rejects.toMatchObject({ key });
});

it('of a private incident does not leave', async () => {
  await type('private I1');
  await expect(type('track A1 github')).rejects.toMatchObject({ key: 'incident.action.privateTrack' });
  await world.settle(jobs);
  expect(taken).toEqual([]);
});

it('is configured by an address and a secret together', () => {
  expect(trackersConfig.safeParse({ TRACK_GITHUB_URL: 'https://x.example/y' }).success).toBe(false);
  expect(trackersConfig.safeParse({ TRACK_JIRA_URL: 'ftp://x', TRACK_JIRA_SECRET: SECRET }).success).toBe(
    false,
  );
  expect(
    trackersConfig.safeParse({ TRACK_JIRA_URL: 'https://x.example', TRACK_JIRA_SECRET: 'short' }).success,
  ).toBe(false);
  const env = trackersConfig.parse({ TRACK_JIRA_URL: 'https://x.example/y', TRACK_JIRA_SECRET: SECRET });
  expect(trackerAddresses(env)).toEqual({
    github: undefined,
    jira: { url: 'https://x.example/y', secret: SECRET },
  });
});
