/**
 * One budget for each Slack method, shared by all that posts: Slack counts per app and workspace, whatever
 * client asks, and whichever replica. Pages never wait here; reminders leave a part of it to them, housekeeping
 * a larger one. What must wait is told for how long, spread out so that it does not all come back in the same
 * second. Where the shared buckets do not answer in time, each process keeps to a budget of its own; Slack's
 * 429, which is obeyed here too, then says the rest.
 */
import { RetryLater } from '../../core/errors.ts';
import type { SharedBuckets } from '../../core/ports/shared-buckets.ts';

/** In the order in which they may leave. */
export type Priority = 'pages' | 'reminders' | 'chores';

/** Calls a minute that we allow ourselves: less than Slack does (docs.slack.dev/apis/web-api/rate-limits). */
const PER_MINUTE: Readonly<Record<string, number>> = {
  'chat.postMessage': 200,
  'chat.update': 40,
  'chat.delete': 40,
  'conversations.open': 40,
  'conversations.history': 40,
  'conversations.replies': 40,
  'conversations.list': 15,
  'conversations.members': 80,
  'users.list': 15,
  'pins.add': 15,
  'files.getUploadURLExternal': 80,
  'views.publish': 80,
};
/** What has to be left in the bucket for those before: parts of a minute's calls. */
const LEFT: Readonly<Record<Priority, number>> = { pages: 0, reminders: 0.25, chores: 0.5 };
const MINUTE = 60_000;
/** Real milliseconds that a reminder waits for the shared buckets. */
const PATIENCE = 500;
/** The most that is added by chance to a wait, in seconds. */
const JITTER = 1;

export interface Budget {
  /**
   * At once for pages: what they take is said to the others behind their back.
   *
   * @throws {RetryLater} where others go first; nothing has been sent
   */
  take(method: string, priority: Priority): Promise<void>;
  /** Slack asked for patience with this method. */
  refused(method: string, seconds: number): void;
}

export interface BudgetOptions {
  /** Real milliseconds: Slack counts in real time. */
  readonly now?: (() => number) | undefined;
  /** From 0 to below 1. */
  readonly random?: () => number;
  /** What all replicas share; without it the budget is this process's own. */
  readonly shared?: SharedBuckets | undefined;
  /** Real milliseconds; a test has less. */
  readonly patience?: number;
}

interface Own {
  readonly level: number;
  readonly at: number;
  readonly blockedUntil: number;
  /** When the last of those who wait may come back. */
  readonly queue: number;
}

export function createBudget({
  now = () => performance.now(),
  random = Math.random,
  shared,
  patience = PATIENCE,
}: BudgetOptions = {}): Budget {
  const own = createOwnBuckets(now);
  const bucketOf = (method: string) => {
    const perMinute = PER_MINUTE[method];
    return perMinute === undefined ? undefined : { name: method, perMinute };
  };
  return {
    async take(method, priority) {
      const bucket = bucketOf(method);
      if (!bucket) return;
      const options = { keep: LEFT[priority] * bucket.perMinute, forced: priority === 'pages' };
      if (options.forced) {
        // A page tries in any case: a refusal may have been about another channel.
        own.take(bucket, options);
        shared?.take(bucket, options).catch(() => {});
        return;
      }
      const said = shared && (await within(shared.take(bucket, options), patience));
      // What the others allowed is taken from our own too, so that it is right when they fall silent.
      const wait = said === undefined ? own.take(bucket, options) : said;
      if (said === 0) own.take(bucket, { keep: 0, forced: true });
      if (wait > 0) throw new RetryLater(wait / 1_000 + random() * JITTER, { untouched: true });
    },
    refused(method, seconds) {
      const bucket = bucketOf(method);
      if (!bucket) return;
      own.block(bucket, seconds * 1_000);
      shared?.block(bucket, seconds * 1_000).catch(() => {});
    },
  };
}

/** What it answers within so many milliseconds; undefined where it does not, or fails. */
async function within<T>(answer: Promise<T>, milliseconds: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, milliseconds, undefined);
  });
  return await Promise.race([answer.catch(() => undefined), silence]).finally(() => clearTimeout(timer));
}

/** The same rules as `redis/bucket.lua`, for one process. */
function createOwnBuckets(now: () => number) {
  const buckets = new Map<string, Own>();
  const known = ({ name, perMinute }: { name: string; perMinute: number }): Own => {
    const t = now();
    const before = buckets.get(name) ?? { level: perMinute, at: t, blockedUntil: 0, queue: 0 };
    const back = ((t - before.at) / MINUTE) * perMinute;
    return { ...before, level: Math.min(perMinute, before.level + back), at: t };
  };
  return {
    take(bucket: { name: string; perMinute: number }, { keep, forced }: { keep: number; forced: boolean }) {
      const it = known(bucket);
      const step = MINUTE / bucket.perMinute;
      const missing = keep + 1 - it.level;
      if (forced || (missing <= 0 && it.blockedUntil <= it.at)) {
        buckets.set(bucket.name, { ...it, level: Math.max(0, it.level - 1) });
        return 0;
      }
      const queue = Math.max(it.queue, it.blockedUntil, it.at + missing * step) + step;
      buckets.set(bucket.name, { ...it, queue });
      return queue - it.at;
    },
    block(bucket: { name: string; perMinute: number }, milliseconds: number) {
      const it = known(bucket);
      buckets.set(bucket.name, { ...it, blockedUntil: Math.max(it.blockedUntil, it.at + milliseconds) });
    },
  };
}
