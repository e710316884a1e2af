/**
 * Who is deactivated in Slack is out of the event in the one commit that says so: roles, shifts, pages, keys,
 * calendars, and the organizers know. And who comes back.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { agenda } from '../../../commands/agenda/command.ts';
import { callboard } from '../../../commands/callboard/command.ts';
import { routes } from '../../../commands/index.ts';
import { page } from '../../../commands/page/command.ts';
import { rota } from '../../../commands/rota/command.ts';
import { jobs } from '../../../jobs/index.ts';
import { createDirectory, type SlackDirectory } from '../../../src/adapters/slack/directory.ts';
import { EVENT_ID, eventDocument } from '../../../src/callboard/domain/event.ts';
import { personDocument } from '../../../src/callboard/domain/person.ts';
import { followMembership } from '../../../src/callboard/leaver.ts';
import type { Change } from '../../../src/core/commit.ts';
import { put, recordFact } from '../../../src/core/commit.ts';
import { loadPermission } from '../../../src/core/permission.ts';
import { cardsPosted } from '../../../src/keys/domain/cards.ts';
import { verifyChain } from '../../../src/keys/domain/chain.ts';
import { holdersOf } from '../../../src/keys/domain/make-set.ts';
import { setIdOf } from '../../../src/keys/domain/manifest.ts';
import { type KeySet, keySetDocument } from '../../../src/keys/domain/set.ts';
import { readChain } from '../../../src/keys/on-chain.ts';
import { askedNow, pageDocument } from '../../../src/page/domain/page.ts';
import { coverDocument } from '../../../src/rota/domain/cover.ts';
import { liveOf, roleDocument, shiftDocument } from '../../../src/rota/domain/shift.ts';
import { volunteerDocument } from '../../../src/rota/domain/volunteer.ts';
import { fakeEvent, fakeWorld, somebody, type World } from '../../support/fake-deps.ts';
import { type ScriptedSlack, scriptedSlack } from '../../support/scripted-slack.ts';

const PEOPLE = ['UORG', 'UOLGA', 'UVOL', 'UBEN', 'UANY'];
let world: World;
let slack: ScriptedSlack;
let directory: SlackDirectory;
/** What `users.list` answers. */
let listed: object[] = [];
const commits: Change[] = [];

const profile = (id: string, more: object = {}) => ({ id, team_id: 'T1', name: id.toLowerCase(), ...more });

beforeEach(async () => {
  world = await fakeWorld(
    '2019-06-05T08:00:00Z',
    PEOPLE.map((id) => somebody(id)),
    fakeEvent({ organizers: ['UORG', 'UOLGA'], crew: ['UVOL', 'UANY'], rooms: [{ name: 'Main' }] }),
  );
  listed = [];
  slack = await scriptedSlack((method) =>
    method === 'users.list' ? { members: listed } : { team_id: 'T1' },
  );
  const { store, clock, deps } = world;
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  directory = createDirectory({
    token: 'xoxb-x',
    apiUrl: slack.apiUrl,
    log,
    store,
    clock,
    followMembership: (change, person) => followMembership(change, person, deps),
  });
  commits.length = 0;
  const commit = store.commit.bind(store);
  store.commit = async (change) => {
    commits.push(change);
    return await commit(change);
  };
});
afterEach(() => slack.stop());

const arranged = () =>
  recordFact(cardsPosted, { at: world.clock.now(), by: 'test', about: [], data: { count: 0 } });
const shift = (code: string, start: string, end: string, ...people: string[]) =>
  put(shiftDocument, code, {
    code,
    role: 'stage',
    room: 'Main',
    start: `2019-06-05T${start}:00Z`,
    end: `2019-06-05T${end}:00Z`,
    min: 1,
    assignments: people.map((person) => ({ person, state: 'accepted' as const })),
  });
const shiftOf = async (code: string) => {
  const found = await world.store.get(shiftDocument, code);
  if (!found) throw new Error(code);
  return liveOf(found.value).map(({ person }) => person);
};
const manifest = {
  v: 1 as const,
  k: 2,
  n: 3,
  salt: '0'.repeat(64),
  commit: ['1', '2', '3'].map((digit) => digit.repeat(64)),
  kcv: '0'.repeat(32),
};
const keySet = (...people: string[]): KeySet => ({
  name: 'ingress',
  retired: [],
  current: {
    holders: holdersOf(people),
    manifest,
    setId: setIdOf(manifest),
    since: '2019-06-01T00:00:00Z',
    revoked: [],
    uses: 0,
  },
});
const volunteer = (person: string) =>
  put(volunteerDocument, person, { person, roles: ['stage'], skills: [], token: `${person}-token` });
const roleNow = async (id: string) => {
  const person = (await world.store.get(personDocument, id))?.value ?? somebody(id);
  return await loadPermission(person, await world.deps.events.settings(), world.deps);
};
const goes = (id: string) => directory.changed(profile(id, { deleted: true }));
const returns = (id: string) => directory.changed(profile(id));
const told = () => world.chat.sent.filter(({ to }) => to === 'COPS').map(({ text }) => text);

