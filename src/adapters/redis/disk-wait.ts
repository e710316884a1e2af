/**
 * Waits until what was committed is on disk (Redis ≥ 7.2, `WAITAOF`), off the hot path. WAITAOF blocks its
 * connection until the next fsync, up to a second with `appendfsync everysec`, and counts the writes of its
 * own connection only. So this has a connection of its own, writes a marker there, and waits for that: the
 * append-only file is in order, and what was committed before the marker is on disk when the marker is. All
 * who ask while one wait is under way share the next one.
 */
import type { Redis } from 'ioredis';

/** Longer than a second of `everysec`, with a slow disk's second beside it. */
const MAX_WAIT_MILLISECONDS = 2500;

export interface DiskWait {
  /** @returns true once everything committed before the call is on disk; false where Redis cannot say */
  settled(): Promise<boolean>;
  close(): void;
}

/**
 * @param redis a connection like the one to open for this; it is not used itself
 * @param key where the marker is written, in the slot of the event
 */
export function createDiskWait(redis: Redis, key: string): DiskWait {
  let own: Redis | undefined;
  let isSupported = true;
  let underWay: Promise<boolean> | undefined;
  let next: Promise<boolean> | undefined;

  const open = (): Redis => {
    const opened = redis.duplicate({ lazyConnect: false, enableOfflineQueue: true, commandTimeout: 5000 });
    // What is wrong with Redis is said by the connection that the commits use.
    opened.on('error', () => {});
    return opened;
  };

  const wait = async (): Promise<boolean> => {
    own ??= open();
    try {
      const [, [failure, answer] = []] =
        (await own
          .pipeline()
          .set(key, '1', 'PX', 60_000)
          .call('WAITAOF', '1', '0', `${MAX_WAIT_MILLISECONDS}`)
          .exec()) ?? [];
      if (failure) throw failure;
      return Array.isArray(answer) && answer[0] === 1;
    } catch (error) {
      // An older Redis, or one without an append-only file, will not learn it while we run.
      if (error instanceof Error && /unknown command|appendonly is disabled/i.test(error.message))
        isSupported = false;
      return false;
    }
  };

  const start = (): Promise<boolean> => {
    next = undefined;
    underWay = wait().finally(() => {
      underWay = undefined;
    });
    return underWay;
  };

  return {
    async settled() {
      if (!isSupported) return false;
      // A wait under way may have written its marker before the caller's commit: only the next one counts.
      next ??= (underWay ?? Promise.resolve(false)).then(start);
      return await next;
    },
    close: () => own?.disconnect(),
  };
}
