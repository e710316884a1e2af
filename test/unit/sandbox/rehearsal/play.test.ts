/** Rehearsals in memory: the same each time, of made-up people alone, and better where the rota is better. */
import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { jobFailed } from '../../../../src/callboard/domain/jobs.ts';
import type { Recorded } from '../../../../src/core/commit.ts';
import { shiftReminded } from '../../../../src/rota/domain/facts.ts';
import { agreementOf } from '../../../../src/sandbox/rehearsal/agreement.ts';
import { changesToTry } from '../../../../src/sandbox/rehearsal/changes.ts';
import { byHelp, compare } from '../../../../src/sandbox/rehearsal/compare.ts';
import { measure } from '../../../../src/sandbox/rehearsal/measure.ts';
import { hoursChart, peopleChart } from '../../../../src/sandbox/rehearsal/picture.ts';
import { playedPages } from '../../../../src/sandbox/rehearsal/played-pages.ts';
import { rehearsalReport } from '../../../../src/sandbox/rehearsal/report.ts';
import type { Script } from '../../../../src/sandbox/rehearsal/script.ts';
import { MINUTE } from '../../../../src/sandbox/rehearsal/script.ts';
import { cameTo } from '../../../../src/sandbox/rehearsal/trouble.ts';
import { openMemoryHouse } from '../../../support/rehearsal/memory-house.ts';
import { playScript } from '../../../support/rehearsal/play.ts';
import { CannotRehearse, readScript } from '../../../support/rehearsal/read-script.ts';
import { playInMemory } from '../../../support/rehearsal/rehearse.ts';
import { VILLAGE, village } from '../../../support/rehearsal/village.ts';

/** What stands in the files and is somebody's. */
const PRIVATE = /secret|real|600 ?123|\+34|leo|olga/i;
/** 555-0100 to 555-0199: kept for stories. */
const KEPT = /^\+1\d{3}55501\d\d$/;

const bare = ({ at, ...fact }: Recorded) => ({ ...fact, at: at.toString() });

describe('what is read', () => {
  it('has made-up people in the places of the event’s own, and nothing of theirs', async () => {
    const script = await village();
    expect(JSON.stringify({ ...script, speakers: [...script.speakers] })).not.toMatch(PRIVATE);
    expect(script.players.filter(({ part }) => part === 'volunteer')).toHaveLength(5);
    expect(script.players.filter(({ part }) => part === 'speaker')).toHaveLength(4);
    for (const { phone, unverified } of script.players) expect(phone ?? unverified).toMatch(KEPT);
    // Who had no number in the table has verified none.
    expect(script.players.filter((one) => one.part === 'volunteer' && one.phone === undefined)).toHaveLength(
      1,
    );
  });

  it('leaves out what reaches machines and people outside', async () => {
    const { setup } = await village();
    expect(Object.keys(setup).sort()).toEqual(
      ['channels', 'event', 'organizers', 'policies', 'roles', 'rooms', 'version'].sort(),
    );
    expect(setup.rooms).toEqual([{ name: 'Barn', aliases: ['The big barn'] }]);
  });

  it('fills the rota by its rules, and knows a room by its other name', async () => {
    const { shifts } = await village();
    expect(
      shifts.map(({ room, role, min, assignments }) => [role, room, assignments.length >= Math.min(min, 1)]),
    ).toEqual([
      ['Door', 'Gate', true],
      ['Stage', 'Barn', true],
      ['Stage', 'Yard', true],
    ]);
    const people = shifts.flatMap(({ assignments }) => assignments.map(({ person }) => person));
    expect(new Set(people).size).toBe(people.length);
  });

  it('says what is missing, and where', async () => {
    await expect(readScript({ event: 'nowhere.yaml' })).rejects.toThrow(CannotRehearse);
    await expect(readScript({ ...VILLAGE, rota: [VILLAGE.event] })).rejects.toThrow(/village\.yaml: .*\w/);
    await expect(readScript({ ...VILLAGE, day: '2019-07-01', rota: [] })).rejects.toThrow(CannotRehearse);
    await expect(readScript({ event: VILLAGE.event })).rejects.toThrow('--agenda');
    await expect(readScript({ ...VILLAGE, event: VILLAGE.agenda ?? '' })).rejects.toThrow(CannotRehearse);
  });
});

