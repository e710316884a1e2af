/**
 * What an event promises: its terms, its error budgets, and how fast they burn. Numbers only, counted from the
 * ledger (`promise-tally.ts`); nothing here knows who or what they are about.
 */
import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';

/** A page reaches a channel; it is acknowledged; a reminder leaves; a talk starts. */
export const PROMISES = ['reached', 'answered', 'reminded', 'started'] as const;
export type PromiseName = (typeof PROMISES)[number];

/** Shares of 100 that a target may be: at 100 a single miss of the event would be too many. */
export const TARGET = { least: 50, most: 99.9 } as const;
/** Characters of a policy: it stands in a message, and people are to remember it. */
export const MAX_POLICY = 300;

const PromiseTerm = z.object({
  /** Seconds in which it is kept. */
  within: z.number().int().positive(),
  /** Of a hundred, so many are kept. */
  target: z.number().min(TARGET.least).max(TARGET.most),
  /** What people do once the budget is spent, in their words. */
  whenSpent: z.string().min(1).max(MAX_POLICY).exactOptional(),
  /** Then, whoever changes the programme by hand waits for another organizer. */
  secondOrganizer: z.boolean().exactOptional(),
});

const BurnTerm = z.object({
  /** Minutes that are looked back; whole slots of {@link SLOT_MINUTES}. */
  window: z.number().int().positive(),
  /** Warns from so many times the speed on that the target allows. */
  speed: z.number().positive(),
});
export const BURNS = ['fast', 'slow'] as const;
export type BurnName = (typeof BURNS)[number];

export const PromiseTerms = z.object({
  reached: PromiseTerm,
  answered: PromiseTerm,
  reminded: PromiseTerm,
  started: PromiseTerm,
  fast: BurnTerm,
  slow: BurnTerm,
});
export type PromiseTerms = z.infer<typeof PromiseTerms>;

/**
 * Where the event says nothing. The times are those of the product's contract (5 s, 3 min, 60 s, 5 min). What a
 * machine does is held to 99 of 100, what people do to 90. The two windows are those of the SRE Workbook (ch. 5:
 * an hour and six); its speeds, made for budgets of 30 days, are 14.4 and 6. Ours are for an event of some days of
 * ten hours: at six times the speed the budget of such a day is gone within two hours, at three times by noon.
 */
export const DEFAULT_TERMS: PromiseTerms = {
  reached: { within: 5, target: 99 },
  answered: { within: 180, target: 90 },
  reminded: { within: 60, target: 99 },
  started: { within: 300, target: 90 },
  fast: { window: 60, speed: 6 },
  slow: { window: 360, speed: 3 },
};

/** Misses in a window below which there is no warning: one alone says nothing of a speed. */
const LEAST_MISSES = 2;

/** What was counted is kept by slots of so many minutes, for as many minutes as the longest window. */
export const SLOT_MINUTES = 5;
export const MAX_WINDOW_MINUTES = 24 * 60;
const SLOT = SLOT_MINUTES * 60_000;

/** The slot of a moment. @param at - milliseconds since 1970 */
export const countSlot = (at: number): number => Math.floor(at / SLOT);
export const SLOTS_KEPT = MAX_WINDOW_MINUTES / SLOT_MINUTES;

/** The end of the slot that a moment is in. */
export const slotEnd = (at: Temporal.Instant): Temporal.Instant =>
  at.round({ smallestUnit: 'minute', roundingIncrement: SLOT_MINUTES, roundingMode: 'floor' }).add({
    minutes: SLOT_MINUTES,
  });

const count = z.number().int().nonnegative();

export const Counted = z.object({
  kept: count,
  missed: count,
  /** Kept and missed of the last day, by slot. */
  recent: z.record(z.string(), z.tuple([count, count])),
});
export type Counted = z.infer<typeof Counted>;

export const Counts = z.object({ reached: Counted, answered: Counted, reminded: Counted, started: Counted });
export type Counts = z.infer<typeof Counts>;

export interface Burn {
  /** Misses in its window. */
  readonly missed: number;
  /** Times the speed that the target allows; 0 where nothing happened. */
  readonly speed: number;
  readonly isTooFast: boolean;
}

/** How one promise stands. */
export interface PromiseFigures {
  readonly name: PromiseName;
  readonly kept: number;
  readonly all: number;
  /** Seconds. */
  readonly within: number;
  /** Of a hundred. */
  readonly target: number;
  /** Misses that the target allows of all so far: whole ones, and one at least. */
  readonly allowed: number;
  /** Of them, what is left; never below 0. */
  readonly left: number;
  /** More were missed than are allowed. */
  readonly spent: boolean;
  readonly whenSpent: string | undefined;
  /** It is spent, and changes of the programme wait for a second organizer until something of it is left. */
  readonly asksSecond: boolean;
  readonly burn: Readonly<Record<BurnName, Burn>>;
}

/** As whole misses. One is always allowed: of three pages nobody can keep 99 of a hundred otherwise. */
const allowedOf = (all: number, target: number): number =>
  // Rounded first: (100 − 99.9) × 1000 is a little less than a hundred for a computer.
  Math.max(1, Math.floor(Number(((all * (100 - target)) / 100).toFixed(6))));

/** @param now - milliseconds since 1970 */
function burnOf(
  { recent }: Counted,
  target: number,
  { window, speed: most }: PromiseTerms[BurnName],
  now: number,
): Burn {
  const first = countSlot(now) - window / SLOT_MINUTES;
  let [kept, missed] = [0, 0];
  for (const [slot, [well, badly]] of Object.entries(recent)) {
    if (Number(slot) <= first) continue;
    kept += well;
    missed += badly;
  }
  const share = kept + missed === 0 ? 0 : missed / (kept + missed);
  const allowed = (100 - target) / 100;
  const speed = share / allowed;
  // A low target cannot burn so fast, even where everything is missed.
  const limit = Math.min(most, 1 / allowed);
  return { missed, speed, isTooFast: missed >= LEAST_MISSES && speed >= limit - 1e-9 };
}

/**
 * How the promises stand by what was counted. Whoever counts the same facts gets the same.
 *
 * @param now - Where the windows end.
 */
export function promiseFigures(counts: Counts, terms: PromiseTerms, now: Temporal.Instant): PromiseFigures[] {
  return PROMISES.map((name) => {
    const counted = counts[name];
    const { within, target, whenSpent, secondOrganizer = false } = terms[name];
    const all = counted.kept + counted.missed;
    const allowed = allowedOf(all, target);
    const spent = counted.missed > allowed;
    const burn = (one: BurnName) => burnOf(counted, target, terms[one], now.epochMilliseconds);
    return {
      ...{ name, kept: counted.kept, all, within, target, allowed, whenSpent },
      left: Math.max(0, allowed - counted.missed),
      spent,
      asksSecond: spent && secondOrganizer,
      burn: { fast: burn('fast'), slow: burn('slow') },
    };
  });
}

export const termsOf = ({ promises }: { readonly promises?: PromiseTerms }): PromiseTerms =>
  promises ?? DEFAULT_TERMS;
