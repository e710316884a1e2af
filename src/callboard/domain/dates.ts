/** When the event is. */
import type { EventSettings } from './event.ts';

export interface EventDates {
  /** Calendar dates in the event's zone, both included. */
  readonly first: string;
  readonly last: string;
  /** Whether somebody has said so, or the programme has days and nobody has. */
  readonly from: 'event' | 'programme';
}

/**
 * The dates that were set, else the first and the last day of the programme.
 *
 * @param days - Those of the agenda, in any order.
 */
export function eventDates(
  { dates }: Pick<EventSettings, 'dates'>,
  days: readonly { readonly date: string }[],
): EventDates | undefined {
  if (dates) return { ...dates, from: 'event' };
  const all = days.map(({ date }) => date).sort();
  const [first, last] = [all[0], all.at(-1)];
  return first === undefined || last === undefined ? undefined : { first, last, from: 'programme' };
}
