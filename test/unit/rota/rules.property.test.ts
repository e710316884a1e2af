/** What must hold for any rota: nobody is left out midway, who is shown is paged, no rule is broken. */
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { rota } from '../../../commands/rota/command.ts';
import { jobs } from '../../../jobs/index.ts';
import { coverDocument } from '../../../src/rota/domain/cover.ts';
import { hoursOf, isNight, nightHoursOf } from '../../../src/rota/domain/hours.ts';
import { onShift } from '../../../src/rota/domain/on-shift.ts';
import { candidateOf } from '../../../src/rota/domain/rota.ts';
import { brokenRules } from '../../../src/rota/domain/rules.ts';
import type { Shift } from '../../../src/rota/domain/shift.ts';
import { swapDocument } from '../../../src/rota/domain/swap.ts';
import type { Volunteer } from '../../../src/rota/domain/volunteer.ts';
import { fakeEvent, fakeWorld, somebody, type World } from '../../support/fake-deps.ts';
import { rotaOf } from '../../support/made-up-people.ts';

const PEOPLE = ['UANA', 'UBEN', 'UCAT', 'UDAN'];
const EVENT = fakeEvent({ crew: PEOPLE, rooms: [{ name: 'Main hall' }, { name: 'Room B' }] });

type Step =
  | { readonly do: 'add'; readonly room: string; readonly from: number; readonly people: readonly string[] }
  | {
      readonly do: 'swap' | 'cover' | 'drop' | 'take' | 'here' | 'assign';
      readonly who: string;
      readonly to: string;
      readonly shift: number;
    }
  | { readonly do: 'answer'; readonly who: string; readonly yes: boolean }
  | { readonly do: 'wait'; readonly minutes: number };

const person = fc.constantFrom(...PEOPLE);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant('add' as const),
    room: fc.constantFrom('main', 'room b'),
    from: fc.integer({ min: 9, max: 20 }),
    people: fc.uniqueArray(person, { maxLength: 2 }),
  }),
  fc.record({
    do: fc.constantFrom(
      'swap' as const,
      'cover' as const,
      'drop' as const,
      'take' as const,
      'here' as const,
      'assign' as const,
    ),
    who: person,
    to: person,
    shift: fc.integer({ min: 1, max: 4 }),
  }),
  fc.record({ do: fc.constant('answer' as const), who: person, yes: fc.boolean() }),
  fc.record({ do: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 90 }) }),
);

async function run(it: World, one: Step): Promise<void> {
  const ignore = () => undefined;
  switch (one.do) {
    case 'add':
      return void (await it.type(
        'UORG',
        rota,
        `add Stage in ${one.room} ${one.from}:00-${one.from + 2}:00 x2 ${one.people.map((id) => `<@${id}>`).join(' ')}`,
      ));
    case 'swap':
      return void (await it.type(one.who, rota, `swap H${one.shift} <@${one.to}>`).catch(ignore));
    case 'assign':
      return void (await it.type('UORG', rota, `assign H${one.shift} <@${one.to}>`).catch(ignore));
    case 'cover':
    case 'drop':
    case 'take':
      return void (await it.type(one.who, rota, `${one.do} H${one.shift}`).catch(ignore));
    case 'here':
      return void (await it.type(one.who, rota, 'here').catch(ignore));
    case 'answer': {
      const swap = (await it.store.find(swapDocument, 'open'))[0];
      const cover = (await it.store.find(coverDocument, 'open'))[0];
      if (swap) await it.press(one.who, rota, one.yes ? 'rota.swap-accept' : 'rota.swap-decline', swap.id);
      if (cover) await it.press(one.who, rota, one.yes ? 'rota.cover-take' : 'rota.cover-decline', cover.id);
      return;
    }
    case 'wait':
      return await it.advance(`PT${one.minutes}M`, jobs);
  }
}

