/**
 * Pentabarf's XML, which FOSDEM still publishes: a day's date, a clock time, a duration; no zone, no
 * guid. A time before the hour of `<day_change>` belongs to the night after the day it is listed under.
 */
import { Temporal } from 'temporal-polyfill';
import type { Collector } from './collector.ts';
import { durationMinutes } from './duration.ts';
import type { XmlParser } from './parser.ts';
import { eventFields, eventsOf, hasDates, isSchedule, labelOf, readConference } from './schedule-xml.ts';
import { isDate } from './when.ts';
import { childOf, childrenOf, textOf } from './xml.ts';

/** Where the file states no day change. */
const DAY_CHANGE = '04:00';

const dateAfter = (date: string): string => Temporal.PlainDate.from(date).add({ days: 1 }).toString();

function readDay(date: string, index: number, change: string, into: Collector): void {
  const clock = into.clock;
  const start = clock.resolve(`${date}T${change}`)?.at;
  const end = clock.resolve(`${dateAfter(date)}T${change}`)?.at;
  if (start !== undefined && end !== undefined) into.days.push({ date, index, start, end });
}

export const pentabarfXml: XmlParser = {
  format: 'pentabarf-xml',
  as: 'xml',
  fits: ({ root }) => isSchedule(root) && !hasDates(root),
  read({ root }, into) {
    readConference(root, into);
    const stated = /^(\d{1,2}:\d{2})/.exec(textOf(childOf(root, 'conference'), 'day_change'))?.[1];
    const change = (stated ?? DAY_CHANGE).padStart(5, '0');
    for (const [place, day] of childrenOf(root, 'day').entries()) {
      const date = day.attributes['date']?.trim() ?? '';
      const good = isDate(date);
      if (good) readDay(date, Number(day.attributes['index']) || place + 1, change, into);
      for (const placed of eventsOf(day)) {
        const { event } = placed;
        const label = labelOf(event);
        const shown = /^(\d{1,2}:\d{2})/.exec(textOf(event, 'start'))?.[1]?.padStart(5, '0');
        const start =
          good && shown !== undefined
            ? into.startTime(`${shown < change ? dateAfter(date) : date}T${shown}`, label)
            : undefined;
        if (start === undefined) {
          into.note('unscheduled', label);
          continue;
        }
        const minutes = durationMinutes(textOf(event, 'duration'));
        const end = minutes === undefined ? undefined : start + minutes * 60_000;
        into.add({ ...eventFields(placed, into), start, end });
      }
    }
  },
};
