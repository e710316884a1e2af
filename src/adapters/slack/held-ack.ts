/**
 * An ack that is held back until what was asked for is committed. What was acked and not yet committed when a process
 * dies is lost without a word; what was not acked Slack tells whoever typed it.
 */

/** Milliseconds: by then Slack is told in any case, which waits three seconds, and whoever typed that it takes a while. */
const MAX_HELD = 900;

export interface HeldAck {
  /** It is committed, or there is nothing to commit. More than once does no harm. */
  release(): void;
  /** Resolves once it was acked; at once after `release`. @throws whatever the ack throws */
  end(): Promise<void>;
}

export function holdAck(ack: () => Promise<void>): HeldAck {
  let acked: Promise<void> | undefined;
  const once = (): Promise<void> => {
    clearTimeout(late);
    acked ??= ack();
    return acked;
  };
  // What it throws is thrown by `end`.
  const release = (): void => void once().catch(() => {});
  const late = setTimeout(release, MAX_HELD);
  return { release, end: once };
}
