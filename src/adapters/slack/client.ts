/**
 * A Web API client that fails at once: retries belong to the outbox, where they can be seen and moved.
 * (Bolt's own client must keep its retries, or Socket Mode does not reconnect.)
 */
import { type WebAPICallResult, WebClient } from '@slack/web-api';
import type { Log } from '../../core/ports/log.ts';
import type { Telemetry, WorkOutcome } from '../../core/ports/telemetry.ts';
import { outcomeOfError, UNMEASURED } from '../../core/telemetry.ts';
import { CredentialsRefused, portError } from './errors.ts';
import { slackLogger } from './logger.ts';

export interface ClientOptions {
  readonly token: string;
  /** Ends with `/api/`; Slack's own unless told. */
  readonly apiUrl?: string | undefined;
  readonly log: Log;
  /** Told of every call; of none unless given. */
  readonly telemetry?: Telemetry | undefined;
}

/** What only private incidents have done: that it was done would tell of one. */
const CONFIDENTIAL: ReadonlySet<string> = new Set([
  'conversations.create',
  'conversations.invite',
  'conversations.kick',
  'conversations.archive',
]);

const outcomeOfCall = (error: Error): WorkOutcome =>
  error instanceof CredentialsRefused ? 'failed' : outcomeOfError(error);

/** Every method of the SDK goes through `apiCall`, so that all of them are followed here. */
class MeasuredClient extends WebClient {
  telemetry: Telemetry = UNMEASURED;
  override apiCall(method: string, options?: Record<string, unknown>): Promise<WebAPICallResult> {
    const name = CONFIDENTIAL.has(method) ? 'other' : method;
    return this.telemetry.measure({ kind: 'slack', name }, () => super.apiCall(method, options), {
      error: (error) => outcomeOfCall(portError(error)),
    });
  }
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

export function createClient({ token, apiUrl, log, telemetry }: ClientOptions): WebClient {
  const client = new MeasuredClient(token, {
    ...(apiUrl !== undefined && { slackApiUrl: apiUrl }),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: 10_000,
    logger: slackLogger(log),
  });
  if (telemetry) client.telemetry = telemetry;
  return nameAltText(client);
}
