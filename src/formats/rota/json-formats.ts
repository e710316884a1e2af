/** Shifts in JSON: a rota published as a frab schedule, EMF's list, engelsystem's two kinds of export. */
import { z } from 'zod';
import { durationMinutes } from '../duration.ts';
import { isZone } from '../when.ts';
import { ShiftReading } from './reading.ts';
import type { ParsedShifts, ShiftOptions } from './source.ts';

const text = z.union([z.string(), z.number()]).transform(String).nullish();

const FrabShift = z.looseObject({
  guid: text,
  id: text,
  date: z.string(),
  duration: z.string(),
  title: text,
  track: text,
  type: text,
  abstract: text,
});
const Frab = z.object({
  schedule: z.object({
    conference: z.object({
      title: text,
      acronym: text,
      time_zone_name: text,
      days: z.array(z.object({ rooms: z.record(z.string(), z.array(FrabShift)) })),
    }),
  }),
});

/**
 * A rota in the form of a schedule: one person a shift, since the form knows no number. What people do is
 * the track, else what the whole file is called; the title ("1 Night O") is the shift's note.
 */
export function readFrab(json: unknown, options: ShiftOptions): ParsedShifts | undefined {
  const parsed = Frab.safeParse(json);
  if (!parsed.success) return undefined;
  const { conference } = parsed.data.schedule;
  const reading = new ShiftReading('frab', options);
  reading.title = conference.title ?? '';
  if (conference.time_zone_name && isZone(conference.time_zone_name))
    reading.stateZone(conference.time_zone_name);
  const acronym = (conference.acronym ?? '').toLowerCase();
  const name = reading.title
    .split(/\s+/)
    .filter((word) => word.toLowerCase() !== acronym)
    .join(' ');
  for (const day of conference.days) {
    for (const [room, shifts] of Object.entries(day.rooms)) {
      for (const shift of shifts) {
        const start = reading.time(shift.date);
        const minutes = durationMinutes(shift.duration);
        if (minutes === undefined) reading.note('unreadable-time', shift.duration);
        reading.add({
          key: shift.guid ?? shift.id ?? `${room}|${shift.title}|${shift.date}`,
          role: shift.track || name || shift.type || '',
          room,
          start,
          end: start === undefined || minutes === undefined ? undefined : start + minutes * 60_000,
          min: 1,
          note: [shift.title, shift.abstract].filter(Boolean).join('\n'),
        });
      }
    }
  }
  return reading.finish();
}

const Emf = z.array(
  z.looseObject({
    start: z.string(),
    end: z.string(),
    role: z.string(),
    venue: text,
    min_needed: z.number(),
    max_needed: z.number().nullish(),
  }),
);

/** EMF's list; times are wall clock. It has no ids: what, where and when is a shift's identity. */
export function readEmf(json: unknown, options: ShiftOptions): ParsedShifts | undefined {
  const parsed = Emf.safeParse(json);
  if (!parsed.success || parsed.data.length === 0) return undefined;
  const reading = new ShiftReading('emf', options);
  for (const shift of parsed.data) {
    const venue = shift.venue === 'N/A' ? '' : (shift.venue ?? '');
    reading.add({
      key: `${shift.role}|${venue}|${shift.start}|${shift.end}`,
      role: shift.role,
      room: venue,
      start: reading.time(shift.start),
      end: reading.time(shift.end),
      min: shift.min_needed,
      max: shift.max_needed ?? undefined,
    });
  }
  return reading.finish();
}

const Named = z.looseObject({ name: z.string() });
const EngelShift = z.looseObject({
  id: text,
  name: text,
  title: text,
  starts_at: z.string(),
  ends_at: z.string(),
  location: Named.nullish(),
  shift_type: Named.nullish(),
  needed_angel_types: z.array(z.looseObject({ angel_type: Named, needs: z.number() })),
});
const EngelApi = z.union([
  z.looseObject({ data: z.array(EngelShift) }).transform(({ data }) => data),
  z.array(EngelShift),
]);

/** engelsystem's API (v0-beta): one of our shifts for each kind of angel that a shift needs. */
export function readEngelApi(json: unknown, options: ShiftOptions): ParsedShifts | undefined {
  const parsed = EngelApi.safeParse(json);
  if (!parsed.success || parsed.data.length === 0) return undefined;
  const reading = new ShiftReading('engelsystem', options);
  for (const shift of parsed.data) {
    const start = reading.time(shift.starts_at);
    const end = reading.time(shift.ends_at);
    const room = shift.location?.name ?? '';
    const note = [shift.shift_type?.name, shift.title ?? shift.name].filter(Boolean).join(': ');
    const needed = shift.needed_angel_types.filter(({ needs }) => needs > 0);
    if (needed.length === 0) reading.note('no-places', `${note} ${room}`);
    for (const { angel_type, needs } of needed)
      reading.add({
        key: `${shift.id ?? note}|${angel_type.name}`,
        role: angel_type.name,
        room,
        start,
        end,
        min: needs,
        note,
      });
  }
  return reading.finish();
}

const EngelFeed = z.array(
  z.looseObject({
    name: z.string(),
    title: text,
    start_date: z.string(),
    end_date: z.string(),
    link: text,
    location: z.union([z.string(), Named.transform(({ name }) => name)]).nullish(),
    Name: text,
  }),
);

/** engelsystem's feed of one person's shifts (`shifts-json-export`): it names no numbers, so one each. */
export function readEngelFeed(json: unknown, options: ShiftOptions): ParsedShifts | undefined {
  const parsed = EngelFeed.safeParse(json);
  if (!parsed.success || parsed.data.length === 0) return undefined;
  const reading = new ShiftReading('engelsystem', options);
  for (const shift of parsed.data) {
    const room = shift.location ?? shift.Name ?? '';
    reading.add({
      key: shift.link ?? `${shift.name}|${room}|${shift.start_date}`,
      role: shift.name,
      room,
      start: reading.time(shift.start_date),
      end: reading.time(shift.end_date),
      min: 1,
      note: shift.title ?? '',
    });
  }
  return reading.finish();
}
