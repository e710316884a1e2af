/**
 * Every door over HTTP × everything that somebody may hold in their hand: their own address, another's, one that
 * opens another door, one that opens none any more. A door opens with what belongs to it and with nothing else,
 * and gives what is its holder's and nothing of anybody else.
 */
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { routes } from '../../../commands/index.ts';
import { createHttp } from '../../../src/adapters/http/server.ts';
import { diaryDocument } from '../../../src/agenda/domain/diary.ts';
import { stageDocument } from '../../../src/agenda/domain/stage.ts';
import { organizerOrReply } from '../../../src/callboard/board/holder.ts';
import { boardLinkDocument, boardLinkId } from '../../../src/callboard/domain/board-link.ts';
import { cardSheetDocument, cardSheetId } from '../../../src/callboard/domain/card-sheet-link.ts';
import { eventChanged } from '../../../src/callboard/domain/event.ts';
import { personDocument } from '../../../src/callboard/domain/person.ts';
import { BULL_PATH } from '../../../src/callboard/queues/page.ts';
import { put, recordFact } from '../../../src/core/commit.ts';
import { HTTP_RIGHTS, type HttpGuard } from '../../../src/core/http-rights.ts';
import { hookDocument } from '../../../src/page/domain/alert.ts';
import { answerToken } from '../../../src/page/domain/devices.ts';
import { heartbeatDocument } from '../../../src/page/domain/heartbeat.ts';
import { notificationDocument } from '../../../src/page/domain/notification.ts';
import { pushLinkDocument } from '../../../src/page/domain/push-link.ts';
import { createHookDoor } from '../../../src/page/hook-door.ts';
import { hashOf } from '../../../src/page/hook-token.ts';
import { defaultRota, ROTA_ID, rotaSettingsDocument } from '../../../src/rota/domain/settings.ts';
import { volunteerDocument } from '../../../src/rota/domain/volunteer.ts';
import { PLANTED, type RightsWorld, rightsWorld } from '../../support/rights-world.ts';

/** What somebody may hold. Each opens the doors that are named, and no other. */
const HELD = {
  nothing: [],
  nonsense: [],
  'an empty word': [],
  'a star': [],
  'a slack id': [],
  'the hash of a hook’s token': [],
  'own diary': ['agenda'],
  'another’s diary': ['agenda'],
  'own rota': ['rota'],
  'another’s rota': ['rota'],
  'picture of the rota': ['fairness'],
  'a hook': ['hook'],
  'a revoked hook': [],
  'a heartbeat': ['heartbeat'],
  'own page of push messages': ['push'],
  'another’s page of push messages': ['push'],
  'what a push message brought': ['message'],
  'what a message to a device that is gone brought': [],
  figures: ['metrics'],
  'a signature of Twilio': ['twilio'],
  'a signature of Telnyx': ['telnyx'],
  'a link to the board': ['board'],
  'an organizer’s link to the board': ['board', 'organizer-board'],
  'the hash of a link to the board': [],
  'a link that has ended': [],
  'a link of somebody who is crew no more': [],
  'a sheet of cards': ['cards'],
  'a sheet of cards that has ended': [],
  'the token of a stage': ['stage'],
  'the token of another stage': [],
  'the token of a stage that was reset': [],
} as const;
type Held = keyof typeof HELD;
type Opens =
  | 'agenda'
  | 'rota'
  | 'cards'
  | 'fairness'
  | 'heartbeat'
  | 'push'
  | 'message'
  | 'hook'
  | 'metrics'
  | 'twilio'
  | 'telnyx'
  | 'board'
  | 'organizer-board'
  | 'stage';

