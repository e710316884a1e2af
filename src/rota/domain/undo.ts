/**
 * Taking a change of the rota back, from the ledger: each that can be is recorded with what every shift was
 * before and after it. Whatever has changed since stays: the undo is then refused, and says by what.
 */
import type { Temporal } from 'temporal-polyfill';
import {
  type Actor,
  type Change,
  type Fact,
  type JobChange,
  mergeChanges,
  put,
  type Recorded,
  recordFact,
  type Versioned,
} from '../../core/commit.ts';
import { assignmentFact, changeShift, type Deciding } from './change-shift.ts';
import { type RotaHow, roleChanged, rotaChanged, rotaStep, rotaUndone } from './facts.ts';
import { scheduleNotice } from './jobs.ts';
import { assignmentOf, isLive, Role, roleDocument, Shift, shiftDocument } from './shift.ts';
import { addShift, redrawShift, removeShift } from './shift-changes.ts';

/** All changes that can be taken back are about this. */
export const ROTA_CHANGES = 'rota-changes';
export const aboutRotaChange = (change: string): string => `rota-change:${change}`;

/** Minutes in which a volunteer takes back what they did themselves; later others rely on it. */
const OWN_MINUTES = 15;

export interface RotaBefore {
  readonly shifts: ReadonlyMap<string, Versioned<Shift>>;
  readonly roles: ReadonlyMap<string, Role>;
}

/** What somebody does to nobody but themself. */
const ofThemself: ReadonlySet<RotaHow> = new Set(['done', 'take', 'drop']);

const concerned = (before: Shift | null, after: Shift | null): string[] => {
  const places = (shift: Shift | null) => new Map(shift?.assignments.map((one) => [one.person, one.state]));
  const [was, is] = [places(before), places(after)];
  return [...new Set([...was.keys(), ...is.keys()])].filter((person) => was.get(person) !== is.get(person));
};

/** The facts that let a change be taken back; to be committed with it. Nothing where it changes no shift. */
export function recordRotaChange(
  before: RotaBefore,
  change: Change,
  made: { readonly id: string; readonly how: RotaHow; readonly by: Actor; readonly at: Temporal.Instant },
): Change | undefined {
  const { id, how, by, at } = made;
  const about = aboutRotaChange(id);
  const shifts = (change.put ?? [])
    .filter(({ kind }) => kind.name === shiftDocument.name)
    .map((one) => ({
      shift: one.id,
      before: before.shifts.get(one.id)?.value ?? null,
      after: one.value as Shift | null,
    }));
  if (shifts.length === 0) return undefined;
  const roles = (change.put ?? [])
    .filter(({ kind }) => kind.name === roleDocument.name)
    .map((one) => ({
      role: one.id,
      before: before.roles.get(one.id) ?? null,
      after: one.value as Role | null,
    }));
  const others = shifts.flatMap((step) => concerned(step.before, step.after)).filter((one) => one !== by);
  return {
    facts: [
      recordFact(rotaChanged, {
        at,
        by,
        about: [ROTA_CHANGES, about],
        data: {
          change: id,
          how,
          own: ofThemself.has(how) && others.length === 0,
          shifts: shifts.map(({ shift }) => shift),
        },
      }),
      ...shifts.map((step) =>
        recordFact(rotaStep, {
          at,
          by,
          about: [about, `shift:${step.shift}`],
          data: { change: id, ...step },
        }),
      ),
      ...roles.map((step) => recordFact(rotaStep, { at, by, about: [about], data: { change: id, ...step } })),
    ],
  };
}

/** A change that was made, and is not taken back. */
export interface RotaChangeMade {
  readonly id: string;
  readonly how: RotaHow;
  readonly own: boolean;
  readonly shifts: readonly string[];
  readonly by: Actor;
  readonly at: Temporal.Instant;
}

/** The changes that stand, the latest last, from the facts about {@link ROTA_CHANGES}. */
export function standingChanges(facts: readonly Recorded[]): RotaChangeMade[] {
  const undone = new Set(
    facts
      .filter(({ name }) => name === rotaUndone.name)
      .map(({ data }) => rotaUndone.schema.parse(data).change),
  );
  return facts
    .filter(({ name }) => name === rotaChanged.name)
    .map(({ data, by, at }) => {
      const { change, ...rest } = rotaChanged.schema.parse(data);
      return { id: change, ...rest, by, at };
    })
    .filter(({ id }) => !undone.has(id));
}

/**
 * The change that `undo` means. For organizers the last one by whoever arranges the rota, or the last one of a
 * shift that they name; for anybody else what they did themselves a moment ago.
 */
export function changeToUndo(
  changes: readonly RotaChangeMade[],
  who: { readonly person: Actor; readonly organizes: boolean; readonly shift: string | undefined },
  now: Temporal.Instant,
): RotaChangeMade | undefined {
  const { person, organizes, shift } = who;
  return changes.findLast(({ by, own, shifts, at }) => {
    if (shift !== undefined && !shifts.includes(shift)) return false;
    if (organizes) return shift !== undefined || !own || by === person;
    return own && by === person && now.since(at).total('minutes') <= OWN_MINUTES;
  });
}

export interface ShiftStep {
  readonly shift: string;
  readonly before: Shift | null;
  readonly after: Shift | null;
}

export interface RotaUndo {
  readonly change: RotaChangeMade;
  readonly shifts: readonly ShiftStep[];
  /** Names of the roles that came with it and that nothing else needs. */
  readonly roles: readonly string[];
}

/** By what they hold: a document just decided and one just read have their fields in different orders. */
const isSameShift = (a: Shift | null, b: Shift | null): boolean =>
  JSON.stringify(Shift.nullable().parse(a)) === JSON.stringify(Shift.nullable().parse(b));
