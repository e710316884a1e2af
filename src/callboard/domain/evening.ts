/**
 * The evening before each day of the event the organizers are told how tomorrow looks. One job waits for the next
 * such evening; whatever changes the event's days or its zone times it anew in the same commit.
 */
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import {
  type Change,
  cancelJob,
  document,
  fact,
  type JobChange,
  put,
  recordFact,
  scheduleJob,
  type Versioned,
} from '../../core/commit.ts';
import type { EventSettings } from './event.ts';
import { eveningBefore, tellEvening } from './jobs.ts';

/** By the clock of the event's zone. */
const HOUR = '18:00';

/** The last day that was told of, `2019-06-05`: another zone must not make an evening come twice. */
export const Evening = z.object({ day: z.iso.date() });
export const eveningDocument = document({ name: 'evening', schema: Evening, schemaVersion: 1 });
/** There is one such document. */
export const EVENING_ID = 'evening';

/** The organizers were told of a day, or it had begun before anybody could be told. */
export const eveningTold = fact(
  'evening.told',
  z.object({ day: z.iso.date(), organizers: z.number().int(), tooLate: z.literal(true).exactOptional() }),
);

export interface EveningsAsked {
  readonly event: Pick<EventSettings, 'dates' | 'zone'>;
  /** Calendar dates of the agenda's own days; the event's dates count beside them. */
  readonly agendaDays: readonly string[];
  /** The last day that was told of. */
  readonly told: string | undefined;
  readonly now: Temporal.Instant;
}

const later = (a: Temporal.PlainDate, b: Temporal.PlainDate) =>
  Temporal.PlainDate.compare(a, b) >= 0 ? a : b;

/**
 * The next day of which the organizers are to be told, and when: at 18:00 of the day before, by the event's clock.
 * A clock that jumps over that hour gives the same moment after the jump, one that shows it twice the earlier.
 *
 * @returns A moment in the past where the evening has come and the day has not: it is told at once. Undefined
 *   where no day is left.
 */
export function nextEvening({
  event: { dates, zone },
  agendaDays,
  told,
  now,
}: EveningsAsked): { readonly day: string; readonly at: Temporal.Instant } | undefined {
  const tomorrow = now.toZonedDateTimeISO(zone).toPlainDate().add({ days: 1 });
  const least =
    told === undefined ? tomorrow : later(tomorrow, Temporal.PlainDate.from(told).add({ days: 1 }));
  const candidates = agendaDays
    .map((day) => Temporal.PlainDate.from(day))
    .filter((day) => Temporal.PlainDate.compare(day, least) >= 0);
  if (dates && Temporal.PlainDate.compare(least, Temporal.PlainDate.from(dates.last)) <= 0)
    candidates.push(later(least, Temporal.PlainDate.from(dates.first)));
  const [day] = candidates.sort(Temporal.PlainDate.compare);
  if (!day) return undefined;
  const plainTime = Temporal.PlainTime.from(HOUR);
  const at = day.subtract({ days: 1 }).toZonedDateTime({ timeZone: zone, plainTime }).toInstant();
  return { day: day.toString(), at };
}

/** The job for the next evening, timed anew; taken back where there is none. */
export function scheduleEvening(asked: EveningsAsked): JobChange {
  const next = nextEvening(asked);
  return next ? scheduleJob(eveningBefore, next.at, { day: next.day }) : cancelJob(eveningBefore, {});
}

/** The evening has come: each organizer is told by a job of their own, and the next evening is waited for. */
export function announceTomorrow(
  day: string,
  known: Versioned<z.infer<typeof Evening>> | undefined,
  organizers: readonly string[],
  asked: Omit<EveningsAsked, 'told'>,
): Change {
  const { now, event } = asked;
  const told = known?.value.day;
  const again = (last: string | undefined) => scheduleEvening({ ...asked, told: last });
  if (told !== undefined && told >= day) return { jobs: [again(told)] };
  const tooLate = now.toZonedDateTimeISO(event.zone).toPlainDate().toString() >= day;
  const whom = tooLate ? [] : organizers;
  const data = { day, organizers: whom.length, ...(tooLate && { tooLate: true as const }) };
  return {
    put: [put(eveningDocument, EVENING_ID, { day }, known?.version ?? 0)],
    facts: [recordFact(eveningTold, { at: now, by: 'callboard', about: [], data })],
    jobs: [...whom.map((person) => scheduleJob(tellEvening, now, { day, person })), again(day)],
  };
}