/** Every state of every shift that any commit of this world made, one after the other. */
async function watched(it: World): Promise<Shift[][]> {
  const seen: Shift[][] = [];
  const commit = it.store.commit.bind(it.store);
  it.store.commit = async (change) => {
    const done = await commit(change);
    seen.push([...(await it.deps.shifts.read()).values()].map(({ value }) => value));
    return done;
  };
  return seen;
}

const held = (shift: Shift | undefined) =>
  shift?.assignments.filter(({ state }) => state === 'accepted' || state === 'arrived').length ?? 0;

test('swap and cover never leave a shift with fewer people, at no commit', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 24 }), async (steps) => {
      const it = await fakeWorld(
        '2019-06-05T06:00:00Z',
        ['UORG', ...PEOPLE].map((id) => somebody(id)),
        EVENT,
      );
      const seen = await watched(it);
      for (const one of steps) {
        const before = new Map((seen.at(-1) ?? []).map((shift) => [shift.code, held(shift)]));
        const from = seen.length;
        await run(it, one);
        if (one.do !== 'swap' && one.do !== 'cover' && one.do !== 'answer') continue;
        for (const state of seen.slice(from))
          for (const shift of state) expect(held(shift)).toBeGreaterThanOrEqual(before.get(shift.code) ?? 0);
      }
    }),
    { numRuns: 60 },
  );
}, 60_000);

test('who is shown is who is paged, after any changes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 20 }), async (steps) => {
      const it = await fakeWorld(
        '2019-06-05T07:30:00Z',
        ['UORG', ...PEOPLE].map((id) => somebody(id)),
        EVENT,
      );
      for (const one of steps) {
        await run(it, one);
        const shifts = [...(await it.deps.shifts.read()).values()].map(({ value }) => value);
        const shown = JSON.stringify(await it.type('UANA', rota, 'now'));
        const onLines = shown.split(/\\n|"text":"/).filter((line) => line.startsWith('• <@'));
        for (const room of ['Main hall', 'Room B']) {
          const paged = onShift(shifts, it.clock.now(), { room }).map(
            ({ assignment, shift }) => `${assignment.person} ${shift.code}`,
          );
          const lines = onLines.filter((line) =>
            paged.some(
              (one) => line.includes(`<@${one.split(' ')[0]}>`) && line.includes(`\`${one.split(' ')[1]}\``),
            ),
          );
          expect(lines).toHaveLength(paged.length);
        }
        expect(onLines).toHaveLength(onShift(shifts, it.clock.now()).length);
      }
    }),
    { numRuns: 40 },
  );
}, 60_000);

test('no place that is given by the rules breaks one for whoever has it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 24 }), async (steps) => {
      const it = await fakeWorld(
        '2019-06-05T06:00:00Z',
        ['UORG', ...PEOPLE].map((id) => somebody(id)),
        EVENT,
      );
      for (const one of steps) await run(it, one);
      const shifts = [...(await it.deps.shifts.read()).values()].map(({ value }) => value);
      const whole = rotaOf({ shifts });
      for (const shift of shifts)
        for (const { person: id, state } of shift.assignments) {
          if (state !== 'accepted' && state !== 'arrived') continue;
          const without = { ...shift, assignments: shift.assignments.filter((other) => other.person !== id) };
          expect(brokenRules(candidateOf(whole, id, [shift.code]), without, whole)).toEqual([]);
        }
    }),
    { numRuns: 60 },
  );
}, 60_000);

const ZONES = [
  { zone: 'Europe/Madrid', forth: '2024-03-30', back: '2024-10-26', step: 1 },
  { zone: 'America/New_York', forth: '2024-03-09', back: '2024-11-02', step: 1 },
  { zone: 'Australia/Lord_Howe', forth: '2024-10-05', back: '2024-04-06', step: 0.5 },
] as const;
const NIGHT = { from: '22:00', to: '06:00' };

