/** The stage over HTTP: who gets in, what a press does, what is shown and what is not, and that each screen hears of it. */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { readSay } from '../../../commands/agenda/clock-say.ts';
import { agenda } from '../../../commands/agenda/command.ts';
import { stageRoutes } from '../../../commands/agenda/stage-routes.ts';
import { incident } from '../../../commands/incident/command.ts';
import { page } from '../../../commands/page/command.ts';
import { sessionStarted } from '../../../src/agenda/domain/facts.ts';
import { RoomClock } from '../../../src/agenda/domain/room-clock.ts';
import { sessionDocument } from '../../../src/agenda/domain/session.ts';
import { stageDocument } from '../../../src/agenda/domain/stage.ts';
import { readStageAsk } from '../../../src/agenda/stage/ask.ts';
import { isOwnPage } from '../../../src/agenda/stage/door.ts';
import { liveStages, MAX_ROOM_READERS } from '../../../src/agenda/stage/live.ts';
import { put, recordFact } from '../../../src/core/commit.ts';
import { pageDocument } from '../../../src/page/domain/page.ts';
import { attendanceDocument } from '../../../src/speakers/domain/attendance.ts';
import { speakerLinkDocument } from '../../../src/speakers/domain/link.ts';
import { jobs, pagingWorld, STAGE } from '../page/world.ts';
import { SCHEMA, stageClockSchema } from './stage-clock-schema.ts';

const PATH = `/stage/${encodeURIComponent(STAGE)}`;

async function stageWorld() {
  const world = await pagingWorld();
  const talk = (code: string, start: string, end: string, more: object = {}) =>
    put(sessionDocument, code, {
      ...{ code, guid: code, title: `Talk <b>${code}</b>`, room: STAGE, state: 'scheduled' as const },
      ...{ speakers: [{ id: `p${code}`, name: `Speaker & ${code}` }] },
      ...{ start: `2019-06-05T${start}:00Z`, end: `2019-06-05T${end}:00Z` },
      ...more,
    });
  await world.store.commit({
    put: [
      talk('S1', '08:00', '08:30'),
      talk('S2', '08:40', '09:00', { doNotRecord: true }),
      talk('S9', '08:00', '09:00', { room: 'Other hall' }),
    ],
    facts: [
      recordFact(sessionStarted, {
        ...{ at: world.clock.now(), by: 'test', about: [] },
        data: {
          session: 'S0',
          room: '',
          press: 'p',
          start: '2019-06-05T08:00:00Z',
          planned: '2019-06-05T08:00:00Z',
        },
      }),
    ],
  });
  const link = async (room = STAGE, how = '') => {
    const said = JSON.stringify(await world.type('UORG', agenda, `clock ${room}${how}`));
    return /key=([\w-]+)/.exec(said)?.[1] ?? '';
  };
  const ask = async (
    door: string,
    more: {
      readonly key?: string;
      readonly room?: string;
      readonly query?: Record<string, string>;
      readonly headers?: Record<string, string>;
      readonly body?: unknown;
    } = {},
  ) => {
    const [method, name] = door.split(' ');
    const route = stageRoutes.find(
      (one) => one.method === method && one.path === `/stage/:room${name ? `/${name}` : ''}`,
    );
    const reply = await route?.run(
      {
        params: { room: more.room ?? STAGE },
        query: more.query ?? {},
        headers: { ...(more.key && { authorization: `Bearer ${more.key}` }), ...more.headers },
        body: more.body ?? {},
      },
      world.deps,
    );
    if (!reply) throw new Error(door);
    return reply;
  };
  const json = async (...asked: Parameters<typeof ask>) => JSON.parse((await ask(...asked)).body);
  return { ...world, link, ask, json };
}

/** A page without its script. */
const seen = ({ body }: { readonly body: string }): string => body.replace(/<script>[\s\S]*<\/script>/, '');

