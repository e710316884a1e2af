/** Times and durations that a person typed, or a UserError that quotes them and says what would do. */
import type { Temporal } from 'temporal-polyfill';
import { UserError } from '../core/errors.ts';
import { type ParsedDay, parseDay, parseDuration, parseTime, type TimeContext } from '../core/time.ts';
import { escape, quoted } from './mrkdwn.ts';

export interface TypedTime {
  readonly at: Temporal.Instant;
  /** The clock shows this time twice that night; the earlier was taken, and the reply must say so. */
  readonly ambiguous: boolean;
}

export function typedTime(text: string, context: TimeContext): TypedTime {
  const parsed = parseTime(text, context);
  if ('at' in parsed) return { at: parsed.at, ambiguous: parsed.ambiguous === true };
  if (parsed.problem === 'nonexistent')
    throw new UserError('typed.nonexistent', { wall: escape(parsed.wall), zone: escape(context.zone) });
  if (parsed.problem === 'no-such-day') throw noSuchDay(parsed.day, context);
  throw new UserError('typed.time', { typed: quoted(text) });
}

export function typedDay(text: string, context: TimeContext): Exclude<ParsedDay, { problem: string }> {
  const parsed = parseDay(text, context);
  if ('date' in parsed) return parsed;
  if (parsed.problem === 'no-such-day') throw noSuchDay(parsed.day, context);
  throw new UserError('typed.day', { typed: quoted(text) });
}

export function typedDuration(text: string): Temporal.Duration {
  const parsed = parseDuration(text);
  if (parsed) return parsed;
  throw new UserError('typed.duration', { typed: quoted(text) });
}

const noSuchDay = (day: number, context: TimeContext) =>
  new UserError('typed.noSuchDay', { day, count: context.days.length });
