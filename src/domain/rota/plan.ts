/**
 * A plan: what an import, a generation or a fill would do, kept until somebody presses `Apply` or
 * `Discard`. It remembers the versions it was made from: on a rota that has changed since it is not applied.
 */
import { z } from 'zod';
import {
  type Change,
  document,
  type Fact,
  happened,
  type JobChange,
  type Put,
  put,
  type Versioned,
} from '../commit.ts';
import { InstantText } from '../instant.ts';
import { aboutShift, assignmentFact, changeShift, type Deciding } from './change-shift.ts';
import { type Difference, redrawn, ShiftDraft } from './draft.ts';
import { rotaPlanEnded, rotaPlanMade, shiftAdded, shiftChanged, shiftRemoved } from './facts.ts';
import { rescheduled, tell } from './jobs.ts';
import { type Assignment, isLive, liveOf, type Shift, shiftDocument } from './shift.ts';

const Place = z.object({ shift: z.string(), person: z.string() });

export const RotaPlan = z.object({
  id: z.string(),
  kind: z.enum(['import', 'generate', 'fill']),
  by: z.string(),
  at: InstantText,
  state: z.enum(['open', 'applied', 'discarded']),
  /** The shifts it touches, as they were read; 0 for those that it adds. */
  versions: z.record(z.string(), z.number()),
  /** New shifts, by the code that each will have. */
  add: z.array(z.object({ code: z.string(), draft: ShiftDraft })),
  change: z.array(z.object({ code: z.string(), draft: ShiftDraft })),
  remove: z.array(z.string()),
  /** Places to give and to take back. */
  give: z.array(Place),
  take: z.array(Place),
});
export type RotaPlan = z.infer<typeof RotaPlan>;

export const rotaPlanDocument = document({ name: 'rota-plan', schema: RotaPlan, number: 1 });

export const makePlan = (deciding: Deciding, plan: RotaPlan): Change => ({
  put: [put(rotaPlanDocument, plan.id, plan)],
  facts: [
    happened(rotaPlanMade, {
      at: deciding.now,
      by: deciding.by,
      about: [`rota-plan:${plan.id}`],
      data: { plan: plan.id, kind: plan.kind },
    }),
  ],
});

/** The plan for a difference; `codes` are new codes, as many as there are shifts to add. */
export function planOf(
  deciding: Deciding,
  id: string,
  kind: 'import' | 'generate',
  difference: Difference,
  codes: readonly string[],
): RotaPlan {
  const remove = kind === 'generate' ? difference.gone : [];
  return {
    id,
    kind,
    by: deciding.by,
    at: deciding.now.toString(),
    state: 'open',
    versions: Object.fromEntries(
      [...difference.changed.map(({ shift }) => shift), ...remove].map((shift) => [shift.id, shift.version]),
    ),
    add: difference.added.map((draft, index) => ({ code: codes[index] ?? '', draft })),
    change: difference.changed.map(({ shift, draft }) => ({ code: shift.id, draft })),
    remove: remove.map(({ id: code }) => code),
    give: [],
    take: [],
  };
}

const was = ({ role, room, start, end }: Shift) => ({
  role,
  start,
  end,
  ...(room !== undefined && { room }),
});

/** Removes a shift; whoever had it is told. */
export function removeShift(deciding: Deciding, shift: Versioned<Shift>): Change {
  const people = liveOf(shift.value).map(({ person }) => person);
  return {
    put: [put(shiftDocument, shift.id, null, shift.version)],
    facts: [
      happened(shiftRemoved, {
        at: deciding.now,
        by: deciding.by,
        about: aboutShift(shift.value, ...people),
        data: { shift: shift.id, people },
      }),
    ],
    jobs: [
      ...rescheduled(shift.value, undefined, deciding.settings, deciding.now),
      ...people.map((to) =>
        tell(deciding.now, { to, news: 'shift-gone', shifts: [shift.id], was: was(shift.value) }),
      ),
    ],
  };
}

/** A new shift, with people where some are named. */
export function addShift(deciding: Deciding, shift: Shift): Change {
  return {
    put: [put(shiftDocument, shift.code, shift)],
    facts: [
      happened(shiftAdded, {
        at: deciding.now,
        by: deciding.by,
        about: aboutShift(shift),
        data: {
          shift: shift.code,
          role: shift.role,
          start: shift.start,
          end: shift.end,
          min: shift.min,
          ...(shift.room !== undefined && { room: shift.room }),
        },
      }),
      ...shift.assignments.map(({ person, state }) =>
        assignmentFact(deciding, shift, person, null, state, 'assigned'),
      ),
    ],
    jobs: rescheduled(undefined, shift, deciding.settings, deciding.now),
  };
}

/** A shift as it becomes; whoever has it is told where time or room changed. */
export function redrawShift(deciding: Deciding, shift: Versioned<Shift>, after: Shift, why?: string): Change {
  const fields = Object.keys({ ...shift.value, ...after }).filter(
    (field) =>
      JSON.stringify(shift.value[field as keyof Shift]) !== JSON.stringify(after[field as keyof Shift]),
  );
  const moved = fields.some((field) => field === 'start' || field === 'end' || field === 'room');
  const people = liveOf(after).map(({ person }) => person);
  const change = changeShift(deciding, shift, after, [
    happened(shiftChanged, {
      at: deciding.now,
      by: deciding.by,
      about: aboutShift(after, ...people),
      data: { shift: after.code, fields, ...(why !== undefined && { why }) },
    }),
  ]);
  const news: JobChange[] = moved
    ? people.map((to) =>
        tell(deciding.now, { to, news: 'shift-moved', shifts: [after.code], was: was(shift.value) }),
      )
    : [];
  return { ...change, jobs: [...(change.jobs ?? []), ...news] };
}