describe('who gets in', () => {
  it('whoever has the room’s token, by header, address or cookie; the token of another room opens nothing here', async () => {
    const world = await stageWorld();
    const [key, other] = [await world.link(), await world.link('Other hall')];
    expect(key).not.toBe(other);
    const entered = await world.ask('GET', { query: { key } });
    expect(entered.status).toBe(303);
    expect(entered.headers?.['location']).toMatch(new RegExp(`${PATH}$`));
    const cookie = entered.headers?.['set-cookie'] ?? '';
    expect(cookie).toContain(`Path=${new URL(`https://x${entered.headers?.['location']}`).pathname};`);
    expect(cookie).toMatch(/HttpOnly; SameSite=Lax/);
    const opened = await world.ask('GET', { headers: { cookie: cookie.split(';')[0] ?? '' } });
    expect(opened.status).toBeUndefined();
    expect(opened.body).not.toContain(key);
    expect((await world.ask('GET', { query: { key, view: 'wall' } })).headers?.['location']).toMatch(
      /\?view=wall$/,
    );
    for (const wrong of [other, '', 'x', ' ']) {
      expect((await world.ask('GET state', { key: wrong })).status).toBe(401);
      expect((await world.ask('POST start', { key: wrong })).status).toBe(401);
    }
    expect((await world.ask('GET state', { key, room: 'Nowhere' })).status).toBe(401);
  });

  it('a cookie alone changes nothing for somebody else’s page', async () => {
    const world = await stageWorld();
    const cookie = `callboard_stage=${await world.link()}`;
    const start = async (headers: Record<string, string>) =>
      (await world.ask('POST start', { headers: { cookie, host: 'our.example', ...headers } })).status;
    expect(await start({})).toBe(403);
    expect(await start({ 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await start({ 'sec-fetch-site': 'same-site', origin: 'https://our.example' })).toBe(403);
    expect(await start({ origin: 'https://evil.example' })).toBe(403);
    expect(await start({ origin: 'null' })).toBe(403);
    expect((await world.json('GET state', { headers: { cookie } })).press).toBeNull();
    expect(
      (await world.ask('GET socket', { headers: { cookie, origin: 'https://evil.example' } })).status,
    ).toBe(401);
    expect(await start({ 'sec-fetch-site': 'same-origin' })).toBe(200);
    expect(
      isOwnPage(
        { headers: { origin: 'https://a.example', host: 'inside' } },
        { publicUrl: 'https://a.example/x' },
      ),
    ).toBe(true);
  });
});

describe('a press', () => {
  it('counts once by its id, with its own time, and is undone once', async () => {
    const world = await stageWorld();
    const key = await world.link();
    await world.advance('PT3M', jobs);
    const body = { id: 'press-1', session: 's1', at: '2019-06-05T10:01:00+02:00' };
    const first = await world.json('POST start', { key, body });
    expect(first).toMatchObject({ version: 1, outcome: 'counted', words: 'S1 began at 10:01.' });
    expect(first.state.current).toMatchObject({ session: 'S1', began: '2019-06-05T08:01:00Z' });
    expect((await world.json('POST start', { key, body })).outcome).toBe('again');
    const twice = await world.ask('POST start', { key, body: { session: 'S1' } });
    expect(twice.status).toBe(409);
    expect(JSON.parse(twice.body)).toMatchObject({ outcome: 'refused', problem: 'started' });
    const started = (await world.store.facts({ about: 'session:S1' })).filter(
      ({ name }) => name === 'session.started',
    );
    expect(started.map(({ by }) => by)).toEqual([`stage:${STAGE}`]);
    expect((await world.json('POST undo', { key, body: { id: 'press-1' } })).outcome).toBe('counted');
    expect((await world.json('POST undo', { key, body: { id: 'press-1' } })).outcome).toBe('again');
    expect((await world.ask('POST undo', { key })).status).toBe(409);
  });

  it('needs no body, and no session of another room is pressed here', async () => {
    const world = await stageWorld();
    const key = await world.link();
    expect((await world.json('POST start', { key, body: '' })).press.session).toBe('S1');
    expect((await world.json('POST end', { query: { key }, body: 'id=e1' })).press).toMatchObject({
      id: 'e1',
    });
    const foreign = await world.ask('POST start', { key, body: { session: 'S9' } });
    expect(JSON.parse(foreign.body)).toMatchObject({ problem: 'nothing' });
  });

  it.each([
    [{ session: 'the next one' }, 'session'],
    [{ at: 'yesterday' }, 'at'],
    [{ at: 12 }, 'at'],
    [{ id: 'x'.repeat(65) }, 'id'],
    [{ id: '<b>' }, 'id'],
    [{ text: 'x'.repeat(2_001) }, 'text'],
    [{ session: { $gt: '' } }, 'session'],
  ])('%j is refused, and nothing happens', async (body, field) => {
    const world = await stageWorld();
    const key = await world.link();
    const reply = await world.ask('POST start', { key, body });
    expect(reply.status).toBe(400);
    expect(JSON.parse(reply.body).words).toContain(field);
    expect((await world.json('GET state', { key })).press).toBeNull();
  });

  it('reads a form, JSON, JSON as plain text, a query, and the body before the query', () => {
    for (const body of [{ session: 's3' }, '{"session":"S3"}', 'session=S3'])
      expect(readStageAsk({ session: 'S9' }, body)).toEqual({ text: '', session: 'S3' });
    expect(readStageAsk({ session: 'S9' }, '')).toEqual({ text: '', session: 'S9' });
    expect(readStageAsk({}, '[]')).toEqual({ text: '' });
    expect(readStageAsk({}, { at: '', id: null })).toEqual({ text: '' });
  });
});

describe('what is shown', () => {
  it('who is next and here, who is on shift, what is not to be recorded; nothing typed is markup', async () => {
    const world = await stageWorld();
    const key = await world.link();
    const open = async () => seen(await world.ask('GET', { key }));
    const before = await open();
    expect(before).toContain('Speaker &amp; S2 · linked to nobody');
    expect(before).toContain('Vera (stage) · not here yet · until 20:00');
    expect(before).toContain('● Do not record');
    expect(before).not.toContain('<b>S1</b>');
    expect((await world.json('GET state', { key })).next).toMatchObject({ doNotRecord: true, session: 'S2' });
    expect(JSON.stringify(await world.json('GET state', { key }))).not.toContain('Vera');
  });

  it('says who has checked in', async () => {
    const world = await stageWorld();
    const key = await world.link();

    await world.store.commit({
      put: [
        put(speakerLinkDocument, 'pS2', {
          speaker: 'pS2',
          name: 'Sue',
          person: 'UANY',
          how: 'organizer',
          by: 'UORG',
          at: '2019-06-01T00:00:00Z',
        }),
        put(attendanceDocument, 'S2:UANY', {
          session: 'S2',
          person: 'UANY',
          checkedIn: { at: '2019-06-05T07:50:00Z', by: 'UANY' },
          reminders: [],
          notices: [],
        } as never),
      ],
      facts: [
        recordFact(sessionStarted, {
          at: world.clock.now(),
          by: 'test',
          about: [],
          data: {
            session: 'S0',
            room: '',
            press: 'p',
            start: '2019-06-05T08:00:00Z',
            planned: '2019-06-05T08:00:00Z',
          },
        }),
      ],
    });
    expect((await world.json('GET state', { key })).next.speakers).toEqual([
      { name: 'Speaker & S2', here: true },
    ]);
    expect(seen(await world.ask('GET', { key }))).toContain('✓ here since 09:50');
  });

  it('a message of the crew, from chat and from the page, bounded and without what nobody sees', async () => {
    const world = await stageWorld();
    const key = await world.link();
    const told = JSON.stringify(
      await world.type('UVOL', agenda, `clock ${STAGE} say 5 minutes, *please* \u202e`),
    );
    expect(told).toContain('5 minutes, ∗please∗');
    expect((await world.json('GET state', { key })).message.text).toBe('5 minutes, *please*');
    expect(await world.store.dump()).not.toMatch(/"stage.changed"[^\n]*minutes/);
    const long = await world.ask('POST say', { key, body: { text: 'x'.repeat(121) } });
    expect(long.status).toBe(400);
    await world.ask('POST say', { key, body: { text: ' Louder,\n\n<please> ' } });
    expect((await world.json('GET state', { key })).message.text).toBe('Louder, <please>');
    expect(seen(await world.ask('GET', { key }))).not.toContain('<please>');
    await world.type('UVOL', agenda, `clock ${STAGE} say off`);
    expect((await world.json('GET state', { key })).message).toBeNull();
  });

  it('nothing of pages that others opened, nor of incidents', async () => {
    const world = await stageWorld();
    const key = await world.link();
    await world.type('UORG', page, 'stage-main A quokka bit somebody');
    await world.type('UORG', incident, `declare private sev2 Quokka in ${STAGE}`);
    expect(seen(await world.ask('GET', { key }))).not.toMatch(/quokka/i);
  });
});

describe('say, as it is typed', () => {
  const rooms = ['Main', 'Say hall'];
  const isRoom = (typed: string) => rooms.some((room) => room.toLowerCase() === typed.toLowerCase());
  it.each([
    ['Main say 5 minutes', { room: 'Main', text: '5 minutes' }],
    ['say louder, say it', { room: '', text: 'louder, say it' }],
    ['Say hall say hello', { room: 'Say hall', text: 'hello' }],
    ['Main SAY', { room: 'Main', text: '' }],
    ['Say hall', undefined],
    ['say hall undo', undefined],
    ['Essay room', undefined],
    ['Main', undefined],
  ])('%s', (typed, read) => expect(readSay(typed, isRoom)).toEqual(read));
});

describe('Help', () => {
  it('pages the room in the name of its tablet, once while nobody has it; more words are its note', async () => {
    const world = await stageWorld();
    const key = await world.link();
    const first = await world.json('POST help', { key, body: { text: 'Mic is dead' } });
    expect(first).toMatchObject({
      outcome: 'counted',
      words: 'P1 is open: whoever is on shift is being called.',
    });
    await world.advance('PT1S', jobs);
    expect((await world.json('POST help', { key, body: { text: 'And the light' } })).outcome).toBe('again');
    const pages = (await world.store.all(pageDocument)).map(({ value }) => value);
    expect(pages.map(({ author, message, target }) => [author, message, target.name])).toEqual([
      [`stage:${STAGE}`, 'Mic is dead', STAGE],
    ]);
    expect(JSON.stringify(await world.type('UORG', page, 'show P1'))).toContain('And the light');
    expect(seen(await world.ask('GET', { key }))).toContain('asked: Vera');
    await world.type('UVOL', page, 'ack P1');
    await world.advance('PT1S', jobs);
    expect(seen(await world.ask('GET', { key }))).toContain('✓ Vera has it');
    // Nobody is told by direct message that their tablet's page is theirs.
    expect(JSON.stringify(world.chat.sent)).not.toContain(`stage:${STAGE}`);
    expect((await world.json('POST help', { key })).words).toContain('P2');
  });
});

describe('the streams', () => {
  afterEach(() => vi.useRealTimers());
  const reader = () => {
    const sent: { event: string; data: Record<string, unknown> }[] = [];
    let ended = 0;
    return {
      sent,
      ended: () => ended,
      reader: {
        send: (event: string, data: string) => void sent.push({ event, data: JSON.parse(data) }),
        end: () => void ended++,
      },
    };
  };

  it('a page hears what is new within a second and the time every few; a machine the whole state', async () => {
    const world = await stageWorld();
    const key = await world.link();
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const [tablet, machine] = [reader(), reader()];
    const live = liveStages(world.deps);
    const stops = [
      live.watch({ ...tablet, room: STAGE, token: key, wants: 'page' }),
      live.watch({ ...machine, room: STAGE, token: key, wants: 'clock' }),
    ];
    await vi.advanceTimersByTimeAsync(1_000);
    expect(tablet.sent[0]?.data['parts']).toHaveProperty('crew');
    await vi.advanceTimersByTimeAsync(6_000);
    const quiet = tablet.sent.slice(1);
    expect(quiet.length).toBeGreaterThanOrEqual(1);
    for (const { data } of quiet) expect(data).toEqual({ now: expect.any(String), parts: {} });
    await world.ask('POST start', { key });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(tablet.sent.at(-1)?.data['state']).toMatchObject({ press: { session: 'S1' } });
    expect(RoomClock.parse(machine.sent.at(-1)?.data).press?.session).toBe('S1');
    await world.link(STAGE, ' reset');
    await vi.advanceTimersByTimeAsync(1_000);
    for (const one of [tablet, machine]) {
      expect(one.sent.at(-1)?.event).toBe('ended');
      expect(one.ended()).toBe(1);
    }
    for (const stop of stops) stop();
  });

  it('so many of one room, and no more', async () => {
    const world = await stageWorld();
    const key = await world.link();
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const live = liveStages(world.deps);
    const stops = Array.from({ length: MAX_ROOM_READERS }, () =>
      live.watch({ reader: reader().reader, room: STAGE, token: key, wants: 'clock' }),
    );
    expect((await world.ask('GET events', { key })).status).toBe(503);
    stops[0]?.();
    expect((await world.ask('GET events', { key })).events).toBeDefined();
    for (const stop of stops) stop();
  });
});

describe('the published schema', () => {
  const validate = addFormats.default(new Ajv2020()).compile(JSON.parse(readFileSync(SCHEMA, 'utf8')));

  it('is the code’s own', () =>
    expect(JSON.parse(readFileSync(SCHEMA, 'utf8'))).toEqual(JSON.parse(stageClockSchema())));

  it('fits what is told, whatever is on', async () => {
    const world = await stageWorld();
    const key = await world.link();
    for (let i = 0; i < 9; i++) {
      const state = await world.json('GET state', { key });
      expect(validate(state), JSON.stringify(validate.errors)).toBe(true);
      if (i % 3 === 0) await world.ask('POST start', { key });
      await world.advance('PT9M', jobs);
    }
    expect(validate({ version: 2 })).toBe(false);
  });

  it('fits a stage that nothing was told of', async () => {
    const world = await stageWorld();
    const key = await world.link();
    await world.store.commit({
      put: [
        put(
          stageDocument,
          STAGE,
          { room: STAGE, token: key, presses: [] },
          (await world.store.get(stageDocument, STAGE))?.version,
        ),
      ],
      facts: [
        recordFact(sessionStarted, {
          at: world.clock.now(),
          by: 'test',
          about: [],
          data: {
            session: 'S0',
            room: '',
            press: 'p',
            start: '2019-06-05T08:00:00Z',
            planned: '2019-06-05T08:00:00Z',
          },
        }),
      ],
    });
    expect(validate(await world.json('GET state', { key }))).toBe(true);
  });
});
