/**
 * Instants in documents: ISO 8601 in UTC, such as `2019-06-05T12:30:00Z`, to the millisecond. By way of Date,
 * which writes and reads them eight times as fast as the polyfill of Temporal (an import has thousands).
 */
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';

/** An instant as documents and facts hold it. */
export const InstantText = z.iso.datetime();
export type InstantText = z.infer<typeof InstantText>;

/** Throws a RangeError for a text that is none. */
export const instant = (text: InstantText): Temporal.Instant =>
  Temporal.Instant.fromEpochMilliseconds(Date.parse(text));

/** As Temporal writes it: without a fraction where there is none, and without its trailing zeros. */
export const instantText = (t: Temporal.Instant): InstantText =>
  new Date(t.epochMilliseconds).toISOString().replace(/\.?0+Z$/, 'Z');

/**
 * Whether it was less than so many milliseconds before `now`, all in milliseconds. A little ahead of now is
 * recent too (another machine's clock); what is further ahead was told by a clock that has been set back
 * since, and would otherwise be recent for as long as that.
 */
export const isRecent = (at: number, now: number, within: number): boolean => Math.abs(now - at) < within;

/** Milliseconds since 1970, for sorting and comparing many. */
export const milliseconds = (text: InstantText): number => Date.parse(text);