const isSameRole = (a: Role | null, b: Role | null): boolean =>
  JSON.stringify(Role.nullable().parse(a)) === JSON.stringify(Role.nullable().parse(b));

/**
 * The undo of a change, from its facts (those about its own reference).
 *
 * @returns `since`: codes of the shifts that somebody has changed since, so that nothing of it is taken back.
 */
export function planRotaUndo(
  rota: RotaBefore,
  change: RotaChangeMade,
  facts: readonly Recorded[],
): RotaUndo | { readonly since: readonly string[] } {
  const steps = facts
    .filter(({ name }) => name === rotaStep.name)
    .map(({ data }) => rotaStep.schema.parse(data));
  const shifts = steps.flatMap((step) => ('shift' in step ? [step] : []));
  const since = shifts
    .filter(({ shift, after }) => !isSameShift(rota.shifts.get(shift)?.value ?? null, after))
    .map(({ shift }) => shift);
  if (since.length > 0) return { since };
  const gone = new Set(shifts.filter(({ before }) => before === null).map(({ shift }) => shift));
  const used = new Set(
    [...rota.shifts.values()].filter(({ id }) => !gone.has(id)).map(({ value }) => value.role),
  );
  const roles = steps.flatMap((step) =>
    'role' in step &&
    step.before === null &&
    isSameRole(rota.roles.get(step.role) ?? null, step.after) &&
    !used.has(step.role)
      ? [step.role]
      : [],
  );
  return { change, shifts, roles };
}

/** Takes it back, all of it in one commit: the shifts, what is due for them, and whom it concerns. */
export function applyRotaUndo(
  deciding: Deciding,
  shifts: ReadonlyMap<string, Versioned<Shift>>,
  roles: ReadonlyMap<string, Versioned<Role>>,
  undo: RotaUndo,
  told: BackTo,
): Change {
  const { now, by } = deciding;
  const restored = new Map<string, string[]>();
  const removed = new Map<string, string[]>();
  const note = (into: Map<string, string[]>, person: string, code: string) =>
    into.set(person, [...(into.get(person) ?? []), code]);
  const changes = undo.shifts.map((step) => undoStep(deciding, shifts, step, { restored, removed, note }));
  const notices: JobChange[] = [
    ...[...restored].map(([to, codes]) => scheduleNotice(now, { to, news: 'restored', shifts: codes })),
    ...[...removed].map(([to, codes]) => scheduleNotice(now, { to, news: 'removed', shifts: codes })),
  ];
  const whole = mergeChanges(
    ...changes,
    {
      put: undo.roles.map((name) => put(roleDocument, name, null, roles.get(name)?.version ?? 0)),
      facts: [
        ...undo.roles.map((role) =>
          recordFact(roleChanged, {
            at: now,
            by,
            about: [`role:${role}`],
            data: { role, fields: ['undone'] },
          }),
        ),
        recordFact(rotaUndone, {
          at: now,
          by,
          about: [ROTA_CHANGES, aboutRotaChange(undo.change.id)],
          data: { change: undo.change.id, how: undo.change.how },
        }),
      ],
      jobs: notices.filter((job) => !('cancel' in job) && (job.data as { to: string }).to !== by),
    },
    undo.change.how === 'done' ? backNews(deciding, undo, told) : undefined,
  );
  // What is due once for all shifts is in the change once, however many there are.
  const due = new Map((whole.jobs ?? []).map((job) => ['cancel' in job ? job.cancel : job.id, job]));
  return { ...whole, jobs: [...due.values()] };
}

/** Who hears that a place is not empty after all. */
export interface BackTo {
  readonly leads: (shift: Shift) => readonly string[];
  /** The organizers' channel. */
  readonly ops: string | undefined;
}

interface Told {
  readonly restored: Map<string, string[]>;
  readonly removed: Map<string, string[]>;
  readonly note: (into: Map<string, string[]>, person: string, code: string) => void;
}

function undoStep(
  deciding: Deciding,
  shifts: ReadonlyMap<string, Versioned<Shift>>,
  { shift: code, before }: ShiftStep,
  { restored, removed, note }: Told,
): Change {
  const now = shifts.get(code);
  if (!before) return now ? removeShift(deciding, now) : {};
  if (!now) {
    for (const { person } of before.assignments.filter(isLive)) note(restored, person, code);
    return addShift(deciding, before);
  }
  const facts: Fact[] = [];
  for (const person of concerned(now.value, before)) {
    const [had, has] = [assignmentOf(now.value, person), assignmentOf(before, person)];
    facts.push(
      assignmentFact(deciding, before, person, had?.state ?? null, has?.state ?? 'dropped', 'undone'),
    );
    if (has && !had) note(restored, person, code);
    if (had && !has) note(removed, person, code);
  }
  const { assignments } = before;
  if (isSameShift({ ...now.value, assignments }, before)) return changeShift(deciding, now, before, facts);
  return mergeChanges(redrawShift(deciding, now, before, 'undo'), { facts });
}

/** Whoever was told that a place was left empty hears that somebody is there. */
const backNews = ({ now, by }: Deciding, undo: RotaUndo, { leads, ops }: BackTo): Change => ({
  jobs: undo.shifts.flatMap(({ shift, before, after }) => {
    if (!before) return [];
    const people = concerned(before, after);
    const news = { news: 'back' as const, shifts: [shift], people };
    const to = leads(before).filter((one) => one !== by && !people.includes(one));
    return [
      ...to.map((one) => scheduleNotice(now, { to: one, ...news })),
      ...(ops ? [scheduleNotice(now, { to: ops, channel: true, ...news })] : []),
    ];
  }),
});
