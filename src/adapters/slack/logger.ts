/**
 * Slack's libraries log through ours. Their DEBUG prints whole payloads, secrets included, so it goes
 * nowhere; of the rest only the text is kept, since an error object may carry a request.
 */
import { LogLevel } from '@slack/bolt';
import type { Log } from '../../core/ports/log.ts';

type SlackLogger = {
  debug(...said: unknown[]): void;
  info(...said: unknown[]): void;
  warn(...said: unknown[]): void;
  error(...said: unknown[]): void;
  setLevel(level: LogLevel): void;
  getLevel(): LogLevel;
  setName(name: string): void;
};

const line = (said: readonly unknown[]): string =>
  said.map((part) => (part instanceof Error ? part.message : String(part))).join(' ');

export const slackLogger = (log: Log): SlackLogger => ({
  debug() {},
  info: (...said) => log.debug({ part: 'slack' }, line(said)),
  warn: (...said) => log.warn({ part: 'slack' }, line(said)),
  error: (...said) => log.error({ part: 'slack' }, line(said)),
  setLevel() {},
  getLevel: () => LogLevel.INFO,
  setName() {},
});
