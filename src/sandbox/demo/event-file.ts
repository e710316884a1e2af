/** The event that a sandbox opens with, as a file anybody can write: SANDBOX_EVENT names one. See docs/sandbox.md. */
import { readFileSync } from 'node:fs';
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { StartRefusal } from '../refusal.ts';
import { people } from '../workspace.ts';

const handles = people.map((person) => person.handle);
const Handle = z.string().refine((handle) => handles.includes(handle), {
  error: `is nobody of the sandbox's workspace (${handles.join(', ')})`,
});

const RELATIVE = /^day (\d{1,2}) (\d{1,2}:\d{2})$/;
const WALL = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?$/;

/** `day 2 09:30` (day 1 is the day of the start), `2019-06-05T09:30` in the event's zone, or with an offset. */
const When = z
  .string()
  .refine((text) => RELATIVE.test(text) || WALL.test(text) || !Number.isNaN(Date.parse(text)), {
    error: 'is no time: write `day 1 09:30`, `2019-06-05T09:30`, or that with an offset',
  });

const Zone = z.string().refine(
  (zone) => {
    try {
      Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
      return true;
    } catch {
      return false;
    }
  },
  { error: 'is no time zone, such as Europe/Madrid' },
);

export const EventFile = z.strictObject({
  name: z.string().min(1),
  zone: Zone,
  language: z.enum(['en', 'es']).default('en'),
  organizers: z.array(Handle).default(['organizer']),
  /** Rooms that have a channel of the workspace (its id) or other names. */
  rooms: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        channel: z.string().exactOptional(),
        aliases: z.array(z.string()).exactOptional(),
      }),
    )
    .default([]),
  sessions: z
    .array(
      z.strictObject({
        title: z.string().min(1),
        room: z.string().default(''),
        start: When,
        minutes: z.number().int().positive(),
        speakers: z.array(z.string()).default([]),
        /** The person of the workspace who gives it; linked to its first speaker. */
        linked: Handle.exactOptional(),
        abstract: z.string().exactOptional(),
        track: z.string().exactOptional(),
        language: z.string().exactOptional(),
        isBreak: z.literal(true).exactOptional(),
      }),
    )
    .default([]),
  roles: z.array(z.strictObject({ name: z.string().min(1), leads: z.array(Handle).default([]) })).default([]),
  shifts: z
    .array(
      z.strictObject({
        role: z.string().min(1),
        room: z.string().exactOptional(),
        start: When,
        minutes: z.number().int().positive(),
        need: z.number().int().positive().default(1),
        people: z.array(Handle).default([]),
      }),
    )
    .default([]),
});
export type EventFile = z.infer<typeof EventFile>;

/** The instant that a time of the file means. `today` is day 1. */
export function whenInstant(text: string, zone: string, today: Temporal.PlainDate): Temporal.Instant {
  const [, day, time] = RELATIVE.exec(text) ?? [];
  if (day !== undefined && time !== undefined) {
    const date = today.add({ days: Number(day) - 1 });
    const plainTime = Temporal.PlainTime.from(time.padStart(5, '0'));
    return date.toZonedDateTime({ timeZone: zone, plainTime }).toInstant();
  }
  if (WALL.test(text)) return Temporal.PlainDateTime.from(text).toZonedDateTime(zone).toInstant();
  return Temporal.Instant.from(text);
}

export function readEventFile(path: string): EventFile {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new StartRefusal(`SANDBOX_EVENT ${path} cannot be read: ${(error as Error).message}`);
  }
  const parsed = EventFile.safeParse(json);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'it'}: ${issue.message}`);
  throw new StartRefusal(`SANDBOX_EVENT ${path} is no event file. ${problems.slice(0, 5).join('; ')}`);
}

/** Refuses a file that the bot could not load, before anything starts. */
export function checkEventFile(event: string | undefined): void {
  if (event !== undefined && event !== 'none') readEventFile(event);
}