const TOKENS: Readonly<Record<Held, string>> = {
  nothing: 'none-at-all',
  nonsense: 'nonsense-0123456789',
  'an empty word': '%20',
  'a star': '*',
  'a slack id': 'UCREW',
  'the hash of a hook’s token': hashOf('hook-token-000000000'),
  'own diary': 'diary-token-own-0000',
  'another’s diary': 'diary-token-else-0000',
  'own rota': 'rota-token-own-00000',
  'another’s rota': 'rota-token-else-00000',
  'picture of the rota': 'picture-token-000000',
  'a hook': 'hook-token-000000000',
  'a revoked hook': 'hook-token-revoked-0',
  'a heartbeat': 'heartbeat-token-0000',
  'own page of push messages': 'push-token-own-000000',
  'another’s page of push messages': 'push-token-else-00000',
  'what a push message brought': answerToken('device-secret', 'check-1'),
  'what a message to a device that is gone brought': answerToken('secret-of-old', 'check-1'),
  figures: 'metrics-token-000000',
  'a signature of Twilio': 'signature-000000000',
  'a signature of Telnyx': 'signature-111111111',
  'a link to the board': 'board-secret-crew-00',
  'an organizer’s link to the board': 'board-secret-organi',
  'the hash of a link to the board': boardLinkId('board-secret-crew-00'),
  'a link that has ended': 'board-secret-ended-0',
  'a link of somebody who is crew no more': 'board-secret-attend-',
  'a sheet of cards': 'cards-secret-crew-00',
  'a sheet of cards that has ended': 'cards-secret-ended-0',
  'the token of a stage': 'stage-token-alpha-00',
  'the token of another stage': 'stage-token-beta-000',
  'the token of a stage that was reset': 'stage-token-reset-00',
};

let world: RightsWorld;
let base: string;
let close: () => void;
let notification = '';

beforeAll(async () => {
  world = await rightsWorld('crew');
  const hook = (token: string, code: string, revoked: boolean) =>
    put(hookDocument, hashOf(token), {
      code,
      name: code,
      target: { kind: 'oncall' as const, name: '' },
      by: 'UORG',
      createdAt: '2019-06-01T00:00:00Z',
      opened: [],
      ...(revoked && { revokedAt: '2019-06-02T00:00:00Z' }),
    });
  const settings = await world.store.get(rotaSettingsDocument, ROTA_ID);
  const profile = async (person: string, token: string) => {
    const read = await world.store.get(volunteerDocument, person);
    const value = read?.value ?? { person, roles: [], skills: [] };
    return put(volunteerDocument, person, { ...value, token }, read?.version ?? 0);
  };
  const link = (held: Held, person: string, until: string) =>
    put(boardLinkDocument, boardLinkId(TOKENS[held]), { person, until });
  const sheet = (held: Held, until: string) =>
    put(cardSheetDocument, cardSheetId(TOKENS[held]), { person: 'UCREW', until });
  const crew = await world.store.get(personDocument, 'UCREW');
  const device = {
    ...{ id: 'device-1', name: 'Phone', secret: 'device-secret', check: 'check-1', key: '' },
    ...{ endpoint: 'https://push.example/1', p256dh: 'p', auth: 'a' },
    ...{ addedAt: '2019-06-01T00:00:00Z', checkedAt: '2019-06-01T00:00:00Z' },
  };
  const pushed = { id: 'UCREW', name: 'Crew', slack: 'UCREW', ...crew?.value, devices: [device] };
  const pushLink = (person: string, held: Held) =>
    put(pushLinkDocument, person, { person, token: TOKENS[held] });
  const diary = (person: string, token: string, starred: string) =>
    put(diaryDocument, person, { person, stars: [starred], token });
  await world.store.commit({
    put: [
      put(personDocument, 'UCREW', pushed, crew?.version ?? 0),
      pushLink('UCREW', 'own page of push messages'),
      pushLink('UELSE', 'another’s page of push messages'),
      diary('UCREW', TOKENS['own diary'], 'S1'),
      diary('UELSE', TOKENS['another’s diary'], 'S2'),
      await profile('UCREW', TOKENS['own rota']),
      await profile('UELSE', TOKENS['another’s rota']),
      put(
        rotaSettingsDocument,
        ROTA_ID,
        { ...(settings?.value ?? defaultRota), picture: TOKENS['picture of the rota'] },
        settings?.version ?? 0,
      ),
      hook(TOKENS['a hook'], 'K1', false),
      hook(TOKENS['a revoked hook'], 'K2', true),
      link('a link to the board', 'UCREW', '2019-07-01T00:00:00Z'),
      link('an organizer’s link to the board', 'UORG', '2019-07-01T00:00:00Z'),
      link('a link that has ended', 'UCREW', '2019-06-01T00:00:00Z'),
      link('a link of somebody who is crew no more', 'UATT', '2019-07-01T00:00:00Z'),
      sheet('a sheet of cards', '2019-07-01T00:00:00Z'),
      sheet('a sheet of cards that has ended', '2019-06-01T00:00:00Z'),
      put(stageDocument, 'Alpha', { room: 'Alpha', token: TOKENS['the token of a stage'], presses: [] }),
      put(stageDocument, 'Beta', { room: 'Beta', token: TOKENS['the token of another stage'], presses: [] }),
      put(heartbeatDocument, hashOf(TOKENS['a heartbeat']), {
        name: 'backup',
        every: 60,
        target: { kind: 'oncall', name: '' },
        critical: false,
        by: 'UORG',
        createdAt: '2019-06-01T00:00:00Z',
      }),
    ],
    facts: [recordFact(eventChanged, { at: world.clock.now(), by: 'test', about: [], data: { fields: [] } })],
  });
  notification = (await world.store.all(notificationDocument))[0]?.id ?? '';
  const app = createHttp({
    routes,
    rights: HTTP_RIGHTS,
    refuseHook: createHookDoor(world.deps),
    guarded: {
      path: BULL_PATH,
      refuse: async (request) => {
        const entered = await organizerOrReply(request, world.deps);
        return 'refused' in entered ? entered.refused : undefined;
      },
      handle: (_request, response) => void response.send('FIGURES'),
    },
    metricsToken: TOKENS.figures,
    deps: world.deps,
    log: world.deps.log,
    verify: {
      twilio: ({ headers }) => headers['x-twilio-signature'] === TOKENS['a signature of Twilio'],
      telnyx: ({ headers }) => headers['telnyx-signature-ed25519'] === TOKENS['a signature of Telnyx'],
    },
    ready: async () => {},
    metrics: async () => ({ type: 'text/plain', body: 'FIGURES' }),
  });
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  close = () => {
    server.closeAllConnections();
    server.close();
  };
});
afterAll(() => close());

