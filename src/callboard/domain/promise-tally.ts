/**
 * The tally of the promises: folded from what the ledger says, fact after fact. Folded in any cuts it is the same
 * as counted at once, so that a chore goes on from where the last one ended. What is waited for (a page that
 * nobody has yet, a talk to come) is in it until it is decided; of what is over only numbers stay, by slots of
 * time, so that it does not grow with the history.
 */
import { z } from 'zod';
import { document } from '../../core/commit.ts';
import { startLateness, TalkAhead, type TalkChange, talkAfter, talkDue } from './promise-talks.ts';
import { type Counted, Counts, countSlot, PROMISES, type PromiseName, SLOTS_KEPT } from './promises.ts';
import type { Toil } from './toil.ts';

/** What the ledger says that matters here. Times in milliseconds since 1970. */
export type Signal = { readonly at: number } & (
  | { readonly is: 'page-opened' | 'page-held' | 'page-asks' | 'page-reached'; readonly page: string }
  /** Somebody has it (`answered`), or it is over before anybody had to. */
  | { readonly is: 'page-answered' | 'page-over'; readonly page: string }
  /** A reminder left that was due then. */
  | { readonly is: 'reminder-left'; readonly due: number }
  | { readonly is: 'reminder-lost' }
  | { readonly is: 'talk-changed'; readonly talk: string; readonly change: TalkChange }
  | { readonly is: 'talk-removed'; readonly talk: string }
  | { readonly is: 'talk-started'; readonly talk: string; readonly start: number; readonly press: string }
  | { readonly is: 'press-undone'; readonly press: string }
  | { readonly is: 'by-hand'; readonly deed: Toil }
  /** What was counted may not count any more: all is counted anew. */
  | { readonly is: 'recount' }
);

const WaitingPage = z.object({
  /** Since when it asks; null while a quiet window holds it. Milliseconds since 1970. */
  since: z.number().nullable(),
  reached: z.boolean(),
  answered: z.boolean(),
});
type WaitingPage = z.infer<typeof WaitingPage>;

export const PromiseTally = z.object({
  /** The last fact that is in it; absent before the first. */
  upTo: z.string().exactOptional(),
  /** Seconds in which each promise was kept when this was counted: others are counted anew. */
  within: z.object({ reached: z.number(), answered: z.number(), reminded: z.number(), started: z.number() }),
  /** Pages of private incidents: they do not count, whatever the ledger says of them. */
  hidden: z.array(z.string()),
  /** Milliseconds since 1970 of the latest fact. */
  latest: z.number(),
  counts: Counts,
  pages: z.record(z.string(), WaitingPage),
  talks: z.record(z.string(), TalkAhead),
  /** How often each deed was done by hand. */
  toil: z.record(z.string(), z.number()),
});
export type PromiseTally = z.infer<typeof PromiseTally>;

/** There is one, and one of what the archive has taken out of the ledger. */
export const promiseTallyDocument = document({
  name: 'promise-tally',
  schema: PromiseTally,
  schemaVersion: 1,
});
export const TALLY_ID = 'tally';
/** What was counted of facts that have left the ledger. */
export const PROMISE_BASE_ID = 'archived';

const nothing = (): Counted => ({ kept: 0, missed: 0, recent: {} });

/** Before the first fact. @param within - seconds of each promise */
export const emptyTally = (
  within: Readonly<Record<PromiseName, number>>,
  hidden: readonly string[] = [],
): PromiseTally => ({
  within: { ...within },
  hidden: [...hidden].sort(),
  latest: 0,
  counts: { reached: nothing(), answered: nothing(), reminded: nothing(), started: nothing() },
  pages: {},
  talks: {},
  toil: {},
});

/** Milliseconds. */
const limit = ({ within }: PromiseTally, name: PromiseName): number => within[name] * 1000;

function add({ counts }: PromiseTally, name: PromiseName, isKept: boolean, at: number): void {
  const counted = counts[name];
  const slot = String(countSlot(at));
  const [kept, missed] = counted.recent[slot] ?? [0, 0];
  counted.recent[slot] = isKept ? [kept + 1, missed] : [kept, missed + 1];
  if (isKept) counted.kept++;
  else counted.missed++;
}

/** When something of this page is decided though nothing happens. */
function pageDues(tally: PromiseTally, page: WaitingPage): number[] {
  const { since } = page;
  if (since === null) return [];
  return (['reached', 'answered'] as const)
    .filter((name) => !page[name])
    .map((name) => since + limit(tally, name));
}

/** When something is decided though nothing happens, or a talk is over that is awaited no more. */
const duesOf = (tally: PromiseTally): number[] => [
  ...Object.values(tally.pages).flatMap((page) => pageDues(tally, page)),
  ...Object.values(tally.talks).map(talkDue),
];

const earliest = (dues: readonly number[]): number =>
  dues.reduce((least, due) => Math.min(least, due), Number.POSITIVE_INFINITY);

/**
 * The next moment at which something is decided though nothing happens, in milliseconds since 1970; Infinity where
 * nothing is waited for.
 *
 * @param after - What lies before it was looked at already.
 */
