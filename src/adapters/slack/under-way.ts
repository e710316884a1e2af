/** What came in from Slack and is not over: who stops waits for it, first for the acks and then for the work. */

export interface UnderWay {
  /** A request came in. @returns what says that it is acked, and calls `also`; more than once does no harm. */
  received(also: () => void): () => void;
  /** Its work, as a promise that ends with it. */
  work(running: Promise<void>): Promise<void>;
  /**
   * Resolves in a lull: all is acked, and nothing has come in for a moment, so that nothing lies unread in the socket
   * that is closed next; or at `until` by this process's uptime in milliseconds.
   */
  lull(until: number): Promise<void>;
  /** Resolves when all that is being done has ended, at once where it has, or at `until`. */
  allDone(until: number): Promise<void>;
}

/** Resolves with the work, or after so many real milliseconds. */
export async function withinMs(work: Promise<unknown>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, Math.max(0, milliseconds));
  });
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** Milliseconds without a request that make a lull. What people do comes in bursts; where it never pauses, the limit ends it. */
const QUIET_MS = 100;

/** Until what the system holds for this process has been read: a busy one is behind. */
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

export function createUnderWay(): UnderWay {
  let unacked = 0;
  let lastAt = Number.NEGATIVE_INFINITY;
  let working = 0;
  const waiting = new Set<() => void>();
  const quietFor = (): number => (unacked > 0 ? 0 : performance.now() - lastAt);
  return {
    received(also) {
      unacked++;
      lastAt = performance.now();
      let isAcked = false;
      return () => {
        also();
        if (!isAcked) unacked--;
        isAcked = true;
      };
    },
    async work(running) {
      working++;
      await running.finally(() => {
        working--;
        if (working === 0) for (const done of waiting) done();
      });
    },
    async lull(until) {
      while (performance.now() < until) {
        await nextTurn();
        const quiet = quietFor();
        if (quiet >= QUIET_MS) return;
        await new Promise((resolve) => setTimeout(resolve, Math.min(QUIET_MS - quiet, until - performance.now())));
      }
    },
    async allDone(until) {
      if (working === 0) return;
      let done = () => {};
      const all = new Promise<void>((resolve) => {
        done = resolve;
        waiting.add(done);
      });
      await withinMs(all, until - performance.now()).finally(() => waiting.delete(done));
    },
  };
}
