/**
 * A Web API client that fails at once: retries belong to the outbox, where they can be seen and moved.
 * (Bolt's own client must keep its retries, or Socket Mode does not reconnect.)
 */
import { type WebAPICallResult, WebClient } from '@slack/web-api';
import { createGate, type Gate } from '../../core/outgoing-gate.ts';
import { OUTGOING, type OutgoingLimit } from '../../core/outgoing-limits.ts';
import type { Log } from '../../core/ports/log.ts';
import type { Telemetry, WorkOutcome } from '../../core/ports/telemetry.ts';
import { outcomeOfError, UNMEASURED } from '../../core/telemetry.ts';
import { CredentialsRefused, isUnreachable, portError, SlackLost } from './errors.ts';
import { slackLogger } from './logger.ts';

export interface ClientOptions {
  readonly token: string;
  /** Ends with `/api/`; Slack's own unless told. */
  readonly apiUrl?: string | undefined;
  readonly log: Log;
  /** Told of every call; of none unless given. */
  readonly telemetry?: Telemetry | undefined;
  /** Of whoever asks; that of the app unless told. */
  readonly limit?: OutgoingLimit;
  /** Real milliseconds; the sandbox has its own. */
  readonly now?: (() => number) | undefined;
  /** Told of every call that found Slack out of reach. */
  readonly onUnreachable?: (() => void) | undefined;
  /** Whether everybody knows already that Slack is lost. */
  readonly isLost?: (() => Promise<boolean>) | undefined;
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

/** Every method of the SDK goes through `apiCall`, so that all of them pass the gate and are followed here. */
class GatedClient extends WebClient {
  telemetry: Telemetry = UNMEASURED;
  gate: Gate | undefined;
  seen: Pick<ClientOptions, 'onUnreachable' | 'isLost'> = {};
  override async apiCall(method: string, options?: Record<string, unknown>): Promise<WebAPICallResult> {
    const name = CONFIDENTIAL.has(method) ? 'other' : method;
    const call = () =>
      this.telemetry.measure({ kind: 'slack', name }, () => super.apiCall(method, options), {
        error: (error) => outcomeOfCall(portError(error)),
      });
    try {
      return await (this.gate ? this.gate.ask(call) : call());
    } catch (error) {
      if (!isUnreachable(error)) throw error;
      this.seen.onUnreachable?.();
      throw (await this.seen.isLost?.()) ? new SlackLost({ cause: error }) : error;
    }
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

export function createClient(options: ClientOptions): WebClient {
  const { token, apiUrl, log, telemetry, limit = OUTGOING['slack.app'], now } = options;
  const client = new GatedClient(token, {
    ...(apiUrl !== undefined && { slackApiUrl: apiUrl }),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: limit.timeoutMs,
    logger: slackLogger(log),
  });
  client.seen = options;
  client.gate = createGate(limit, {
    isOutage: isUnreachable,
    random: Math.random,
    ...(now && { now }),
  });
  if (telemetry) client.telemetry = telemetry;
  return nameAltText(client);
}
