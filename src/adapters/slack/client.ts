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

/**
 * The SDK (8.2) sends a picture's description as `alt_text`, which Slack does not know: its method takes `alt_txt`
 * (docs.slack.dev, files.getUploadURLExternal), and drops the other without a word.
 */
function nameAltText(client: WebClient): WebClient {
  const ask = client.files.getUploadURLExternal;
  client.files.getUploadURLExternal = async (asked) => {
    const { alt_text, ...rest } = asked;
    return await ask({ ...rest, ...(alt_text !== undefined && { alt_txt: alt_text }) });
  };
  return client;
}

export const createClient = ({ token, apiUrl, log }: ClientOptions): WebClient =>
  nameAltText(
    new WebClient(token, {
      ...(apiUrl !== undefined && { slackApiUrl: apiUrl }),
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      timeout: 10_000,
      logger: slackLogger(log),
    }),
  );