async function arrange() {
  await world.store.commit({
    put: [
      shift('H1', '07:00', '12:00', 'UVOL'),
      shift('H2', '20:00', '22:00', 'UVOL', 'UBEN'),
      shift('H0', '01:00', '02:00', 'UVOL'),
      put(roleDocument, 'stage', { name: 'stage', leads: ['UVOL', 'UBEN'] }),
      put(keySetDocument, 'ingress', keySet('UVOL', 'UBEN', 'UOLGA')),
      volunteer('UVOL'),
      volunteer('UBEN'),
    ],
    facts: [arranged()],
  });
  commits.length = 0;
}

describe('deactivated in Slack', () => {
  test('all of it is one commit', async () => {
    await arrange();
    await world.type('UBEN', page, 'Main Projector is dead');
    await world.settle(jobs);
    commits.length = 0;
    await goes('UVOL');
    expect(commits).toHaveLength(1);
    const kinds = new Set(commits[0]?.put?.map(({ kind }) => kind.name));
    expect([...kinds].sort()).toEqual(
      [
        'cover',
        'event',
        'keys.chain',
        'keys.set',
        'notification',
        'page',
        'person',
        'role',
        'shift',
        'volunteer',
      ].sort(),
    );
  });

  test('has no role, whoever they were', async () => {
    await arrange();
    for (const id of ['UVOL', 'UBEN', 'UOLGA', 'UANY']) {
      await goes(id);
      expect(await roleNow(id), id).toBe('stranger');
    }
    const event = (await world.store.get(eventDocument, EVENT_ID))?.value;
    expect(event?.organizers).toEqual(['UORG']);
    expect(event?.crew).toEqual([]);
    expect((await world.store.get(roleDocument, 'stage'))?.value.leads).toEqual([]);
  });

  test('their shifts to come are free, are shown as free, and others are asked and can take them', async () => {
    await arrange();
    await goes('UVOL');
    expect(await shiftOf('H1')).toEqual([]);
    expect(await shiftOf('H2')).toEqual(['UBEN']);
    // What is over stays as it was.
    expect(await shiftOf('H0')).toEqual(['UVOL']);
    await world.settle(jobs);
    const open = await world.store.find(coverDocument, 'open');
    const cover = open.find(({ value }) => value.shift === 'H1');
    expect(cover?.value).toMatchObject({ vacated: true, person: 'UVOL' });
    expect(cover?.value.asked.map(({ person }) => person)).toEqual(['UBEN']);
    await world.press('UBEN', rota, 'rota.cover-take', cover?.id);
    expect(await shiftOf('H1')).toEqual(['UBEN']);
    await world.settle(jobs);
    expect(world.chat.sent.some(({ to }) => to === 'UVOL')).toBe(false);
  });

  test('a place that somebody else was given meanwhile is asked for no more', async () => {
    await arrange();
    await goes('UVOL');
    await world.type('UORG', rota, 'assign H1 <@UANY>');
    await world.advance('PT1H', jobs);
    expect((await world.store.find(coverDocument, 'open')).map(({ value }) => value.shift)).not.toContain(
      'H1',
    );
  });

  test('a cover that they had asked for goes on, for the place that is free now', async () => {
    await arrange();
    await world.type('UVOL', rota, 'cover H2');
    await goes('UVOL');
    const covers = (await world.store.find(coverDocument, 'open')).filter(
      ({ value }) => value.shift === 'H2',
    );
    expect(covers.map(({ value }) => value.vacated)).toEqual([true]);
  });

  test('pages that they were asked by, or had, ask others in the same moment', async () => {
    await arrange();
    await world.type('UBEN', page, 'Main Projector is dead');
    await world.type('UBEN', page, 'Main The door too');
    await world.settle(jobs);
    await world.press('UVOL', page, 'page.ack', 'P1');
    await goes('UVOL');
    await world.settle(jobs);
    const pages = (await world.store.all(pageDocument)).map(({ value }) => value);
    expect(pages.map(({ state }) => state)).toEqual(['open', 'open']);
    for (const one of pages) {
      expect(askedNow(one)).not.toContain('UVOL');
      expect(askedNow(one)).toContain('UBEN');
    }
    expect(told().join('\n')).toMatch(/Others are asked, or asked anew: `P1`, `P2`/);
  });

  test('the key of which they hold a share is to be rotated, which is on the chain and asked for', async () => {
    await arrange();
    await goes('UVOL');
    const current = (await world.store.get(keySetDocument, 'ingress'))?.value.current;
    expect(current?.away).toEqual([{ index: 1, at: '2019-06-05T08:00:00Z' }]);
    expect(current?.rotateBy).toBe('2019-06-06T08:00:00Z');
    const chain = (await readChain(world.store)).value;
    const steps = (await world.store.facts({ about: 'keys' })).filter(({ name }) => name.startsWith('keys.'));
    expect(verifyChain(steps, chain)).toMatchObject({ whole: true });
    expect(steps.map(({ name }) => name)).toEqual(['keys.left']);
    await world.advance('PT12H', jobs);
    expect(told().join('\n')).toMatch(
      /`ingress` has to be rotated within 12 hours, because the share of <@UVOL>/,
    );
  });

  test('too few holders left, and a set that waits for them, are said', async () => {
    await arrange();
    await goes('UVOL');
    await goes('UBEN');
    await world.settle(jobs);
    expect(told().join('\n')).toMatch(/Too few holders are left to open or to rotate `ingress`/);
  });

  test('their calendars are dead', async () => {
    await arrange();
    await world.type('UVOL', agenda, 'feed');
    const address = async (path: string, token: string) => {
      const route = routes.find((one) => one.path === path);
      const params = path.includes(':file') ? { file: `${token}.ics` } : { token };
      return (await route?.run({ params, query: {}, headers: {}, body: {} }, world.deps))?.status ?? 200;
    };
    const diary = JSON.stringify(commits.at(-1)?.put);
    const token = /"token":"([^"]+)"/.exec(diary)?.[1] ?? '';
    expect(await address('/feeds/agenda/:token.ics', token)).toBe(200);
    expect(await address('/feeds/rota/:file', 'UVOL-token')).toBe(200);
    await goes('UVOL');
    expect(await address('/feeds/agenda/:token.ics', token)).toBe(404);
    expect(await address('/feeds/rota/:file', 'UVOL-token')).toBe(404);
    expect(await address('/feeds/rota/:file', 'UBEN-token')).toBe(200);
  });

  test('the organizers read in one message what is open; of an attendee they hear nothing', async () => {
    await arrange();
    await goes('UVOL');
    await world.settle(jobs);
    const said = told().filter((text) => text.includes('was deactivated'));
    expect(said).toHaveLength(1);
    for (const part of ['<@UVOL>', '`H1`, `H2`', '`stage`', '`ingress`']) expect(said[0]).toContain(part);
    world.chat.sent.length = 0;
    await world.store.commit({ put: [put(personDocument, 'UATT', somebody('UATT'))], facts: [arranged()] });
    await goes('UATT');
    await world.settle(jobs);
    expect(told()).toEqual([]);
  });

  test('the last organizer: the place is nobody else’s to claim, and goes to whom the operator names', async () => {
    await arrange();
    await goes('UOLGA');
    await goes('UORG');
    await expect(world.press('UBEN', callboard, 'callboard.claim')).rejects.toMatchObject({
      key: 'callboard.organizers.taken',
    });
    expect(await roleNow('UORG')).toBe('stranger');
    await returns('UORG');
    expect(await roleNow('UORG')).toBe('organizer');
    Object.assign(world.deps, { configuredOrganizers: ['UBEN'] });
    await goes('UORG');
    expect((await world.deps.events.settings()).organizers).toEqual(['UBEN']);
  });

  test('is seen in the daily list too, where nobody told us', async () => {
    await arrange();
    listed = [profile('UVOL', { deleted: true }), profile('UBEN'), profile('UGONE', { deleted: true })];
    await directory.refresh();
    expect(await roleNow('UVOL')).toBe('stranger');
    expect(await shiftOf('H1')).toEqual([]);
    expect(await world.store.get(personDocument, 'UGONE')).toBeUndefined();
    commits.length = 0;
    await directory.refresh();
    expect(commits).toEqual([]);
  });
});

