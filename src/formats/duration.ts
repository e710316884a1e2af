/** How long a session takes, in the ways that files write it. */
import { Temporal } from 'temporal-polyfill';

/** A year: nothing on an agenda lasts longer. */
const MAX_MINUTES = 366 * 24 * 60;

const minutes = (days: number, hours: number, mins: number): number => (days * 24 + hours) * 60 + mins;

/**
 * Minutes, or undefined where the text is no duration. `00:45`, `4:30`, `2:06:00` (two days, six hours:
 * pretalx and EMF write days first), `PT1H30M`, `45`, `45 min`, `1h30`. `clock` says that three parts
 * are hours, minutes and seconds, as spreadsheets write them; so does a first part with two digits.
 */
export function durationMinutes(text: string, options: { clock?: boolean } = {}): number | undefined {
  const read = text.length > 64 ? undefined : unbounded(text.trim(), options);
  return read === undefined || read > MAX_MINUTES ? undefined : read;
}

function unbounded(trimmed: string, options: { clock?: boolean }): number | undefined {
  const colons = /^(\d{1,4}):(\d{2})(?::(\d{2}))?$/.exec(trimmed);
  if (colons) {
    const [, first = '', second = '', third] = colons;
    if (third === undefined) return minutes(0, Number(first), Number(second));
    const clock = options.clock === true || first.length > 1;
    return clock
      ? minutes(0, Number(first), Number(second))
      : minutes(Number(first), Number(second), Number(third));
  }
  if (/^P/i.test(trimmed)) {
    try {
      const total = Temporal.Duration.from(trimmed.toUpperCase()).total({
        unit: 'minutes',
        relativeTo: '1970-01-01',
      });
      return Math.round(total);
    } catch {
      return undefined;
    }
  }
  const words =
    /^(?:(\d{1,3})\s*(?:h|hrs?|hours?|horas?|std\.?|stunden?))?\s*(?:(\d{1,4})\s*(?:m|mins?|minutes?|minutos?|minuten?)?)?\.?$/i.exec(
      trimmed,
    );
  if (words && (words[1] !== undefined || words[2] !== undefined))
    return minutes(0, Number(words[1] ?? 0), Number(words[2] ?? 0));
  return undefined;
}