export const nextDecision = (tally: PromiseTally, after = Number.NEGATIVE_INFINITY): number =>
  earliest(duesOf(tally).filter((due) => due >= after));

/** A page's own promise is decided; once both are, it is waited for no longer. */
function decidePage(tally: PromiseTally, code: string, name: 'reached' | 'answered', at?: number): void {
  const page = tally.pages[code];
  if (!page || page[name]) return;
  page[name] = true;
  if (page.since !== null) {
    const due = page.since + limit(tally, name);
    if (at === undefined || at > due) add(tally, name, false, due);
    else add(tally, name, true, at);
  }
  if (page.reached && page.answered) delete tally.pages[code];
}

const isAwaited = ({ isBreak, isCancelled }: TalkAhead): boolean => !isBreak && !isCancelled;

function decideTalk(tally: PromiseTally, code: string): void {
  const talk = tally.talks[code];
  if (!talk) return;
  delete tally.talks[code];
  if (!isAwaited(talk)) return;
  const within = limit(tally, 'started');
  const late = startLateness(talk);
  const isKept = Math.abs(late) <= within;
  add(tally, 'started', isKept, isKept || late < 0 ? talk.promised + late : talk.promised + within);
}

/** What was to happen before this moment and has not. @param at - milliseconds since 1970 */
function decideUntil(tally: PromiseTally, at: number): void {
  for (const [code, page] of Object.entries(tally.pages)) {
    if (page.since === null) continue;
    for (const name of ['reached', 'answered'] as const)
      if (page.since + limit(tally, name) < at) decidePage(tally, code, name);
  }
  for (const [code, talk] of Object.entries(tally.talks)) if (talkDue(talk) < at) decideTalk(tally, code);
}

function take(tally: PromiseTally, signal: Signal): void {
  const { at } = signal;
  switch (signal.is) {
    case 'page-opened':
      if (!tally.hidden.includes(signal.page))
        tally.pages[signal.page] ??= { since: at, reached: false, answered: false };
      break;
    case 'page-held': {
      const page = tally.pages[signal.page];
      if (page) page.since = null;
      break;
    }
    case 'page-asks': {
      const page = tally.pages[signal.page];
      if (page?.since === null) page.since = at;
      break;
    }
    case 'page-reached':
      decidePage(tally, signal.page, 'reached', at);
      break;
    case 'page-answered':
      // Whoever has it was reached, though nothing had to leave.
      decidePage(tally, signal.page, 'reached', at);
      decidePage(tally, signal.page, 'answered', at);
      break;
    case 'page-over':
      delete tally.pages[signal.page];
      break;
    case 'reminder-left': {
      const deadline = signal.due + limit(tally, 'reminded');
      add(tally, 'reminded', at <= deadline, Math.min(at, deadline));
      break;
    }
    case 'reminder-lost':
      add(tally, 'reminded', false, at);
      break;
    case 'talk-changed': {
      const after = talkAfter(tally.talks[signal.talk], signal.change, at);
      if (after) tally.talks[signal.talk] = after;
      break;
    }
    case 'talk-removed':
      delete tally.talks[signal.talk];
      break;
    case 'talk-started': {
      const talk = tally.talks[signal.talk];
      if (talk) talk.actual = { at: signal.start, press: signal.press, told: at };
      break;
    }
    case 'press-undone':
      for (const talk of Object.values(tally.talks))
        if (talk.actual?.press === signal.press) delete talk.actual;
      break;
    case 'by-hand':
      tally.toil[signal.deed] = (tally.toil[signal.deed] ?? 0) + 1;
      break;
    case 'recount':
      break;
  }
}

/** What lies further back than any window is in the sums alone. */
function forgetOldSlots({ counts, latest }: PromiseTally): void {
  const first = countSlot(latest) - SLOTS_KEPT;
  for (const name of PROMISES)
    for (const slot of Object.keys(counts[name].recent))
      if (Number(slot) < first) delete counts[name].recent[slot];
}

/** The tally after these signals, in the ledger's order. */
export function foldSignals(before: PromiseTally, signals: Iterable<Signal>): PromiseTally {
  const tally = structuredClone(before);
  let next = earliest(duesOf(tally));
  for (const signal of signals) {
    if (signal.at > next) {
      decideUntil(tally, signal.at);
      next = earliest(duesOf(tally));
    }
    take(tally, signal);
    tally.latest = Math.max(tally.latest, signal.at);
    // A bound is enough: looking once too often decides nothing.
    if ('page' in signal) {
      const page = tally.pages[signal.page];
      if (page) next = Math.min(next, ...pageDues(tally, page));
    } else if ('talk' in signal) {
      const talk = tally.talks[signal.talk];
      if (talk) next = Math.min(next, talkDue(talk));
    }
  }
  forgetOldSlots(tally);
  return tally;
}

/**
 * The counts as they are at a moment: what should have happened by then, and has not, is missed. The tally itself
 * stays as the facts made it, so that a fact that comes late in the ledger still counts.
 *
 * @param now - milliseconds since 1970
 */
export function countsAt(tally: PromiseTally, now: number): Counts {
  const copy = structuredClone(tally);
  decideUntil(copy, now);
  return copy.counts;
}
