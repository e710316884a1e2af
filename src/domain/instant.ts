/** Instants in documents: ISO 8601 in UTC, such as `2019-06-05T12:30:00Z`. */
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';

/** An instant as documents and facts hold it. */
export const InstantText = z.iso.datetime();
export type InstantText = z.infer<typeof InstantText>;

export const instant = (text: InstantText): Temporal.Instant => Temporal.Instant.from(text);
export const instantText = (t: Temporal.Instant): InstantText => t.toString();

/** Milliseconds since 1970, for sorting and comparing many. */
export const milliseconds = (text: InstantText): number => Date.parse(text);
