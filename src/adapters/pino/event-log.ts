/** The log of one of several events of a process: each line says which. */
import type { Log } from '../../core/ports/log.ts';

export const logOfEvent = (log: Log, event: string): Log => ({
  debug: (data, message) => log.debug({ event, ...data }, message),
  info: (data, message) => log.info({ event, ...data }, message),
  warn: (data, message) => log.warn({ event, ...data }, message),
  error: (data, message) => log.error({ event, ...data }, message),
});
