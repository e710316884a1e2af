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

interface Applied {
  readonly change: Change;
  readonly shifts: number;
}

/** Where a new shift comes from. A copy is as typed: it comes from nowhere. */
const originOf = ({ kind }: RotaPlan) => (kind === 'generate' ? 'agenda' : 'import');

/** Why a plan is not to be applied: it has ended, or the rota is no longer what it was made from. */
export function planRefusal(
  it: RotaPlan,
  shifts: ReadonlyMap<string, Versioned<Shift>>,
): 'ended' | 'stale' | undefined {
  if (it.state !== 'open') return 'ended';
  for (const [code, version] of Object.entries(it.versions))
    if ((shifts.get(code)?.version ?? 0) !== version) return 'stale';
  const keys = new Set([...shifts.values()].map(({ value }) => originKey(value.origin)));
  const isThere = ({ draft }: RotaPlan['add'][number]) =>
    keys.has(originKey({ from: originOf(it), key: draft.key })) ||
    // A copy is there already where another is like it.
    (it.kind === 'copy' && sameShift(shifts.values(), draft) !== undefined);
  return it.add.some(isThere) ? 'stale' : undefined;
}

/**
 * Carries out a plan that nothing refuses, all of it in one commit.
 *
 * @param codes - New codes, as many as the plan adds shifts.
 * @param settles - Which shifts begin so soon that a place on them is accepted at once instead of proposed.
 */
export function applyRotaPlan(
  deciding: Deciding,
  plan: Versioned<RotaPlan>,
  shifts: ReadonlyMap<string, Versioned<Shift>>,
  codes: readonly string[],
  settles: (shift: Shift) => boolean,
): Applied {
  const it = plan.value;
  const from = originOf(it);
  const puts: Put[] = [];
  const facts: Fact[] = [];
  const jobs: JobChange[] = [];
  const take = (change: Change) => {
    puts.push(...(change.put ?? []));
    facts.push(...(change.facts ?? []));
    jobs.push(...(change.jobs ?? []));
  };
  const coming = new Map<string, string[]>();
  for (const [index, { draft, people = [] }] of it.add.entries()) {
    const code = codes[index] ?? '';
    const { key, ...content } = draft;
    const bare: Shift = {
      ...content,
      code,
      ...(it.kind !== 'copy' && { origin: { from, key } }),
      assignments: [],
    };
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
