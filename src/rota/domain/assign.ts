/** Giving places and taking them back. */

import { Temporal } from 'temporal-polyfill';
import type { Change, Versioned } from '../../core/commit.ts';
import { mergeChanges, recordFact } from '../../core/commit.ts';
import { instant } from '../../core/instant.ts';
import {
  aboutShift,
  assignmentFact,
  changeShift,
  type Deciding,
  type How,
  withPlace,
} from './change-shift.ts';
import { droppedLate } from './facts.ts';
import { scheduleNotice } from './jobs.ts';
import { candidateOf, type Rota } from './rota.ts';
import { type Broken, brokenRules } from './rules.ts';
import { type Assignment, assignmentOf, isLive, type Role, type Shift } from './shift.ts';

export type Refusal =
  | { readonly refused: 'rules'; readonly broken: readonly Broken[] }
  | { readonly refused: 'over' }
  | { readonly refused: 'not-on-it' };

export type Decided = { readonly change: Change } | Refusal;

/** Hours before the start inside which a drop-out is an alarm. */
export const LATE_HOURS = 3;

const isOver = (shift: Shift, now: Temporal.Instant) =>
  Temporal.Instant.compare(instant(shift.end), now) <= 0;

/** An organizer's word may set these aside; a place that is theirs already cannot be given twice. */
export const overridable = (broken: readonly Broken[]): boolean =>
  broken.every(({ rule }) => rule !== 'double-booking');

/**
 * Gives `person` the shift, accepted at once: whoever is assigned or signs up is paged. With `reason` an
 * organizer sets the broken rules aside, and the fact says which and why.
 */
export function assign(
  deciding: Deciding,
  rota: Rota,
  shift: Versioned<Shift>,
  person: string,
  options: { readonly how: How; readonly reason?: string; readonly lead?: boolean },
): Decided {
  if (isOver(shift.value, deciding.now)) return { refused: 'over' };
  const broken = brokenRules(candidateOf(rota, person), shift.value, rota);
  const overridden = options.reason !== undefined && overridable(broken);
  if (broken.length > 0 && !overridden) return { refused: 'rules', broken };
  const place: Assignment = { person, state: 'accepted', ...(options.lead && { lead: true }) };
  const override = overridden &&
    broken.length > 0 && { rules: broken.map(({ rule }) => rule), reason: options.reason ?? '' };
  const after = withPlace(shift.value, person, place);
  const change = changeShift(deciding, shift, after, [
    assignmentFact(deciding, after, person, null, 'accepted', options.how, override || undefined),
  ]);
  const news =
    person === deciding.by
      ? []
      : [scheduleNotice(deciding.now, { to: person, news: 'assigned', shifts: [shift.value.code] })];
  return { change: mergeChanges(change, { jobs: news }) };
}

/** People who lead on this shift or answer for its role, without those given. */
export function leadsOf(shift: Shift, role: Role | undefined, ...without: readonly string[]): string[] {
  const onShift = shift.assignments.filter((one) => one.lead && isLive(one)).map((one) => one.person);
  return [...new Set([...onShift, ...(role?.leads ?? [])])].filter((person) => !without.includes(person));
}

/** Whether this person leaves at short notice: who leaves a mere proposal does not. */
export const isLateToLeave = (shift: Shift, person: string, now: Temporal.Instant): boolean =>
  Temporal.Instant.compare(instant(shift.start).subtract({ hours: LATE_HOURS }), now) <= 0 &&
  assignmentOf(shift, person)?.state !== 'proposed';

/**
 * Takes somebody off a shift. Inside the last three hours before the start, or after it, the role's leads
 * and the ops channel are alarmed: there is hardly time to find somebody.
 */
export function drop(
  deciding: Deciding,
  rota: Rota,
  shift: Versioned<Shift>,
  person: string,
  options: { readonly how: How; readonly ops?: string | undefined },
): Decided {
  const { now } = deciding;
  const place = assignmentOf(shift.value, person);
  if (!place) return { refused: 'not-on-it' };
  if (isOver(shift.value, now)) return { refused: 'over' };
  const after = withPlace(shift.value, person, { person, state: 'dropped' });
  const change = changeShift(deciding, shift, after, [
    assignmentFact(deciding, after, person, place.state, 'dropped', options.how),
  ]);
  const about = { shifts: [shift.value.code], people: [person] };
  const news =
    person === deciding.by
      ? []
      : [scheduleNotice(now, { to: person, news: 'removed', shifts: [shift.value.code] })];
  if (!isLateToLeave(shift.value, person, now)) return { change: mergeChanges(change, { jobs: news }) };
  const leads = leadsOf(after, rota.roles.get(after.role), person, deciding.by);
  return {
    change: mergeChanges(change, {
      facts: [
        recordFact(droppedLate, {
          at: now,
          by: deciding.by,
          about: aboutShift(after, person),
          data: { shift: after.code, person },
        }),
      ],
      jobs: [
        ...news,
        ...leads.map((to) => scheduleNotice(now, { to, news: 'dropped-late', ...about })),
        ...(options.ops
          ? [scheduleNotice(now, { to: options.ops, channel: true, news: 'dropped-late', ...about })]
          : []),
      ],
    }),
  };
}

/** Says yes to a proposal; several at once when one message proposed several. */
export function agree(deciding: Deciding, shift: Versioned<Shift>, person: string): Decided {
  const place = assignmentOf(shift.value, person);
  if (place?.state !== 'proposed') return { refused: 'not-on-it' };
  const after = withPlace(shift.value, person, { ...place, state: 'accepted' });
  return {
    change: changeShift(deciding, shift, after, [
      assignmentFact(deciding, after, person, 'proposed', 'accepted', 'agreed'),
    ]),
  };
}

/** Proposals that nobody declined in time count as accepted, so that whoever is shown is paged. */
export function settle(deciding: Deciding, shift: Versioned<Shift>): Change | undefined {
  const open = shift.value.assignments.filter(({ state }) => state === 'proposed');
  if (open.length === 0) return undefined;
  const after: Shift = {
    ...shift.value,
    assignments: shift.value.assignments.map((one) =>
      one.state === 'proposed' ? { ...one, state: 'accepted' } : one,
    ),
  };
  return changeShift(
    deciding,
    shift,
    after,
    open.map(({ person }) => assignmentFact(deciding, after, person, 'proposed', 'accepted', 'settled')),
  );
}
