/**
 * The ping out: while Callboard can hand out pages it calls WATCHDOG_URL every minute, and stops when it cannot,
 * so that somebody outside (healthchecks.io and its like) notices that nobody would be paged any more.
 *
 * Each process asks itself and calls for itself: what is wrong with one is no reason to be silent while another
 * still pages people.
 */
import type { Temporal } from 'temporal-polyfill';
import { createGate, type Gate } from '../../core/outgoing-gate.ts';
import { OUTGOING } from '../../core/outgoing-limits.ts';
import type { Log } from '../../core/ports/log.ts';
import type { Store } from '../../core/ports/store.ts';

export const WATCHDOG_EVERY_MS = 60_000;

export interface WatchdogOptions {
  /** The operator's own address, which may be inside the network. */
  readonly url: string;
  /** Resolves while pages can be handed out; rejects with the reason when they cannot. */
  able(): Promise<void>;
  readonly log: Log;
  /** Milliseconds. */
  readonly every?: number;
}

/** The dispatcher looks twice a second. */
const DISPATCHER_SILENT_MS = 10_000;
/** A job that pages people and waits for longer is one that nobody hands out, or that does not come to its end. */
const MAX_LATE_MS = 60_000;
/** More are not handed out at once. */
const MAX_HANDED_OUT = 500;

export interface Paging {
  /** By the clock. */
  now(): Temporal.Instant;
  readonly store: Pick<Store, 'outboxCounts' | 'outboxPart'>;
  /** Whether the dispatcher has learned what is due, within so many milliseconds. */
  claims(withinMs: number): boolean;
  slackWorks(): Promise<boolean>;
  phonesWork(): boolean;
}

/** Since when the oldest job that pages people is due and not done; whatever waits for its time costs nothing here. */
async function oldestOfPages({ store, now }: Paging): Promise<number> {
  const part = { queue: 'pages', state: 'leased', from: 0, limit: MAX_HANDED_OUT } as const;
  const [counts, leased] = await Promise.all([store.outboxCounts(now()), store.outboxPart(part, now())]);
  const due = [...(counts.pages.oldest ? [counts.pages.oldest] : []), ...leased.map(({ at }) => at)];
  return Math.min(...due.map((at) => at.epochMilliseconds));
}

/**
 * Whether a page would reach somebody: the store answers, what is due is handed out, and there is a way to people.
 *
 * @throws {Error} with what is wrong, in a line.
 */
export async function checkPaging(paging: Paging): Promise<void> {
  const oldest = await oldestOfPages(paging).catch(() => {
    throw new Error('no Redis');
  });
  if (!paging.claims(DISPATCHER_SILENT_MS)) throw new Error('the dispatcher hands out nothing');
  if (oldest < paging.now().epochMilliseconds - MAX_LATE_MS) throw new Error('what pages people is overdue');
  // Texts and calls go without Slack, and Slack without them.
  if (!(await paging.slackWorks()) && !paging.phonesWork()) throw new Error('no channel works');
}

/** The first ping leaves at once. */
export function startWatchdog({ url, able, log, every = WATCHDOG_EVERY_MS }: WatchdogOptions): {
  stop(): void;
} {
  let said = '';
  // Its own: a watchdog of another event that hangs must not make this one silent, which would raise its alarm.
  const gate = createGate(OUTGOING.watchdog);
  const tell = (reason: string) => {
    // Once for each reason, and not every minute.
    if (reason !== said && reason !== '') log.warn({ reason }, 'the watchdog is not called');
    said = reason;
  };
  const ping = async () => {
    try {
      await withTimeout(able());
      await pingWatchdog(url, gate);
      tell('');
    } catch (error) {
      tell(error instanceof Error ? error.message : 'unknown');
    }
  };
  const timer = setInterval(() => void ping(), every);
  timer.unref();
  void ping();
  return { stop: () => clearInterval(timer) };
}

/** A question that hangs is an answer. */
const withTimeout = async (work: Promise<void>): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const slow = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error('it takes too long to say whether all is well')),
      OUTGOING.watchdog.timeoutMs,
    );
  });
  await Promise.race([work, slow]).finally(() => clearTimeout(timer));
};

/**
 * Calls it once, with GET, and follows no redirect.
 *
 * @throws {Error} with a line that names no address: it is a secret of its own.
 */
export async function pingWatchdog(url: string, gate: Gate = createGate(OUTGOING.watchdog)): Promise<void> {
  const answer = await gate
    .ask(async (signal) => {
      const headers = { 'user-agent': 'Callboard' };
      const answer = await fetch(url, { redirect: 'manual', signal, headers });
      await answer.body?.cancel();
      return answer;
    })
    .catch(() => {
      throw new Error('WATCHDOG_URL does not answer');
    });
  if (!answer.ok) throw new Error(`WATCHDOG_URL answers ${answer.status}`);
}
