import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { diffAgenda } from '../../../src/agenda/domain/diff.ts';
import {
  applyAgendaPlan,
  firstToDelay,
  type Plan,
  planCancel,
  planDelay,
  planMove,
  planRestore,
  planSwap,
} from '../../../src/agenda/domain/live.ts';
import type { Session } from '../../../src/agenda/domain/session.ts';
import { clashes, clashKey } from '../../../src/agenda/domain/slots.ts';
import { applyUndo, lastUndoable, planUndo } from '../../../src/agenda/domain/undo.ts';
import { fileOf, session, stateOf, time } from '../../support/agenda.ts';
import { applied, recorded, valuesOf } from '../../support/apply.ts';

const now = Temporal.Instant.from(time(0));
const minutes = (count: number) => Temporal.Duration.from({ minutes: count });
const get = (sessions: readonly Session[], code: string): Session => {
  const found = sessions.find((one) => one.code === code);
  if (!found) throw new Error(code);
  return found;
};
const slots = (plan: Plan) =>
  Object.fromEntries(
    plan.steps.map(({ after }) => [after.code, `${after.start.slice(11, 16)}-${after.end.slice(11, 16)}`]),
  );

// 10:00 in Madrid is 08:00 in UTC, which the slots below are in.
const day = [
  session('S1', 0, 30),
  session('S2', 30, 60),
  session('S3', 60, 90, { isBreak: true, title: 'Coffee', speakers: [] }),
  session('S4', 90, 120),
  session('S5', 140, 170),
  session('S6', 0, 60, { room: 'Room B' }),
];

describe('a delay', () => {
  const delay = (by: number, more = {}) =>
    planDelay(stateOf(day), { first: get(day, 'S1'), by: minutes(by), ...more });

  it('moves what follows until a break absorbs it', () => {
    expect(slots(delay(15))).toEqual({ S1: '08:15-08:45', S2: '08:45-09:15', S3: '09:15-09:30' });
    expect(delay(15).clashes).toEqual([]);
  });

  it('leaves a break five minutes and passes the rest on, until a gap absorbs it', () => {
    expect(slots(delay(40))).toEqual({
      S1: '08:40-09:10',
      S2: '09:10-09:40',
      S3: '09:40-09:45',
      S4: '09:45-10:15',
    });
  });

  it('of only this one names what it then runs into', () => {
    const plan = delay(15, { only: true });
    expect(slots(plan)).toEqual({ S1: '08:15-08:45' });
    expect(plan.clashes).toMatchObject([{ kind: 'room', of: 'Main hall' }]);
  });

  it('of a session that runs over keeps its start', () => {
    expect(slots(delay(15, { runsOver: true }))['S1']).toBe('08:00-08:45');
  });

  it('leaves other rooms alone, and names the speaker who is then in both', () => {
    const both = [
      session('S1', 0, 30),
      session('S2', 35, 60, { room: 'Room B', speakers: [{ id: 'speaker-S1', name: 'Speaker S1' }] }),
    ];
    const plan = planDelay(stateOf(both), { first: get(both, 'S1'), by: minutes(10) });
    expect(plan.steps).toHaveLength(1);
    expect(plan.clashes).toMatchObject([{ kind: 'speaker', of: 'Speaker S1' }]);
  });

  it('says what would end after its day', () => {
    const last = [session('S1', 17 * 60, 17 * 60 + 30)];
    const plan = planDelay(stateOf(last), { first: get(last, 'S1'), by: minutes(45) });
    expect(plan.late.map(({ code }) => code)).toEqual(['S1']);
  });

  it('of a room begins with what is on there', () => {
    const state = stateOf(day);
    expect(firstToDelay(state, 'Main hall', now.add({ minutes: 40 }))).toMatchObject({
      session: { code: 'S2' },
      runsOver: true,
    });
    expect(firstToDelay(state, 'Main hall', now.add({ minutes: 70 }))).toMatchObject({
      session: { code: 'S4' },
      runsOver: false,
    });
    expect(firstToDelay(state, 'Main hall', now.add({ hours: 9 }))).toBeUndefined();
  });
});

describe('moving and swapping', () => {
  it('keeps the length', () => {
    const plan = planMove(stateOf(day), get(day, 'S6'), {
      start: now.add({ minutes: 200 }),
      room: 'Main hall',
    });
    expect(plan.steps[0]?.after).toMatchObject({ start: time(200), end: time(260), room: 'Main hall' });
  });

  it('swaps neighbours of different length back to back', () => {
    const pair = [session('S1', 0, 30), session('S2', 30, 90)];
    expect(slots(planSwap(stateOf(pair), get(pair, 'S2'), get(pair, 'S1')))).toEqual({
      S2: '08:00-09:00',
      S1: '09:00-09:30',
    });
  });

  it('swaps rooms', () => {
    const plan = planSwap(stateOf(day), get(day, 'S4'), get(day, 'S6'));
    expect(plan.steps.map(({ after }) => [after.code, after.room, after.start])).toEqual([
      ['S4', 'Room B', time(0)],
      ['S6', 'Main hall', time(90)],
    ]);
  });
});