describe('a play', () => {
  it('is the same each time for a seed, and another for another', async () => {
    const script = await village();
    const [one, again, other] = [
      await playInMemory(script, 3),
      await playInMemory(script, 3),
      await playInMemory(script, 4),
    ];
    expect(again.facts.map(bare)).toEqual(one.facts.map(bare));
    expect(other.facts.map(bare)).not.toEqual(one.facts.map(bare));
    expect(one.failed).toEqual([]);
    expect([...one.refused.keys()].filter((what) => !/is away$/.test(what))).toEqual([]);
    const same = agreementOf(one.facts, again.facts);
    expect(same).toMatchObject({
      pages: same.ofPages,
      askings: same.ofAskings,
      takers: same.pages,
      ninth: 0,
    });
    expect(playedPages(one.facts).length).toBeGreaterThan(0);
  });

  it('texts and calls made-up numbers alone, and says nothing of anybody', async () => {
    const script = await village();
    const house = await openMemoryHouse(script);
    const play = await playScript(script, house, { seed: 2 });
    const numbers = await house.numbers();
    expect(numbers.length).toBeGreaterThan(0);
    for (const number of numbers) expect(number).toMatch(KEPT);
    const measures = measure(play);
    const pictures = { hours: 'h.png', people: 'p.png' };
    const report = rehearsalReport({
      play,
      measures,
      others: [measures],
      compared: [],
      pictures,
      command: 'npm run rehearse',
    });
    expect(report).not.toMatch(PRIVATE);
    expect(report).not.toMatch(/\+1\d|U0CROWD|Casey/);
    expect(JSON.stringify([hoursChart(script, measures), peopleChart(script, measures)])).not.toMatch(
      /U0CROWD|Casey|\+1\d{3}/,
    );
  });

  it('finds no reminder lost by twenty minutes without Slack', async () => {
    const day = await village();
    const script: Script = { ...day, sessions: [] };
    const house = await openMemoryHouse(script);
    const facts: Recorded[] = [];
    const passTo = async (minutes: number) => {
      while (house.now() < script.from + minutes * MINUTE) await house.pass(script.from + minutes * MINUTE);
      facts.push(...(await house.facts()));
    };
    // The day begins at eight; who is on at half past nine is reminded an hour before, who is on at a quarter to ten then.
    await passTo(25);
    await house.outage('slack', true);
    await passTo(47);
    await house.outage('slack', false);
    const before = facts.filter(({ name }) => name === shiftReminded.name).length;
    await passTo(75);
    const people = script.shifts.flatMap(({ assignments }) => assignments);
    const reminded = facts.filter(
      ({ name, data }) => name === shiftReminded.name && (data as { minutes?: number }).minutes === 60,
    );
    expect(before).toBe(0);
    expect(facts.filter(({ name }) => name === jobFailed.name)).toEqual([]);
    expect(reminded).toHaveLength(people.length);
  });

  it('counts each page once, whoever waits for it', async () => {
    const play = await playInMemory(await village(), 5);
    const { totals, hours, people, pages } = measure(play);
    expect(totals.pages).toBe(pages.length);
    expect(hours.reduce((sum, hour) => sum + hour.pages, 0)).toBe(totals.pages);
    expect(people.reduce((sum, { texts }) => sum + texts, 0)).toBe(totals.texts);
    expect(people.reduce((sum, { calls }) => sum + calls, 0)).toBe(totals.calls);
    expect(play.promises.find(({ name }) => name === 'answered')?.all).toBe(totals.pages);
    for (const page of pages) if (page.acknowledgedAt !== undefined) expect(page.by).toBeDefined();
  });

  it('has covers asked for and taken by the rota’s rules, and the report says by whom and by whom not', async () => {
    const day = await village();
    // Nobody of the village is free: all are on one of its three shifts.
    const script: Script = { ...day, players: [...day.players, ...day.spares] };
    const free = day.spares.map(({ id }) => id);
    const outcomes = [];
    for (const seed of [3, 7, 29]) {
      const play = await playInMemory(script, seed);
      const asks = play.trouble.flatMap((one) => (one.kind === 'cannot-come' ? [one] : []));
      const measures = measure(play);
      expect(measures.covers.map(({ shift, person }) => [shift.code, person])).toEqual(
        asks.map(({ shift, person }) => [shift, person]),
      );
      for (const { shift, person, at, asked, saidNo, takenBy } of measures.covers) {
        expect(at).toBe(asks[0]?.at);
        expect(asked.toSorted()).toEqual(free.toSorted());
        expect(asked).toEqual(expect.arrayContaining([...saidNo]));
        const [place] = play.script.shifts.filter(({ code }) => code === shift.code);
        const there = place?.assignments.map((one) => one.person);
        expect(there).toContain(takenBy ?? person);
        expect(cameTo(play.trouble, shift.code, person)).toBeUndefined();
        outcomes.push(takenBy);
        const report = rehearsalReport({
          ...{ play, measures, others: [measures], compared: [], command: 'npm run rehearse' },
          pictures: { hours: 'h.png', people: 'p.png' },
        });
        expect(report).toContain(
          `1 place asked for cover (\`/rota cover\`), and ${takenBy === undefined ? 0 : 1} found somebody`,
        );
        expect(report).not.toMatch(/U0CROWD|Casey/);
      }
      expect(play.failed).toEqual([]);
    }
    expect(outcomes.map((one) => one !== undefined)).toEqual([false, true, true]);
  });

  it('has talks on standby step in where nobody has come, and says what that saves', async () => {
    const script = await village();
    const before = measure(await playInMemory(script, 12));
    expect(before.fills).toEqual([]);
    const { trouble } = await playInMemory(script, 12);
    const tried = changesToTry(script, [before], trouble).find(({ what }) => what.includes('on standby'));
    if (!tried) throw new Error('no talk on standby was tried');
    const play = await playInMemory(tried.script, 12);
    const after = measure(play);
    // The first of the list, in a session of its own, in the room and at the time of whoever never came.
    expect(after.fills).toEqual([{ session: 'S1', by: 'S5' }]);
    expect(before.stages).toEqual([{ session: 'S1', room: 'Barn', minutes: 30 }]);
    expect(after.stages).toEqual([]);
    expect(play.failed).toEqual([]);
    const found = compare(tried, [before], [after]);
    expect(found).toMatchObject({ filled: 1, stage: -30 });
    const report = rehearsalReport({
      ...{ play, measures: after, others: [before], compared: [found], command: 'npm run rehearse' },
      pictures: { hours: 'h.png', people: 'p.png' },
    });
    expect(report).toContain('1.0 slots were filled by what the bot offered first where nobody had come');
    expect(report).toContain('30.0 empty minutes were saved');
    expect(report).not.toMatch(/U0CROWD|Casey/);
  });

  it('finds out what one more person saves where each shift has one alone', async () => {
    const script = await village();
    const thin: Script = {
      ...script,
      shifts: script.shifts.map((shift) => ({ ...shift, assignments: shift.assignments.slice(0, 1) })),
      setup: { ...script.setup, policies: { default: SLOW } },
    };
    const seeds = [1, 2, 3];
    const before = [];
    for (const seed of seeds) before.push(measure(await playInMemory(thin, seed)));
    const { trouble } = await playInMemory(thin, 1);
    const tried = changesToTry(thin, before, trouble);
    const [more] = tried.filter(({ what }) => what.startsWith('One more person on '));
    if (!more) throw new Error('nobody more was tried');
    const after = [];
    for (const seed of seeds) after.push(measure(await playInMemory(more.script, seed)));
    const found = compare(more, before, after);
    expect(found.waited).toBeLessThan(-1);
    expect(found.better).toBeGreaterThan(1);
    // What helps less, or nothing, comes after it.
    const nothing = compare({ what: 'nothing', how: '' }, before, before);
    expect(byHelp([nothing, found])).toEqual([found, nothing]);
    expect(nothing).toMatchObject({ waited: 0, stage: 0, late: 0, texts: 0, calls: 0, better: 0 });
  });
});

