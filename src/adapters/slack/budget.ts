/**
 * One budget for each Slack method, shared by all that posts: Slack counts per app and workspace, whatever
 * client asks. Pages never wait here; reminders leave a part of it to them, housekeeping a larger one. What
 * must wait is told for how long, spread out so that it does not all come back in the same second.
 *
 * A budget is of one process: replicas that share a token meet Slack's own 429, which is obeyed here too.
 */
import { RetryLater } from '../../core/errors.ts';

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
  'users.list': 15,
  'pins.add': 15,
  'files.getUploadURLExternal': 80,
};
/** What has to be left in the bucket for those before: parts of a minute's calls. */
const LEFT: Readonly<Record<Priority, number>> = { pages: 0, reminders: 0.25, chores: 0.5 };
const MINUTE = 60_000;

export interface Budget {
  /** @throws {RetryLater} where others go first; nothing has been sent */
  take(method: string, priority: Priority): void;
  /** Slack asked for patience with this method. */
  refused(method: string, seconds: number): void;
}

interface Bucket {
  level: number;
  at: number;
  blockedUntil: number;
  /** When the last of those who wait may come back. */
  queue: number;
}

/**
 * @param now real milliseconds: Slack counts in real time
 * @param random from 0 to below 1
 */
export function createBudget(
  now: () => number = () => performance.now(),
  random: () => number = Math.random,
): Budget {
  const buckets = new Map<string, Bucket>();
  const bucketOf = (method: string): Bucket => {
    const perMinute = PER_MINUTE[method] ?? Number.POSITIVE_INFINITY;
    const t = now();
    const known = buckets.get(method) ?? { level: perMinute, at: t, blockedUntil: 0, queue: 0 };
    const back = ((t - known.at) / MINUTE) * perMinute;
    const bucket = { ...known, level: Math.min(perMinute, known.level + back), at: t };
    buckets.set(method, bucket);
    return bucket;
  };
  /** The next free place behind all that wait, and a little chance. */
  const later = (bucket: Bucket, from: number, step: number): RetryLater => {
    bucket.queue = Math.max(bucket.queue, from) + step;
    return new RetryLater((bucket.queue - now() + random() * 1_000) / 1_000, { untouched: true });
  };
  return {
    take(method, priority) {
      const perMinute = PER_MINUTE[method];
      if (perMinute === undefined) return;
      const bucket = bucketOf(method);
      // A page tries in any case: a refusal may have been about another channel.
      if (priority !== 'pages') {
        const step = MINUTE / perMinute;
        const missing = LEFT[priority] * perMinute + 1 - bucket.level;
        const free = Math.max(bucket.blockedUntil, now() + missing * step);
        if (missing > 0 || bucket.blockedUntil > now()) throw later(bucket, free, step);
      }
      bucket.level = Math.max(0, bucket.level - 1);
    },
    refused(method, seconds) {
      const bucket = bucketOf(method);
      bucket.blockedUntil = Math.max(bucket.blockedUntil, now() + seconds * 1_000);
    },
  };
}
