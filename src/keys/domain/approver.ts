/**
 * Whose word counts for a new key set. Two organizers make one, and one alone could make somebody an organizer
 * for a minute: so both must have been organizers for a day, or be named by the operator.
 */
import type { Temporal } from 'temporal-polyfill';
import type { EventSettings } from '../../callboard/domain/event.ts';
import { instant } from '../../core/instant.ts';

export const APPROVER_HOURS = 24;

/**
 * From when on somebody's word counts.
 *
 * @param configured - Slack user ids of the organizers whom the configuration names.
 * @returns `now` where it is known to count already; undefined for who is no organizer.
 */
export function countsFrom(
  person: string,
  event: Pick<EventSettings, 'organizers' | 'organizersSince'>,
  configured: readonly string[],
  now: Temporal.Instant,
): Temporal.Instant | undefined {
  if (!event.organizers.includes(person)) return undefined;
  const since = event.organizersSince?.[person];
  if (since === undefined || configured.includes(person)) return now;
  return instant(since).add({ hours: APPROVER_HOURS });
}

export const countsNow = (...asked: Parameters<typeof countsFrom>): boolean => {
  const from = countsFrom(...asked);
  return from !== undefined && from.epochMilliseconds <= asked[3].epochMilliseconds;
};