/** A crew that is asked late by anybody but whoever is on shift. */
const SLOW = {
  steps: [
    { who: 'target', after: '0s', here: false },
    { who: 'lead', after: '10m', here: false },
    { who: 'organizers', after: '20m', here: false },
  ],
  rounds: 3,
  pause: '10m',
};

const DATA = resolve('../shared/data');
describe.skipIf(!existsSync(DATA))(
  'FOSDEM’s own files (in ../shared/data; skipped where they are not)',
  () => {
    it('make a Saturday of three rooms whose camera crews are asked for their rooms', async () => {
      const rota = readdirSync(`${DATA}/volunteers`)
        .filter((name) => name.startsWith('fosdem-2026'))
        .map((name) => `${DATA}/volunteers/${name}`);
      const script = await readScript({
        event: 'test/fixtures/rehearsal/fosdem.yaml',
        agenda: `${DATA}/frab-xml/fosdem-2020-pentabarf.xml`,
        rota,
        rooms: ['Janson', 'K.1.105 (La Fontaine)', 'H.2215 (Ferrer)'],
        volunteers: 60,
      });
      expect([script.sessions.length, script.shifts.length]).toEqual([40, 51]);
      for (const room of script.rooms)
        expect(script.shifts.filter((shift) => shift.room === room).length, room).toBeGreaterThan(3);
      const play = await playInMemory(script, 1, script.from + 3 * 3_600_000);
      expect(play.failed).toEqual([]);
      expect(measure(play).totals.pages).toBeGreaterThan(3);
    });
  },
);
