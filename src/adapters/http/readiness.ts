/** Says in the log when the bot is ready, and when it is not any more: never before it is true. */
import type { Log } from '../../core/ports/log.ts';

/** Milliseconds between looks: until it is ready the first time or again, and while it is. */
const SOON = 1_000;
const LATER = 10_000;

/**
 * @param ready - Rejects with the reason while it is not.
 * @param about - What the line that says ready has besides.
 */
export function logReadiness(options: {
  readonly ready: () => Promise<void>;
  readonly log: Log;
  readonly about: object;
  readonly every?: { readonly soon: number; readonly later: number };
}): { stop(): void } {
  const { ready, log, about, every = { soon: SOON, later: LATER } } = options;
  let said: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const look = async () => {
    const reason = await ready().then(
      () => '',
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    if (stopped) return;
    if (reason !== said) {
      if (reason === '') log.info(about, 'ready');
      else log.warn({ ...about, reason }, 'not ready');
    }
    said = reason;
    timer = setTimeout(() => void look(), reason === '' ? every.later : every.soon).unref();
  };
  void look();
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