export type Applied =
  | { readonly change: Change; readonly shifts: number }
  | { readonly stale: true }
  | { readonly ended: RotaPlan['state'] };

/**
 * Carries a plan out, all of it in one commit, if the rota is still what it was made from. `settles` says
 * which shifts begin so soon that a place on them is accepted at once instead of proposed.
 */
export function applyPlan(
  deciding: Deciding,
  plan: Versioned<RotaPlan>,
  shifts: ReadonlyMap<string, Versioned<Shift>>,
  settles: (shift: Shift) => boolean,
): Applied {
  const it = plan.value;
  if (it.state !== 'open') return { ended: it.state };
  for (const [code, version] of Object.entries(it.versions))
    if ((shifts.get(code)?.version ?? 0) !== version) return { stale: true };
  const keys = new Set([...shifts.values()].map(({ value }) => originKey(value.origin)));
  const from = it.kind === 'generate' ? 'agenda' : 'import';
  if (it.add.some(({ draft }) => keys.has(originKey({ from, key: draft.key })))) return { stale: true };

  const puts: Put[] = [];
  const facts: Fact[] = [];
  const jobs: JobChange[] = [];
  const take = (change: Change) => {
    puts.push(...(change.put ?? []));
    facts.push(...(change.facts ?? []));
    jobs.push(...(change.jobs ?? []));
  };
  for (const { code, draft } of it.add) {
    const { key, ...content } = draft;
    take(addShift(deciding, { ...content, code, origin: { from, key }, assignments: [] }));
  }
  for (const { code, draft } of it.change) {
    const shift = shifts.get(code);
    if (shift) take(redrawShift(deciding, shift, redrawn(shift.value, draft, from)));
  }
  for (const code of it.remove) {
    const shift = shifts.get(code);
    if (shift) take(removeShift(deciding, shift));
  }
  take(applyPlaces(deciding, it, shifts, settles));
  const touched = puts.length;
  puts.push(put(rotaPlanDocument, plan.id, ended(it, 'applied'), plan.version));
  facts.push(
    happened(rotaPlanEnded, {
      at: deciding.now,
      by: deciding.by,
      about: [`rota-plan:${it.id}`],
      data: { plan: it.id, how: 'applied', shifts: touched },
    }),
  );
  return { change: { put: puts, facts, jobs }, shifts: touched };
}

const ended = (plan: RotaPlan, state: 'applied' | 'discarded'): RotaPlan => ({ ...plan, state });
const originKey = (origin: Shift['origin']) => (origin ? `${origin.from}\n${origin.key}` : '');

/** Places given and taken back: one change a shift, one message a person. */
function applyPlaces(
  deciding: Deciding,
  plan: RotaPlan,
  shifts: ReadonlyMap<string, Versioned<Shift>>,
  settles: (shift: Shift) => boolean,
): Change {
  const changes: Change[] = [];
  const given = new Map<string, string[]>();
  const taken = new Map<string, string[]>();
  for (const code of new Set([...plan.give, ...plan.take].map(({ shift }) => shift))) {
    const shift = shifts.get(code);
    if (!shift) continue;
    const leaving = plan.take.filter((one) => one.shift === code).map(({ person }) => person);
    const coming = plan.give.filter((one) => one.shift === code).map(({ person }) => person);
    const state = settles(shift.value) ? 'accepted' : 'proposed';
    const assignments: Assignment[] = [
      ...shift.value.assignments.filter(
        ({ person }) => !leaving.includes(person) && !coming.includes(person),
      ),
      ...coming.map((person): Assignment => ({ person, state })),
    ];
    const after: Shift = { ...shift.value, assignments };
    const before = (person: string) =>
      shift.value.assignments.find((one) => one.person === person && isLive(one))?.state ?? null;
    changes.push(
      changeShift(deciding, shift, after, [
        ...leaving.map((one) => assignmentFact(deciding, after, one, before(one), 'dropped', 'filled')),
        ...coming.map((one) => assignmentFact(deciding, after, one, null, state, 'filled')),
      ]),
    );
    for (const person of coming) given.set(person, [...(given.get(person) ?? []), code]);
    for (const person of leaving) taken.set(person, [...(taken.get(person) ?? []), code]);
  }
  return {
    put: changes.flatMap((change) => change.put ?? []),
    facts: changes.flatMap((change) => change.facts ?? []),
    jobs: [
      ...changes.flatMap((change) => change.jobs ?? []),
      ...[...given].map(([to, codes]) => tell(deciding.now, { to, news: 'proposed', shifts: codes })),
      ...[...taken].map(([to, codes]) => tell(deciding.now, { to, news: 'removed', shifts: codes })),
    ],
  };
}

export const discardPlan = (deciding: Deciding, plan: Versioned<RotaPlan>): Change => ({
  put: [put(rotaPlanDocument, plan.id, ended(plan.value, 'discarded'), plan.version)],
  facts: [
    happened(rotaPlanEnded, {
      at: deciding.now,
      by: deciding.by,
      about: [`rota-plan:${plan.id}`],
      data: { plan: plan.id, how: 'discarded', shifts: 0 },
    }),
  ],
});
