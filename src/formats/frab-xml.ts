/** The frab family in XML: frab, pretalx, wafer, the c3 hub; each event with its instant in `<date>`. */
import type { Collector } from './collector.ts';
import { durationMinutes } from './duration.ts';
import type { XmlParser } from './parser.ts';
import { eventFields, eventsOf, hasDates, isSchedule, labelOf, readConference } from './schedule-xml.ts';
import { childrenOf, textOf } from './xml.ts';

function readDayWindow(day: ReturnType<typeof childrenOf>[number], place: number, into: Collector): void {
  const { date = '', start = '', end = '', index = '' } = day.attributes;
  const from = into.time(start, date);
  const until = into.time(end, date);
  if (from === undefined || until === undefined) into.note('day-window', date);
  else
    into.days.push({ date: date.slice(0, 10), index: Number(index) || place + 1, start: from, end: until });
}

export const frabXml: XmlParser = {
  format: 'frab-xml',
  as: 'xml',
  fits: ({ root }) => isSchedule(root) && hasDates(root),
  read({ root }, into) {
    readConference(root, into);
    for (const [place, day] of childrenOf(root, 'day').entries()) {
      readDayWindow(day, place, into);
      for (const placed of eventsOf(day)) {
        const { event } = placed;
        const label = labelOf(event);
        const shown = textOf(event, 'start');
        const date = textOf(event, 'date');
        const start = into.startTime(
          /T/.test(date) ? date : `${date || day.attributes['date']}T${shown.padStart(5, '0')}`,
          label,
          shown,
        );
        if (start === undefined) {
          into.note('unscheduled', label);
          continue;
        }
        const minutes = durationMinutes(textOf(event, 'duration'));
        const byDuration = minutes === undefined ? undefined : start + minutes * 60_000;
        const end = into.time(textOf(event, 'end'), label);
        if (end !== undefined && byDuration !== undefined && end !== byDuration)
          into.note('duration-disagrees', label);
        into.add({ ...eventFields(placed, into), start, end: end ?? byDuration });
      }
    }
  },
};
