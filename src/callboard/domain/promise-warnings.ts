/** What stands of the promises, for whoever looks; what organizers are told of it, once each; the event's report. */
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { document, fact } from '../../core/commit.ts';
import { InstantText, instantText } from '../../core/instant.ts';
import type { EventSettings } from './event.ts';
import { TOLD_LATE } from './promise-talks.ts';
import { Counts, type PromiseFigures, type PromiseName, SLOT_MINUTES } from './promises.ts';

/** That it burns too fast, by the short window or by the long one; that its budget is spent. */
export const WARNINGS = ['fast', 'slow', 'spent'] as const;
export type WarningName = (typeof WARNINGS)[number];

const Warned = z.object({
  fast: InstantText.exactOptional(),
  slow: InstantText.exactOptional(),
  spent: InstantText.exactOptional(),
});
type Warned = z.infer<typeof Warned>;

/** The numbers as they were counted last. Small, so that Home, status and board read them at every look. */
export const PromiseState = z.object({
  at: InstantText,
  counts: Counts,
  toil: z.record(z.string(), z.number()),
  /** Since when organizers know of each warning that is on. */
  warned: z.object({ reached: Warned, answered: Warned, reminded: Warned, started: Warned }),
  /** The last day of the event whose report was given. */
  reported: z.iso.date().exactOptional(),
});
export type PromiseState = z.infer<typeof PromiseState>;

/** There is one. */
export const promisesDocument = document({ name: 'promises', schema: PromiseState, schemaVersion: 1 });
export const PROMISES_ID = 'promises';

/** So much of the ledger is in the numbers now. */
export const promisesCounted = fact(
  'promises.counted',
  z.object({
    upTo: z.string(),
    warnings: z.array(z.object({ promise: z.string(), what: z.enum(WARNINGS) })),
  }),
);
export const eventReported = fact('event.reported', z.object({ day: z.iso.date() }));

export const NOT_WARNED: PromiseState['warned'] = { reached: {}, answered: {}, reminded: {}, started: {} };

export interface Warning {
  readonly promise: PromiseName;
  readonly what: WarningName;
}

/**
 * What organizers are to hear now. A warning that is on is not told again; a burn that is over is one whose window
 * holds no miss any more, and a spent budget one that has something left again, so that a number that swings about
 * its limit is told once. A fast burn speaks for the slow one: it says more, and earlier.
 */
export function decideWarnings(
  figures: readonly PromiseFigures[],
  before: PromiseState['warned'],
  now: Temporal.Instant,
): { readonly warned: PromiseState['warned']; readonly tell: readonly Warning[] } {
  const warned = { ...before };
  const tell: Warning[] = [];
  for (const { name, spent, left, burn } of figures) {
    const was = before[name];
    const isOn = {
      fast: burn.fast.isTooFast || (was.fast !== undefined && burn.fast.missed > 0),
      slow: burn.slow.isTooFast || burn.fast.isTooFast || (was.slow !== undefined && burn.slow.missed > 0),
      spent: spent || (was.spent !== undefined && left === 0),
    };
    const isNew = (what: WarningName) => isOn[what] && was[what] === undefined;
    if (isNew('fast')) tell.push({ promise: name, what: 'fast' });
    else if (isNew('slow')) tell.push({ promise: name, what: 'slow' });
    if (isNew('spent')) tell.push({ promise: name, what: 'spent' });
    const known = WARNINGS.filter((what) => isOn[what]).map((what) => [what, was[what] ?? instantText(now)]);
    warned[name] = Object.fromEntries(known) as Warned;
  }
  return { warned, tell };
}

/** The report is given at this hour of the last day, or when its last talk has ended and is decided. */
const REPORT_HOUR = '18:00';
/** A bot that was not there then gives it later, but not when the event is long over. */
const REPORT_USEFUL_HOURS = 12;

/**
 * When the report of the event is due, and of which last day; undefined where nobody knows when the event ends,
 * where it was given, and where it comes too late.
 *
 * @param lastDay - the agenda's own, `2019-06-07`, where it has one
 * @param ends - when each talk ends, in milliseconds since 1970
 */
export function reportDue(
  event: Pick<EventSettings, 'dates' | 'zone'>,
  lastDay: string | undefined,
  ends: readonly number[],
  reported: string | undefined,
  now: Temporal.Instant,
): { readonly day: string; readonly at: Temporal.Instant } | undefined {
  const day = [lastDay, event.dates?.last]
    .filter((one) => one !== undefined && one !== '')
    .sort()
    .at(-1);
  if (day === undefined || day === reported) return undefined;
  const plainTime = Temporal.PlainTime.from(REPORT_HOUR);
  const evening = Temporal.PlainDate.from(day).toZonedDateTime({ timeZone: event.zone, plainTime });
  const first = evening.epochMilliseconds;
  const decided = TOLD_LATE + SLOT_MINUTES * 60_000;
  const last = ends.reduce((latest, end) => Math.max(latest, end + decided), first);
  // A talk of another year in the agenda is no reason to wait for it.
  const at = last - first < 86_400_000 ? last : first;
  if (now.epochMilliseconds - at > REPORT_USEFUL_HOURS * 3_600_000) return undefined;
  return { day, at: Temporal.Instant.fromEpochMilliseconds(at) };
}
