/** What came in from Slack and is not over: who stops waits for it, first for the acks and then for the work. */

export interface UnderWay {
  /** A request came in. @returns what says that it is acked, and calls `also`; more than once does no harm. */
  received(also: () => void): () => void;
  /** Its work, as a promise that ends with it. */
  work(running: Promise<void>): Promise<void>;
  /** Resolves when all is acked, at once where it is, or at `until` by this process's uptime in milliseconds. */
  allAcked(until: number): Promise<void>;
  /** As `allAcked`, for all that is being done. */
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

export function createUnderWay(): UnderWay {
  let unacked = 0;
  let working = 0;
  const waiting = new Set<() => void>();
  const changed = () => {
    for (const look of waiting) look();
  };
  const when = async (isSo: () => boolean, until: number): Promise<void> => {
    if (isSo()) return;
    let look = () => {};
    const so = new Promise<void>((resolve) => {
      look = () => {
        if (isSo()) resolve();
      };
      waiting.add(look);
    });
    await withinMs(so, until - performance.now()).finally(() => waiting.delete(look));
  };
  return {
    received(also) {
      unacked++;
      let isAcked = false;
      return () => {
        also();
        if (isAcked) return;
        isAcked = true;
        unacked--;
        changed();
      };
    },
    async work(running) {
      working++;
      await running.finally(() => {
        working--;
        changed();
      });
    },
    allAcked: (until) => when(() => unacked === 0, until),
    allDone: (until) => when(() => working === 0, until),
  };
}
