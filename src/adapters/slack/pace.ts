/**
 * Slack takes about one `chat.postMessage` a second in each channel. Housekeeping waits for its turn here,
 * so that a digest of forty lines does not make Slack refuse everything for half a minute.
 */
const SPACING = 1_000;

/** Waits until `channel` may be posted to again; who is urgent takes a turn and does not wait for it. */
export type ChannelPace = (channel: string, urgent?: boolean) => Promise<void>;

/** Turns are in the order of asking. Real time. */
export function createChannelPace(
  now: () => number = () => performance.now(),
  wait: (milliseconds: number) => Promise<void> = (milliseconds) =>
    new Promise((resolve) => setTimeout(resolve, milliseconds)),
): ChannelPace {
  const free = new Map<string, number>();
  return async (channel, urgent = false) => {
    const at = now();
    for (const [one, until] of free) if (until <= at) free.delete(one);
    const turn = Math.max(at, free.get(channel) ?? at);
    free.set(channel, turn + SPACING);
    if (turn > at && !urgent) await wait(turn - at);
  };
}
