/** Another talk steps in: it changes places or takes the slot, no clash goes unnamed, and undo takes all of it back. */
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { diffAgenda } from '../../../src/agenda/domain/diff.ts';
import { isFillOver, planFill, standInProblem } from '../../../src/agenda/domain/fill.ts';
import { applyAgendaPlan, type Plan, planSteps } from '../../../src/agenda/domain/live.ts';
import type { Session } from '../../../src/agenda/domain/session.ts';
import { clashes, clashKey } from '../../../src/agenda/domain/slots.ts';
import { addStandby, type StandIn, standInOf, standInOfSession } from '../../../src/agenda/domain/standby.ts';
import { applyUndo, lastUndoable, planUndo } from '../../../src/agenda/domain/undo.ts';
import { fileOf, session, stateOf, time } from '../../support/agenda.ts';
import { applied, recorded, valuesOf } from '../../support/apply.ts';

const before = Temporal.Instant.from(time(-5));
const reason = '"New" takes its place';
const own = (minutes: number, more: Partial<StandIn> = {}): StandIn => ({
  code: 'B1',
  title: 'New',
  speakers: [{ id: 'standby:new', name: 'New Speaker' }],
  length: minutes * 60_000,
  ...more,
});
const slots = (plan: Plan) =>
  Object.fromEntries(
    planSteps(plan).map(({ after }) => [
      after.code,
      `${after.state} ${after.room} ${after.start.slice(11, 16)}-${after.end.slice(11, 16)}`,
    ]),
  );
const fill = (sessions: readonly Session[], missing: string, standIn: StandIn | string, now = before) => {
  const get = (code: string) => sessions.find((one) => one.code === code) as Session;
  const comes = typeof standIn === 'string' ? standInOfSession(get(standIn)) : standIn;
  return planFill(stateOf(sessions), get(missing), comes, { now, reason });
};

describe('a session of the programme', () => {
  it('changes places with one that comes later, where both fit', () => {
    const two = [session('S1', 0, 30), session('S2', 60, 90, { room: 'Room B' })];
    const plan = fill(two, 'S1', 'S2');
    expect(slots(plan)).toEqual({
      S2: 'scheduled Main hall 08:00-08:30',
      S1: 'scheduled Room B 09:00-09:30',
    });
    expect(plan).toMatchObject({ how: 'fill', fills: { missing: 'S1', standIn: 'S2' }, clashes: [] });
  });

  it('stays back to back with its neighbour', () => {
    const pair = [session('S1', 0, 30), session('S2', 30, 75)];
    expect(slots(fill(pair, 'S1', 'S2'))).toEqual({
      S2: 'scheduled Main hall 08:00-08:45',
      S1: 'scheduled Main hall 08:45-09:15',
    });
  });

  it('moves into the slot where the other has no room in its own, and the other is cancelled with the reason', () => {
    const day = [
      session('S1', 0, 60),
      session('S2', 120, 150, { room: 'Room B' }),
      session('S3', 150, 180, { room: 'Room B' }),
    ];
    const plan = fill(day, 'S1', 'S2');
    expect(slots(plan)).toEqual({
      S1: 'cancelled Main hall 08:00-09:00',
      S2: 'scheduled Main hall 08:00-08:30',
    });
    expect(plan.steps.find(({ after }) => after.code === 'S1')?.after).toMatchObject({
      reason,
      base: { state: 'scheduled' },
    });
  });

  it('comes back from the reserve where it was cancelled', () => {
    const day = [session('S1', 0, 30), session('S9', 500, 525, { state: 'cancelled', reason: 'reserve' })];
    const plan = fill(day, 'S1', 'S9');
    expect(slots(plan)).toEqual({
      S1: 'cancelled Main hall 08:00-08:30',
      S9: 'scheduled Main hall 08:00-08:25',
    });
    expect(plan.steps.find(({ after }) => after.code === 'S9')?.after.reason).toBeUndefined();
  });

  it('names a speaker who would be in two places', () => {
    const twice = { speakers: [{ id: 'speaker-S2', name: 'Speaker S2' }] };
    const day = [
      session('S1', 0, 30),
      session('S2', 60, 90, { room: 'Room B' }),
      session('S3', 10, 40, { room: 'Room C', ...twice }),
    ];
    expect(fill(day, 'S1', 'S2').clashes).toMatchObject([{ kind: 'speaker', of: 'Speaker S2' }]);
  });
});

describe('a talk without a place', () => {
  it('gets a session of its own in the slot', () => {
    const plan = fill([session('S1', 0, 30)], 'S1', own(20));
    expect(plan.placed).toMatchObject({ code: 'S1000', guid: 'standby:B1', title: 'New' });
    expect(slots(plan)).toEqual({
      S1: 'cancelled Main hall 08:00-08:30',
      S1000: 'scheduled Main hall 08:00-08:20',
    });
  });

  it('names the talk that it would run into', () => {
    const plan = fill([session('S1', 0, 30), session('S2', 30, 60)], 'S1', own(40));
    expect(plan.clashes).toMatchObject([{ kind: 'room', of: 'Main hall' }]);
  });

  it('begins with the next minute where the start is past', () => {
    const now = Temporal.Instant.from(time(7)).add({ seconds: 20 });
    expect(slots(fill([session('S1', 0, 30)], 'S1', own(20), now))['S1000']).toContain('08:08-08:28');
  });

  it('is in the agenda after it, known by its code of the list, and no file takes it out again', () => {
    const state = stateOf([session('S1', 0, 30), session('S2', 60, 90)]);
    const s1 = state.sessions.get('S1')?.value as Session;
    const plan = planFill(state, s1, own(20), { now: before, reason });
    const after = applied(state, applyAgendaPlan(state, plan, 'UORG', before));
    expect(after.agenda.nextCode).toBe(1001);
    const listed = addStandby(undefined, { own: own(20) as never, minutes: 20 }, { by: 'UORG', now: before });
    expect(standInOf(listed.talk, valuesOf(after))?.session?.code).toBe('S1000');
    const diff = diffAgenda(valuesOf(after), fileOf(valuesOf(state)), { now: before });
    expect(diff.compared).toEqual([]);
    expect(diff.unchanged).toBe(2);
  });
});