describe('a change by hand', () => {
  it('remembers what the source says, so that an import does not revert it', () => {
    const state = stateOf(day);
    const after = applied(
      state,
      applyAgendaPlan(state, planDelay(state, { first: get(day, 'S1'), by: minutes(15) }), 'UORG', now),
    );
    expect(after.sessions.get('S1')?.value.base).toEqual({ start: time(0), end: time(30) });
    const diff = diffAgenda(valuesOf(after), fileOf(day), { now });
    expect(diff.compared).toEqual([]);
    expect(diff.differences.map((one) => one.session.code).sort()).toEqual(['S1', 'S2', 'S3']);
  });

  it('states a fact for each session and makes reminders, shifts and the announcement follow', () => {
    const state = stateOf(day);
    const change = applyAgendaPlan(state, planCancel(state, get(day, 'S2'), 'ill'), 'UORG', now);
    expect(change.facts?.map(({ name }) => name)).toEqual(['agenda.changed', 'session.changed']);
    expect(change.jobs?.map((one) => ('id' in one ? one.id : ''))).toEqual([
      'follow-agenda:2',
      'post-agenda-change:2',
    ]);
    const cancelled = applied(state, change);
    const restored = planRestore(cancelled, get(valuesOf(cancelled), 'S2'));
    expect(restored.steps[0]?.after).toEqual(get(day, 'S2'));
  });
});

const anyDay = fc
  .array(
    fc.record({
      start: fc.integer({ min: 0, max: 60 }),
      length: fc.integer({ min: 1, max: 12 }),
      room: fc.constantFrom('A', 'B', 'C'),
      isBreak: fc.boolean(),
      speaker: fc.constantFrom('Ada', 'Grace', 'Alan', 'Edsger', 'Barbara'),
    }),
    { minLength: 2, maxLength: 14 },
  )
  .map((all) =>
    all.map(({ start, length, room, isBreak, speaker }, i) =>
      session(`S${i + 1}`, start * 5, (start + length) * 5, {
        room,
        ...(isBreak && { isBreak }),
        speakers: [{ id: speaker, name: speaker }],
      }),
    ),
  );

const anyPlan = fc
  .tuple(anyDay, fc.nat(), fc.nat(), fc.integer({ min: 1, max: 120 }), fc.integer({ min: 0, max: 5 }))
  .map(([sessions, i, j, by, how]) => {
    const state = stateOf(sessions);
    const one = sessions[i % sessions.length] as Session;
    const other = sessions[j % sessions.length] as Session;
    const plan =
      how === 0
        ? planMove(state, one, { start: now.add({ minutes: by }), room: other.room })
        : how === 1 && one !== other
          ? planSwap(state, one, other)
          : how === 2
            ? planCancel(state, one, 'ill')
            : planDelay(state, { first: one, by: minutes(by), only: how === 3, runsOver: how === 4 });
    return { state, plan };
  });

describe('properties of changes by hand', () => {
  it('never make an overlap that the preview did not name', () => {
    fc.assert(
      fc.property(anyPlan, ({ state, plan }) => {
        const before = new Set(clashes(valuesOf(state)).map(clashKey));
        const after = applied(state, applyAgendaPlan(state, plan, 'UORG', now));
        const made = clashes(valuesOf(after))
          .map(clashKey)
          .filter((key) => !before.has(key));
        expect(made.sort()).toEqual(plan.clashes.map(clashKey).sort());
      }),
      { numRuns: 500 },
    );
  });

  it('are exactly what was previewed, and undone exactly', () => {
    fc.assert(
      fc.property(anyPlan, ({ state, plan }) => {
        const change = applyAgendaPlan(state, plan, 'UORG', now);
        const after = applied(state, change);
        for (const step of plan.steps) expect(after.sessions.get(step.after.code)?.value).toEqual(step.after);
        const number = lastUndoable(after);
        if (number === undefined) return;
        const undo = planUndo(after, number, recorded(change));
        expect(undo).toBeDefined();
        if (!undo) return;
        const back = applied(after, applyUndo(after, undo, 'UORG', now));
        expect(valuesOf(back)).toEqual(valuesOf(state));
        expect(lastUndoable(back)).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });

  it('a delay never moves anything earlier, and nothing later than itself', () => {
    fc.assert(
      fc.property(anyDay, fc.nat(), fc.integer({ min: 1, max: 90 }), (sessions, i, by) => {
        const state = stateOf(sessions);
        const plan = planDelay(state, { first: sessions[i % sessions.length] as Session, by: minutes(by) });
        for (const { before, after } of plan.steps) {
          const moved = Date.parse(after.start) - Date.parse(before.start);
          expect(moved).toBeGreaterThanOrEqual(0);
          expect(moved).toBeLessThanOrEqual(by * 60_000);
          expect(after.end > after.start).toBe(true);
        }
      }),
    );
  });
});

describe('when the clocks change inside the event', () => {
  // 2019-10-27 03:00 CEST becomes 02:00 CET in Madrid; a party lasts from 01:00 to 04:00, four real hours.
  const night = (start: string, end: string) => ({ ...session('S1', 0, 1), start, end });
  it('a delay is of real minutes, through the hour that happens twice', () => {
    const party = [night('2019-10-26T23:00:00Z', '2019-10-27T03:00:00Z')];
    const plan = planDelay(stateOf(party), { first: get(party, 'S1'), by: minutes(90) });
    expect(plan.steps[0]?.after).toMatchObject({
      start: '2019-10-27T00:30:00Z',
      end: '2019-10-27T04:30:00Z',
    });
  });

  it('a moved session keeps its real length over the hour that is missing', () => {
    const party = [night('2019-03-30T22:00:00Z', '2019-03-31T00:00:00Z')];
    const start = Temporal.ZonedDateTime.from('2019-03-31T01:30[Europe/Madrid]').toInstant();
    const plan = planMove(stateOf(party), get(party, 'S1'), { start });
    const end = Temporal.Instant.from(plan.steps[0]?.after.end ?? '').toZonedDateTimeISO('Europe/Madrid');
    expect(end.toPlainTime().toString()).toBe('04:30:00');
  });
});
