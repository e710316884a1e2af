/** A plan is carried out: all of it in one commit, or nothing where the rota has changed since. */

import {
  type Change,
  type Fact,
  type JobChange,
  type Put,
  put,
  recordFact,
  type Versioned,
} from '../../core/commit.ts';
import { assignmentFact, changeShift, type Deciding } from './change-shift.ts';
import { redrawn } from './draft.ts';
import { rotaPlanEnded } from './facts.ts';
import { scheduleNotice } from './jobs.ts';
import { ended, type RotaPlan, rotaPlanDocument } from './plan.ts';
import { type Assignment, isLive, type Shift } from './shift.ts';
import { addShift, redrawShift, removeShift, sameShift } from './shift-changes.ts';

export type Applied =
  | { readonly change: Change; readonly shifts: number }
  | { readonly stale: true }
  | { readonly ended: RotaPlan['state'] };

/**
 * Carries a plan out, all of it in one commit, if the rota is still what it was made from. `settles` says
 * which shifts begin so soon that a place on them is accepted at once instead of proposed.
 */
export function applyRotaPlan(
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
  // A copy is as typed: it comes from nowhere, and is there already where another is like it.
  const isCopy = it.kind === 'copy';
  if (isCopy && it.add.some(({ draft }) => sameShift(shifts.values(), draft))) return { stale: true };
  if (it.add.some(({ draft }) => keys.has(originKey({ from, key: draft.key })))) return { stale: true };

  const puts: Put[] = [];
  const facts: Fact[] = [];
  const jobs: JobChange[] = [];
  const take = (change: Change) => {
    puts.push(...(change.put ?? []));
    facts.push(...(change.facts ?? []));
    jobs.push(...(change.jobs ?? []));
  };
  const coming = new Map<string, string[]>();
  for (const { code, draft, people = [] } of it.add) {
    const { key, ...content } = draft;
    const bare: Shift = { ...content, code, ...(!isCopy && { origin: { from, key } }), assignments: [] };
    const state = settles(bare) ? 'accepted' : 'proposed';
    take(addShift(deciding, { ...bare, assignments: people.map((person) => ({ person, state })) }));
    for (const person of people) coming.set(person, [...(coming.get(person) ?? []), code]);
  }
  for (const [to, codes] of coming)
    jobs.push(scheduleNotice(deciding.now, { to, news: 'proposed', shifts: codes }));
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
    recordFact(rotaPlanEnded, {
      at: deciding.now,
      by: deciding.by,
      about: [`rota-plan:${it.id}`],
      data: { plan: it.id, how: 'applied', shifts: touched },
    }),
  );
  // What is due once for all shifts is in the change once, however many there are.
  const due = new Map(jobs.map((job) => ['cancel' in job ? job.cancel : job.id, job]));
  return { change: { put: puts, facts, jobs: [...due.values()] }, shifts: touched };
}

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
      ...[...given].map(([to, codes]) =>
        scheduleNotice(deciding.now, { to, news: 'proposed', shifts: codes }),
      ),
      ...[...taken].map(([to, codes]) =>
        scheduleNotice(deciding.now, { to, news: 'removed', shifts: codes }),
      ),
    ],
  };
}