/** What a door asks for; undefined where it is open to everybody. */
function asks(door: string, guard: HttpGuard): Opens | undefined {
  if (guard === 'public') return undefined;
  if (guard !== 'address') return guard;
  if (door.includes('/cards/')) return 'cards';
  if (door.includes('/heartbeats/')) return 'heartbeat';
  if (door.includes('/push/')) return 'push';
  return door.includes('/agenda/') ? 'agenda' : door.includes('/fairness/') ? 'fairness' : 'rota';
}

/** The token at every place where a door could look for one. */
async function knock(door: string, held: Held) {
  const [method = 'GET', pattern = ''] = door.split(' ');
  const token = held === 'nothing' ? TOKENS.nonsense : TOKENS[held];
  const file = pattern.includes('/fairness/') ? `${token}-1.png` : `${token}.ics`;
  const path = pattern
    .replace(':token', token)
    .replace(':file', file)
    .replace(':notification', notification)
    .replace(':size', '192')
    .replace(':room', 'Alpha');
  const headers: Record<string, string> = {
    'content-type':
      method === 'POST' && path.startsWith('/twilio')
        ? 'application/x-www-form-urlencoded'
        : 'application/json',
    ...(held !== 'nothing' && {
      authorization: `Bearer ${decodeURIComponent(token)}`,
      'x-twilio-signature': token,
      'telnyx-signature-ed25519': token,
      cookie: `other=1; callboard_board=${token}; callboard_stage=${token}`,
    }),
  };
  const query = held === 'nothing' ? '' : `?token=${token}`;
  const answer = await fetch(`${base}${path}${query}`, {
    method,
    headers,
    ...(method === 'POST' && {
      body: path.startsWith('/twilio')
        ? 'Body=hello&From=%2B1&MessageSid=S'
        : JSON.stringify({ verb: 'shown', n: 'check-1', p: 'UCREW', d: 'device-1', t: token }),
    }),
  });
  const type = answer.headers.get('content-type') ?? '';
  if (!type.startsWith('text/event-stream'))
    return { status: answer.status, type, body: await answer.text() };
  // What goes on for ever is read to its first event.
  let body = '';
  for await (const chunk of answer.body ?? []) {
    body += Buffer.from(chunk).toString('utf8');
    if (body.includes('data: ')) break;
  }
  return { status: answer.status, type, body };
}

