/**
 * A Web API client that fails at once: retries belong to the outbox, where they can be seen and moved.
 * (Bolt's own client must keep its retries, or Socket Mode does not reconnect.)
 */
import { WebClient } from '@slack/web-api';
import type { Log } from '../../core/ports/log.ts';
import { slackLogger } from './logger.ts';

export interface ClientOptions {
  readonly token: string;
  /** Ends with `/api/`; Slack's own unless told. */
  readonly apiUrl?: string | undefined;
  readonly log: Log;
}

export const createClient = ({ token, apiUrl, log }: ClientOptions): WebClient =>
  new WebClient(token, {
    ...(apiUrl !== undefined && { slackApiUrl: apiUrl }),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: 10_000,
    logger: slackLogger(log),
  });
