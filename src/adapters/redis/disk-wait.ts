/**
 * Waits until what was committed is safe, off the hot path: on disk (Redis ≥ 7.2, `WAITAOF`), and where another
 * machine may take over, on the disk of one of those too; on an older Redis there, in the memory of one of them
 * (`WAIT`). Both block their connection, WAITAOF until the next fsync, up to a second with `appendfsync everysec`,
 * and count the writes of their own connection only. So this has a connection of its own, writes a marker there,
 * and waits for that: what is written and what is replicated is in order, and what was committed before the marker
 * is safe when the marker is. All who ask while one wait is under way share the next one. What each setting
 * keeps when a machine is lost was measured: docs/redis-nodes.md.
 */
import { StoreUnavailable } from '../../core/errors.ts';
import { duplicateOf, isReplicated, type RedisClient } from './client.ts';

/** Longer than a second of `everysec`, here and on the replica, with a slow disk's second beside it. */
const MAX_WAIT_MILLISECONDS = 2500;

export interface DiskWait {
  /**
   * @returns true once everything committed before the call is safe; false where Redis cannot say
   * @throws {StoreUnavailable} where another machine may take over, and it is not known to have it
   */
  settled(): Promise<boolean>;
  close(): void;
}

/** What is asked for; the first that this Redis knows. */
type Way = 'WAITAOF' | 'WAIT' | 'none';

/**
 * @param redis a connection like the one to open for this; it is not used itself
 * @param prefix of the event: the marker is written there
 * @param recent the ledger's ids of what was committed last. They must be where the marker is: in a failover the
 *   connection of the commits may still be at the old master when this one is at the new one (counted)
 * @param forget told which of them are not: they are looked for no more
 */
export function createDiskWait(
  redis: RedisClient,
  prefix: string,
  recent: () => readonly string[],
  forget: (lost: readonly string[]) => void,
): DiskWait {
  let own: RedisClient | undefined;
  let way: Way = 'WAITAOF';
  let underWay: Promise<boolean> | undefined;
  let next: Promise<boolean> | undefined;
  const needsReplica = isReplicated(redis);

  const open = (): RedisClient => {
    const opened = duplicateOf(redis, { lazyConnect: false, enableOfflineQueue: true, commandTimeout: 5000 });
    // What is wrong with Redis is said by the connection that the commits use.
    opened.on('error', () => {});
    return opened;
  };

  const ask = async (connection: RedisClient): Promise<boolean> => {
    const wait: string[] =
      way === 'WAITAOF'
        ? ['1', needsReplica ? '1' : '0', `${MAX_WAIT_MILLISECONDS}`]
        : ['1', `${MAX_WAIT_MILLISECONDS}`];
    const asked = connection.pipeline().set(`${prefix}:disk-marker`, '1', 'PX', 60_000);
    const ids = needsReplica ? recent() : [];
    for (const id of ids) asked.xrange(`${prefix}:ledger`, id, id);
    const answers = (await asked.call(way, ...wait).exec()) ?? [];
    const [[unwritten] = []] = answers;
    const found = answers.slice(1, -1);
    const [failure, answer] = answers.at(-1) ?? [];
    if (unwritten ?? failure) throw unwritten ?? failure;
    const lost = ids.filter((_, n) => !(found[n]?.[1] as unknown[] | undefined)?.length);
    forget(lost);
    if (lost.length > 0) return false;
    if (way === 'WAIT') return Number(answer) >= 1;
    const [here, elsewhere] = answer as [number, number];
    return here === 1 && (!needsReplica || elsewhere >= 1);
  };

  const wait = async (): Promise<boolean> => {
    own ??= open();
    try {
      return await ask(own);
    } catch (error) {
      // An older Redis, or one without an append-only file, will not learn it while we run.
      if (error instanceof Error && /unknown command|appendonly is disabled/i.test(error.message)) {
        way = needsReplica && way === 'WAITAOF' ? 'WAIT' : 'none';
        if (way === 'WAIT') return await wait();
      }
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
      if (way === 'none') return false;
      // A wait under way may have written its marker before the caller's commit: only the next one counts.
      next ??= (underWay ?? Promise.resolve(false)).then(start);
      const isSafe = await next;
      if (!isSafe && needsReplica) throw new StoreUnavailable('not known to be on a second machine');
      return isSafe;
    },
    close: () => own?.disconnect(),
  };
}
