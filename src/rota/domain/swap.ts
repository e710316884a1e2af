/**
 * A swap: two people give each other a shift, or one gives theirs away. Both press `Accept`; until then
 * nothing changes, and then both shifts change in one commit, so that neither is ever without its person.
 */

import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import {
  type Change,
  document,
  type Fact,
  mergeChanges,
  put,
  recordFact,
  scheduleJob,
  type Versioned,
} from '../../core/commit.ts';
import { instant } from '../../core/instant.ts';
import type { Refusal } from './assign.ts';
import { assignmentFact, changeShift, type Deciding, withPlace } from './change-shift.ts';
import { swapAccepted, swapDone, swapEnded, swapProposed } from './facts.ts';
import { showSwap } from './jobs.ts';
import { candidateOf, type Rota } from './rota.ts';
import { brokenRules } from './rules.ts';
import { assignmentOf, type Shift } from './shift.ts';

export const Swap = z.object({
  id: z.string(),
  /** Whose shift it is, and who takes it. */
  from: z.string(),
  to: z.string(),
  shift: z.string(),
  /** What they get for it; absent where it is given away. */
  other: z.string().exactOptional(),
  accepted: z.array(z.string()),
  state: z.enum(['open', 'done', 'declined', 'void']),
  /** Who said no, or why it cannot be any more. */
  ended: z.string().exactOptional(),
  /** The questions in Slack, by person. */
  asks: z.record(z.string(), z.object({ channel: z.string(), ts: z.string() })),
});
export type Swap = z.infer<typeof Swap>;

export const swapDocument = document({
  name: 'swap',
  schema: Swap,
  schemaVersion: 1,
  indexes: (swap) => (swap.state === 'open' ? ['open', `shift:${swap.shift}`] : []),
});

const about = (swap: Swap) => [
  `swap:${swap.id}`,
  `shift:${swap.shift}`,
  ...(swap.other ? [`shift:${swap.other}`] : []),
];
const show = ({ now }: Deciding, id: string) =>
  scheduleJob(showSwap, now, { swap: id }, `${now.epochMilliseconds}`);

export type SwapRefusal = Refusal & { readonly person?: string };

/** What speaks against the swap as the rota stands: the same rules as for any place. */
export function swapProblem(
  rota: Rota,
  swap: Pick<Swap, 'from' | 'to' | 'shift' | 'other'>,
  now: Temporal.Instant,
): SwapRefusal | undefined {
  const shift = rota.shifts.get(swap.shift)?.value;
  const other = swap.other === undefined ? undefined : rota.shifts.get(swap.other)?.value;
  if (!shift || !assignmentOf(shift, swap.from)) return { refused: 'not-on-it', person: swap.from };
  if (swap.other !== undefined && (!other || !assignmentOf(other, swap.to)))
    return { refused: 'not-on-it', person: swap.to };
  for (const one of other ? [shift, other] : [shift])
    if (Temporal.Instant.compare(instant(one.end), now) <= 0) return { refused: 'over' };
  const receives = (person: string, gets: Shift, gives: string[], from: string) =>
    brokenRules(
      candidateOf(rota, person, gives),
      { ...gets, assignments: gets.assignments.filter((one) => one.person !== from) },
      rota,
    );
  const first = receives(swap.to, shift, other ? [other.code] : [], swap.from);
  if (first.length > 0) return { refused: 'rules', broken: first, person: swap.to };
  const second = other ? receives(swap.from, other, [shift.code], swap.to) : [];
  if (second.length > 0) return { refused: 'rules', broken: second, person: swap.from };
  return undefined;
}

export function proposeSwap(
  deciding: Deciding,
  rota: Rota,
  swap: Pick<Swap, 'id' | 'from' | 'to' | 'shift' | 'other'>,
): { readonly change: Change } | SwapRefusal {
  const problem = swapProblem(rota, swap, deciding.now);
  if (problem) return problem;
  const opened: Swap = { ...swap, accepted: [], state: 'open', asks: {} };
  return {
    change: {
      put: [put(swapDocument, swap.id, opened)],
      facts: [
        recordFact(swapProposed, {
          at: deciding.now,
          by: deciding.by,
          about: about(opened),
          data: {
            swap: swap.id,
            person: swap.from,
            with: swap.to,
            shift: swap.shift,
            ...(swap.other !== undefined && { other: swap.other }),
          },
        }),
      ],
      jobs: [show(deciding, swap.id)],
    },
  };
}

/** `person` takes over the place that `from` has, as accepted; the lead of the shift stays its lead. */
export function transferPlace(shift: Shift, from: string, person: string): Shift {
  const place = assignmentOf(shift, from);
  const without = {
    ...shift,
    assignments: shift.assignments.filter((one) => one.person !== from && one.person !== person),
  };
  return withPlace(without, person, { person, state: 'accepted', ...(place?.lead && { lead: true }) });
}

/** One of the two accepts. The second one's acceptance carries it out, if it still can be. */
export function acceptSwap(
  deciding: Deciding,
  rota: Rota,
  swap: Versioned<Swap>,
): { readonly change: Change; readonly outcome: 'waiting' | 'done' } | SwapRefusal {
  const { now, by } = deciding;
  const it = swap.value;
  const accepted = [...new Set([...it.accepted, by])];
  const problem = swapProblem(rota, it, now);
  if (problem) return problem;
  const agreed = recordFact(swapAccepted, {
    at: now,
    by,
    about: about(it),
    data: { swap: it.id, person: by },
  });
  if (accepted.length < 2) {
    return {
      outcome: 'waiting',
      change: {
        put: [put(swapDocument, swap.id, { ...it, accepted }, swap.version)],
        facts: [agreed],
        jobs: [show(deciding, it.id)],
      },
    };
  }
  const moved = (code: string, from: string, to: string): Change => {
    const shift = rota.shifts.get(code);
    if (!shift) return {};
    const after = transferPlace(shift.value, from, to);
    const had = assignmentOf(shift.value, from)?.state ?? null;
    const facts: Fact[] = [
      assignmentFact(deciding, after, from, had, 'dropped', 'swapped'),
      assignmentFact(deciding, after, to, null, 'accepted', 'swapped'),
    ];
    return changeShift(deciding, shift, after, facts);
  };
  const done: Swap = { ...it, accepted, state: 'done' };
  return {
    outcome: 'done',
    change: mergeChanges(
      moved(it.shift, it.from, it.to),
      it.other === undefined ? undefined : moved(it.other, it.to, it.from),
      {
        put: [put(swapDocument, swap.id, done, swap.version)],
        facts: [
          agreed,
          recordFact(swapDone, { at: now, by, about: about(it), data: { swap: it.id, shift: it.shift } }),
        ],
        jobs: [show(deciding, it.id)],
      },
    ),
  };
}

/** Somebody says no, or it cannot be any more. */
export function endSwap(
  deciding: Deciding,
  swap: Versioned<Swap>,
  state: 'declined' | 'void',
  why: string,
): Change {
  return {
    put: [put(swapDocument, swap.id, { ...swap.value, state, ended: why }, swap.version)],
    facts: [
      recordFact(swapEnded, {
        at: deciding.now,
        by: deciding.by,
        about: about(swap.value),
        data: { swap: swap.id, person: deciding.by, why: state },
      }),
    ],
    jobs: [show(deciding, swap.id)],
  };
}