test.each(ZONES)(
  'hours are those that pass, on both clock changes in $zone',
  ({ zone, forth, back, step: change }) => {
    const night = (date: string) => {
      const at = (day: string, clock: string) =>
        Temporal.PlainDateTime.from(`${day}T${clock}`).toZonedDateTime(zone).toInstant().toString();
      const next = Temporal.PlainDate.from(date).add({ days: 1 }).toString();
      return { start: at(date, '22:00'), end: at(next, '06:00') };
    };
    for (const [date, hours] of [
      [forth, 8 - change],
      [back, 8 + change],
      ['2024-07-10', 8],
    ] as const) {
      expect(hoursOf(night(date))).toBe(hours);
      expect(nightHoursOf(night(date), NIGHT, zone)).toBe(hours);
      expect(isNight(night(date), NIGHT, zone)).toBe(true);
    }
  },
);

test('the hours of a night and of the rest of the day add up to the whole', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...ZONES.map(({ zone }) => zone)),
      fc.integer({ min: 0, max: 366 * 24 * 4 }),
      fc.integer({ min: 1, max: 96 }),
      (zone, from, quarters) => {
        const start = Date.parse('2024-01-01T00:00:00Z') + from * 900_000;
        const iso = (ms: number) => new Date(ms).toISOString();
        const span = { start: iso(start), end: iso(start + quarters * 900_000) };
        const dark = nightHoursOf(span, NIGHT, zone);
        const light = nightHoursOf(span, { from: '06:00', to: '22:00' }, zone);
        expect(dark + light).toBeCloseTo(hoursOf(span), 9);
      },
    ),
    { numRuns: 300 },
  );
});

test('each rule is found, and named', () => {
  const at = (start: string, end: string) => ({
    start: `2024-07-01T${start}:00Z`,
    end: `2024-07-01T${end}:00Z`,
  });
  const shift = (code: string, start: string, end: string, more: Partial<Shift> = {}): Shift => ({
    code,
    role: 'Door',
    ...at(start, end),
    min: 1,
    assignments: [],
    ...more,
  });
  const has = (person: string): Shift['assignments'] => [{ person, state: 'accepted' }];
  const profile: Volunteer = {
    person: 'U1',
    roles: ['Door'],
    skills: [],
    windows: [at('08:00', '14:00')],
    maxHours: 5,
    maxNights: 0,
  };
  const shifts = [shift('H1', '10:00', '12:00', { assignments: has('U1') })];
  const whole = rotaOf({
    shifts,
    volunteers: [profile],
    roles: [
      { name: 'Door', leads: [], rest: 2 },
      { name: 'Sound', leads: [], skills: ['mixer'] },
    ],
    talks: new Map([['U1', [{ code: 'S1', ...at('13:30', '14:00') }]]]),
  });
  const rules = (one: Shift) => brokenRules(candidateOf(whole, 'U1'), one, whole).map(({ rule }) => rule);
  expect(rules(shift('H2', '11:00', '12:00'))).toEqual(['overlap']);
  expect(rules(shift('H2', '13:00', '13:30'))).toEqual(['rest']);
  expect(rules(shift('H2', '12:30', '14:00'))).toEqual(['rest', 'own-talk']);
  expect(rules(shift('H2', '15:00', '16:00'))).toEqual(['availability']);
  expect(rules(shift('H2', '08:00', '09:00', { role: 'Sound' }))).toEqual(['skill']);
  expect(rules(shift('H2', '21:00', '23:00'))).toEqual(['availability', 'nights']);
  expect(rules(shift('H2', '08:00', '08:30', { assignments: has('U2') }))).toEqual(
    ['rest', 'full'].reverse(),
  );
  expect(rules(shift('H1', '10:00', '12:00', { assignments: has('U1') }))).toEqual(['double-booking']);
  expect(rules(shift('H2', '14:00', '18:00'))).toEqual(['availability', 'hours']);
});
