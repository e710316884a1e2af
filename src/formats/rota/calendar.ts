/** Shifts in iCalendar, as engelsystem gives them: one person each, the kind of shift first, its title in brackets. */
import { Collector } from '../collector.ts';
import { calendarParser } from '../ical/parse.ts';
import { ShiftReading } from './reading.ts';
import type { ParsedShifts, ShiftOptions } from './source.ts';

export function readCalendar(bytes: Uint8Array, options: ShiftOptions): ParsedShifts {
  const reading = new ShiftReading('ical', options);
  const into = new Collector('ical', { zone: options.zone });
  calendarParser.read({ as: 'ical', bytes, around: 0 }, into);
  reading.title = into.title;
  for (const entry of into.sessions) {
    const [, kind = entry.title, title = ''] =
      /^([^()]{1,200}?)\s*\(([^()]{0,200})\)$/.exec(entry.title.trim()) ?? [];
    if (entry.cancelled === true) continue;
    reading.add({
      key: into.worthless || entry.guid === '' ? `${entry.title}|${entry.room}|${entry.start}` : entry.guid,
      role: kind,
      room: entry.room,
      start: entry.start,
      end: entry.end,
      min: 1,
      note: title,
    });
    if (entry.end === undefined) reading.note('no-end', entry.title);
  }
  return reading.finish();
}