describe('back in Slack', () => {
  test('is anybody again; shifts and roles are given anew, a share counts, the organizers know', async () => {
    await arrange();
    await goes('UVOL');
    await goes('UVOL');
    await world.settle(jobs);
    commits.length = 0;
    await returns('UVOL');
    expect(commits).toHaveLength(1);
    // By the shift that they have done, as anybody who has.
    expect(await roleNow('UVOL')).toBe('crew');
    expect(await shiftOf('H1')).toEqual([]);
    const current = (await world.store.get(keySetDocument, 'ingress'))?.value.current;
    expect(current?.away).toBeUndefined();
    expect(current?.rotateBy).toBe('2019-06-06T08:00:00Z');
    await world.settle(jobs);
    expect(told().filter((text) => text.includes('is active in Slack again'))).toHaveLength(1);
    await goes('UANY');
    await returns('UANY');
    expect(await roleNow('UANY')).toBe('attendee');
    await world.type('UORG', rota, 'assign H1 <@UANY>');
    expect(await roleNow('UANY')).toBe('crew');
  });

  test('nobody is asked twice for what another has taken since', async () => {
    await arrange();
    await goes('UVOL');
    await world.settle(jobs);
    const [cover] = (await world.store.find(coverDocument, 'open')).filter(
      ({ value }) => value.shift === 'H1',
    );
    await world.press('UBEN', rota, 'rota.cover-take', cover?.id);
    await returns('UVOL');
    await world.settle(jobs);
    expect(await shiftOf('H1')).toEqual(['UBEN']);
  });
});
