/**
 * Who tries what they should not: five bad shares in a quarter of an hour lock that person for an hour.
 * Only ever the person: a set that could be locked would be a kill switch that anybody can block.
 */
import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { document } from '../../core/commit.ts';
import { InstantText, instant, instantText } from '../../core/instant.ts';

export const BAD_SHARES = 5;
export const WITHIN_MINUTES = 15;
export const LOCKED_MINUTES = 60;
/** So many ceremonies opened and cancelled by one person within the same time is odd enough to tell. */
export const CANCELLED_CEREMONIES = 3;

export const Strikes = z.object({
  bad: z.array(InstantText),
  cancelled: z.array(InstantText),
  lockedUntil: InstantText.exactOptional(),
});
export type Strikes = z.infer<typeof Strikes>;
/** Its id is the person's. */
export const strikesDocument = document({ name: 'keys.strikes', schema: Strikes, schemaVersion: 1 });
export const NO_STRIKES: Strikes = { bad: [], cancelled: [] };

const recent = (times: readonly InstantText[], now: Temporal.Instant): InstantText[] =>
  times.filter((time) => instant(time).until(now).total('minutes') < WITHIN_MINUTES);

export const lockedUntil = (strikes: Strikes, now: Temporal.Instant): Temporal.Instant | undefined => {
  const until = strikes.lockedUntil && instant(strikes.lockedUntil);
  return until && until.epochMilliseconds > now.epochMilliseconds ? until : undefined;
};

export function recordStrike(strikes: Strikes, now: Temporal.Instant): { strikes: Strikes; locks: boolean } {
  const bad = [...recent(strikes.bad, now), instantText(now)];
  if (bad.length < BAD_SHARES) return { strikes: { ...strikes, bad }, locks: false };
  const until = instantText(now.add({ minutes: LOCKED_MINUTES }));
  return { strikes: { ...strikes, bad: [], lockedUntil: until }, locks: true };
}

export function countCancelled(
  strikes: Strikes,
  now: Temporal.Instant,
): { strikes: Strikes; alarms: boolean } {
  const cancelled = [...recent(strikes.cancelled, now), instantText(now)];
  if (cancelled.length < CANCELLED_CEREMONIES) return { strikes: { ...strikes, cancelled }, alarms: false };
  return { strikes: { ...strikes, cancelled: [] }, alarms: true };
}