/** What each guard says to whoever may not come in; an address that opens nothing is not there. */
const CLOSED: Readonly<Record<HttpGuard, readonly number[]>> = {
  public: [],
  hook: [401],
  address: [404],
  message: [404],
  twilio: [403],
  telnyx: [403],
  board: [401],
  'organizer-board': [401, 403],
  stage: [401],
  metrics: [401],
};

describe.each(Object.entries(HTTP_RIGHTS))('%s', (door, guard) => {
  test.each(Object.keys(HELD) as Held[])('with %s', async (held) => {
    // Whoever knocks sixty times in a minute is answered without a look: that is another test's matter.
    world.clock.t = world.clock.t.add({ minutes: 2 });
    const before = world.store.dump();
    const needed = asks(door, guard);
    const opens: readonly string[] = HELD[held];
    const { status, body } = await knock(door, held);
    const isOpen = needed === undefined || opens.includes(needed);
    if (isOpen) expect([401, 403, 404], `${door} is too closed`).not.toContain(status);
    else {
      expect(CLOSED[guard], `${door} is too open`).toContain(status);
      expect(body).not.toMatch(/BEGIN:|FIGURES|<Response|PNG/);
      // That somebody knocked may be told to organizers; nothing of the event changes.
      expect(docs(world.store.dump())).toEqual(docs(before));
    }
    expect(status).toBeLessThan(500);
    // Nothing over HTTP tells of pages, incidents, items and keys, whoever asks; but for the crew's own board.
    // A person's own page lists what asks them.
    if (!(isOpen && (guard === 'board' || needed === 'push'))) expect(body).not.toContain(PLANTED);
  });
});

/** The documents but for the bookkeeping of who was turned away. */
function docs(dump: string): unknown {
  const [documents] = JSON.parse(dump) as [[string, ...unknown[]][]];
  return documents.filter(([kind]) => !/^(hook|stranger)/.test(kind));
}

test('a calendar holds what is its holder’s, and nothing of the other', async () => {
  const [own, foreign] = await Promise.all([
    knock('GET /feeds/agenda/:token.ics', 'own diary'),
    knock('GET /feeds/agenda/:token.ics', 'another’s diary'),
  ]);
  expect(own.body).toContain('Talk S1');
  expect(own.body).toContain('H1.rota');
  expect(own.body).not.toMatch(/Talk S2|H2\.rota|UELSE/);
  expect(foreign.body).toContain('Talk S2');
  expect(foreign.body).toContain('H2.rota');
  expect(foreign.body).not.toMatch(/Talk S1|H1\.rota|UCREW/);
  const [shifts, others] = await Promise.all([
    knock('GET /feeds/rota/:file', 'own rota'),
    knock('GET /feeds/rota/:file', 'another’s rota'),
  ]);
  expect(shifts.body).toContain('H1-UCREW');
  expect(shifts.body).not.toMatch(/H2|UELSE/);
  expect(others.body).toContain('H2-UELSE');
  expect(others.body).not.toMatch(/H1|UCREW/);
});

test('an address that was reset opens nothing any more', async () => {
  const read = await world.store.get(diaryDocument, 'UELSE');
  await world.store.commit({
    put: [put(diaryDocument, 'UELSE', { person: 'UELSE', stars: [], token: 'another-one' }, read?.version)],
    facts: [recordFact(eventChanged, { at: world.clock.now(), by: 'test', about: [], data: { fields: [] } })],
  });
  expect((await knock('GET /feeds/agenda/:token.ics', 'another’s diary')).status).toBe(404);
});
