/** Slack's errors, as the ports say them: patience, never again, or simply again. */
import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import { PermanentError, RetryLater } from '../../core/errors.ts';

/** Slack says these when it is in trouble itself. */
const TROUBLE: ReadonlySet<string> = new Set([
  'fatal_error',
  'internal_error',
  'request_timeout',
  'service_unavailable',
]);
/** The same call may well succeed in a moment. */
const passing: ReadonlySet<string> = new Set([...TROUBLE, 'team_added_to_org']);

/** The token works no more: an outage until the app is installed again, not the fault of any one job. */
const CREDENTIALS: ReadonlySet<string> = new Set([
  'account_inactive',
  'ekm_access_denied',
  'invalid_auth',
  'not_authed',
  'org_login_required',
  'team_access_not_granted',
  'token_expired',
  'token_revoked',
]);
/** Seconds until a job looks whether the token works again. */
const CREDENTIALS_WAIT = 60;

/** Slack refuses the token. Jobs wait as they do for a provider that is down, and no attempt is counted. */
export class CredentialsRefused extends RetryLater {
  /** Slack's own word. */
  readonly code: string;
  constructor(code: string) {
    super(CREDENTIALS_WAIT, { untouched: true });
    this.code = code;
  }
}

/** Seconds until a job looks whether Slack is back; up to twice as long, so that they come apart. */
const LOST_WAIT = 30;

/**
 * Slack is lost, and did not answer this call either. Jobs wait as for a provider that is down, however long, and no
 * attempt is counted; the message may have left all the same.
 */
export class SlackLost extends RetryLater {
  readonly providerDown = true;
  constructor(options: ErrorOptions) {
    super(LOST_WAIT * (1 + Math.random()), options);
  }
}

/** The error to throw instead of an SDK error. It carries no payload, so that it may be logged. */
export function portError(error: unknown): Error {
  if (error instanceof WebAPIRateLimitedError) return new RetryLater(error.retryAfter);
  if (error instanceof WebAPIPlatformError) {
    const code = error.data.error;
    if (code === 'ratelimited' || code === 'rate_limited') return new RetryLater(30);
    if (CREDENTIALS.has(code)) return new CredentialsRefused(code);
    return passing.has(code) ? new Error(`Slack answered ${code}`) : new PermanentError(code);
  }
  if (error instanceof WebAPIHTTPError) return new Error(`Slack answered HTTP ${error.statusCode}`);
  if (error instanceof WebAPIRequestError)
    return new Error(`Slack cannot be reached: ${error.original.message}`);
  return error instanceof Error ? error : new Error(String(error));
}

/**
 * Whether an error of the SDK, or of the gate before it, says that Slack itself cannot be reached: no answer, or one
 * that says as much. What it refuses (4xx, `ratelimited`, the token) is an answer.
 */
export function isUnreachable(error: unknown): boolean {
  if (error instanceof WebAPIHTTPError) return error.statusCode >= 500;
  if (error instanceof WebAPIPlatformError) return TROUBLE.has(error.data.error);
  return (
    error instanceof WebAPIRequestError || (error instanceof DOMException && error.name === 'TimeoutError')
  );
}

/** Runs one call of the Web API. */
export async function calling<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw portError(error);
  }
}