it('is refused for what is off, has begun or is over, and with what has begun', () => {
  const standIn = own(20);
  const problem = (more: Partial<Session>, now = before) =>
    standInProblem(session('S1', 0, 30, more), standIn, now);
  expect(problem({})).toBeUndefined();
  expect(problem({ state: 'cancelled' })).toBe('cancelled');
  expect(problem({ isBreak: true })).toBe('break');
  expect(problem({ actual: { start: time(1) } })).toBe('started');
  expect(problem({}, Temporal.Instant.from(time(30)))).toBe('over');
  const s1 = session('S1', 0, 30);
  expect(standInProblem(s1, standInOfSession(s1), before)).toBe('same');
  const begun = session('S2', 60, 90, { actual: { start: time(-6) } });
  expect(standInProblem(s1, standInOfSession(begun), before)).toBe('stand-in-began');
});

it('is worth nothing once the stand-in would be over', () => {
  const plan = fill([session('S1', 0, 30)], 'S1', own(20));
  expect(isFillOver(plan, Temporal.Instant.from(time(19)))).toBe(false);
  expect(isFillOver(plan, Temporal.Instant.from(time(20)))).toBe(true);
});

const agendas = fc
  .array(
    fc.record({
      room: fc.constantFrom('Main hall', 'Room B', 'Room C'),
      from: fc.integer({ min: 0, max: 60 }).map((n) => n * 10),
      minutes: fc.integer({ min: 1, max: 9 }).map((n) => n * 10),
      speaker: fc.integer({ min: 1, max: 6 }),
      off: fc.boolean(),
    }),
    { minLength: 2, maxLength: 14 },
  )
  .map((all) =>
    all.map(({ room, from, minutes, speaker, off }, i) =>
      session(`S${i + 1}`, from, from + minutes, {
        room,
        speakers: [{ id: `p${speaker}`, name: `Person ${speaker}` }],
        ...(off && i > 0 && { state: 'cancelled' as const }),
      }),
    ),
  );

describe('whatever steps in', () => {
  const some = fc.tuple(
    agendas,
    fc.nat(20),
    fc.integer({ min: -10, max: 700 }),
    fc.integer({ min: 5, max: 90 }),
  );
  const planned = ([sessions, pick, minute, length]: [Session[], number, number, number]) => {
    const state = stateOf(sessions);
    const now = Temporal.Instant.from(time(minute));
    const missing = sessions[0] as Session;
    const other = sessions[pick % sessions.length] as Session;
    const standIn = other === missing ? own(length) : standInOfSession(other);
    if (standInProblem(missing, standIn, now)) return undefined;
    return { state, now, missing, plan: planFill(state, missing, standIn, { now, reason }) };
  };

  it('makes no clash that is not named', () => {
    fc.assert(
      fc.property(some, (input) => {
        const it = planned(input);
        if (!it) return;
        const after = applied(it.state, applyAgendaPlan(it.state, it.plan, 'UORG', it.now));
        const known = new Set(clashes(valuesOf(it.state)).map(clashKey));
        const made = clashes(valuesOf(after))
          .map(clashKey)
          .filter((key) => !known.has(key));
        expect(made.sort()).toEqual(it.plan.clashes.map(clashKey).sort());
      }),
      { numRuns: 500 },
    );
  });

  it('stands in the slot’s room, not before now, and the other one is not there any more', () => {
    fc.assert(
      fc.property(some, (input) => {
        const it = planned(input);
        if (!it) return;
        const after = valuesOf(applied(it.state, applyAgendaPlan(it.state, it.plan, 'UORG', it.now)));
        const comes = after.find(({ code }) => code === it.plan.fills?.standIn) as Session;
        const gone = after.find(({ code }) => code === it.missing.code) as Session;
        expect(comes).toMatchObject({ state: 'scheduled', room: it.missing.room });
        expect(Date.parse(comes.start)).toBeGreaterThanOrEqual(
          Math.max(Date.parse(it.missing.start), it.now.epochMilliseconds),
        );
        expect(gone.state === 'cancelled' || Date.parse(gone.start) > it.now.epochMilliseconds).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('is taken back by undo, exactly', () => {
    fc.assert(
      fc.property(some, (input) => {
        const it = planned(input);
        if (!it) return;
        const change = applyAgendaPlan(it.state, it.plan, 'UORG', it.now);
        const after = applied(it.state, change);
        const number = lastUndoable(after) as number;
        const undo = planUndo(after, number, recorded(change));
        if (!undo) throw new Error('cannot be undone');
        const back = applied(after, applyUndo(after, undo, 'UORG', it.now));
        expect(valuesOf(back)).toEqual(valuesOf(it.state));
      }),
      { numRuns: 500 },
    );
  });
});
