/**
 * What nobody caught. A promise that nobody waits for must not end a bot that pages people, so its error is
 * logged and the bot goes on. After an exception out of nowhere nothing is sure: it is logged, and the
 * process ends, for whoever supervises it to start it again; what was due is in the store.
 */
import type { EventEmitter } from 'node:events';
import type { Log } from '../../core/ports/log.ts';

const reasonOf = (error: unknown) =>
  error instanceof Error
    ? { error: error.name, reason: error.message, stack: error.stack }
    : { error: typeof error, reason: String(error) };

/**
 * Logs uncaught errors, scrubbed as every line is.
 *
 * @param exit - Ends the process with this code; the log's last lines are written as it ends.
 */
export function logUncaught(log: Log, process: Pick<EventEmitter, 'on'>, exit: (code: number) => void): void {
  process.on('unhandledRejection', (error: unknown) =>
    log.error({ part: 'process', ...reasonOf(error) }, 'a promise was rejected and nobody waited for it'),
  );
  process.on('uncaughtException', (error: unknown) => {
    log.error({ part: 'process', ...reasonOf(error) }, 'an exception that nobody caught; the bot ends');
    exit(1);
  });
}
