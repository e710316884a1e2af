/** When each reminder of a session is due for one speaker, and until when it is of use. */
import { Temporal } from 'temporal-polyfill';
import type { Person } from '../../callboard/domain/person.ts';
import { reminderKind } from './plan.ts';
import { defaultQuiet, type QuietHours, quietAround } from './quiet.ts';

/** Minutes before the start from which on a speaker is reminded at any hour. */
export const NEAR_MINUTES = 180;

export interface Slot {
  readonly kind: string;
  readonly minutes: number;
  readonly due: Temporal.Instant;
  /** From here on it would only be noise: the next reminder says the same, or the session has begun. */
  readonly usedUntil: Temporal.Instant;
  /** The last ones bring the buttons of the check-in. */
  readonly checkIn: boolean;
}

/** The person's own quiet hours (in the event's zone, as they set them), else the night where they are. */
export const quietOf = (person: Person | undefined, eventZone: string): QuietHours =>
  person?.contact?.quiet
    ? { ...person.contact.quiet, zone: eventZone }
    : { ...defaultQuiet, zone: person?.zone ?? eventZone };

/**
 * A reminder that is due in quiet hours waits for their end while that is of use, and else comes before
 * they begin. One that is late is of use until a quarter of an hour before the next one (less where they
 * follow each other quickly), so that nobody gets two in a row.
 */
export function slots(start: Temporal.Instant, reminders: readonly number[], quiet: QuietHours): Slot[] {
  return reminders.map((minutes, i) => {
    const next = reminders[i + 1];
    const raw = start.subtract({ minutes });
    const spare = next === undefined ? 0 : Math.min(15 * 60, ((minutes - next) * 60) / 4);
    const usedUntil = next === undefined ? start : start.subtract({ seconds: next * 60 + Math.floor(spare) });
    const night = minutes > NEAR_MINUTES ? quietAround(raw, quiet) : undefined;
    const waits = night && Temporal.Instant.compare(night.end, usedUntil) < 0;
    const due = night ? (waits ? night.end : night.start) : raw;
    return {
      kind: reminderKind(minutes),
      minutes,
      due,
      usedUntil,
      checkIn: minutes <= 60 || next === undefined,
    };
  });
}

/** Until when a late reminder has to wait, because it is night where the speaker is and the talk is far. */
export function waitUntil(
  slot: Slot,
  start: Temporal.Instant,
  now: Temporal.Instant,
  quiet: QuietHours,
): Temporal.Instant | undefined {
  if (now.until(start).total('minutes') <= NEAR_MINUTES) return undefined;
  const night = quietAround(now, quiet);
  // The evening before was the reminder's own time: then the night has begun exactly now.
  if (!night || Temporal.Instant.compare(night.start, slot.due) === 0) return undefined;
  return Temporal.Instant.compare(night.end, slot.usedUntil) < 0 ? night.end : undefined;
}
