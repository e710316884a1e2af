/**
 * Sends events to the addresses that organizers name, signed so that the other side can tell that it is us and
 * that it is now:
 *
 *     X-Callboard-Timestamp: seconds since 1970, in real time
 *     Idempotency-Key:       the event's id, the same for its repeats
 *     X-Callboard-Signature: v1=hex(HMAC-SHA256(secret, `${timestamp}.${body}`))
 *
 * Never into our own network unless the operator names the host, never along a redirect, bounded in time and size;
 * one that fails again and again is left alone for some seconds, so that it holds up nobody else.
 */
import { createHmac } from 'node:crypto';
import { isIP } from 'node:net';
import { Agent, request } from 'undici';
import { UserError } from '../../core/errors.ts';
import type { WebhookAnswer, WebhookDelivery, Webhooks } from '../../core/ports/webhooks.ts';
import { checkedAddress } from './fetch.ts';

const TIMEOUT_MS = 5_000;
/** What an answer says is not read, but for so much of it that a connection can end well. */
const MAX_ANSWER = 64 * 1024;
/** On their way to one host at a time, in this process. */
const MAX_AT_ONCE = 4;
/** After so many failures in a row a host is left alone for so many milliseconds. */
const FAILURES = 3;
const REST_MS = 5_000;

export interface WebhooksOptions {
  /** Only the sandbox and tests: loopback is where their receivers are. */
  readonly allowLoopback?: boolean;
  /** Hosts inside the network that the operator allows; plain http too. */
  readonly privateHosts?: readonly string[];
  readonly timeoutMs?: number;
  /** Real milliseconds since 1970. */
  readonly realNow?: () => number;
}

interface Host {
  under: number;
  failed: number;
  code: string;
  restsUntil: number;
}

/** What the receiver computes too. */
export const signEvent = (secret: string, timestamp: string, body: string): string =>
  `v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;

export function createWebhooks(options: WebhooksOptions = {}): Webhooks {
  const { allowLoopback = false, privateHosts = [], timeoutMs = TIMEOUT_MS, realNow = Date.now } = options;
  const hosts = new Map<string, Host>();
  const isNamed = (url: URL) => privateHosts.includes(url.hostname.replace(/^\[|\]$/g, ''));

  /** The address to connect to; the one that was checked. */
  async function addressOf(url: URL): Promise<{ address: string } | { refused: 'private' | 'unknown-host' }> {
    try {
      return { address: await checkedAddress(url, allowLoopback, isNamed(url)) };
    } catch (error) {
      const isUnknown = error instanceof UserError && error.key === 'fetch.unknownHost';
      return { refused: isUnknown ? 'unknown-host' : 'private' };
    }
  }

  function readUrl(text: string): URL | 'form' | 'https' {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (!url || url.username || url.password || !/^https?:$/.test(url.protocol)) return 'form';
    const isPlain = url.protocol === 'http:' && !allowLoopback && !isNamed(url);
    return isPlain ? 'https' : url;
  }

  async function send(url: URL, { secret, key, contentType, body }: WebhookDelivery): Promise<WebhookAnswer> {
    const signal = AbortSignal.timeout(timeoutMs);
    const found = await Promise.race([addressOf(url), aborted(signal)]);
    if ('refused' in found) return { ok: false, code: found.refused };
    const family = isIP(found.address);
    const agent = new Agent({
      connect: {
        lookup: (_host, { all }, done) =>
          all ? done(null, [{ address: found.address, family }]) : done(null, found.address, family),
      },
    });
    const timestamp = String(Math.floor(realNow() / 1000));
    try {
      const answer = await request(url, {
        method: 'POST',
        dispatcher: agent,
        signal,
        body,
        headers: {
          'content-type': contentType,
          'user-agent': 'Callboard (events)',
          'idempotency-key': key,
          'x-callboard-timestamp': timestamp,
          'x-callboard-signature': signEvent(secret, timestamp, body),
        },
      });
      await answer.body.dump({ limit: MAX_ANSWER, signal });
      const { statusCode: status } = answer;
      if (status >= 200 && status < 300) return { ok: true };
      return { ok: false, code: status >= 300 && status < 400 ? 'redirect' : String(status) };
    } finally {
      void agent.destroy();
    }
  }

  return {
    async refuses(text) {
      const url = readUrl(text);
      if (typeof url === 'string') return url;
      const found = await addressOf(url);
      return 'refused' in found ? found.refused : undefined;
    },
    async deliver(delivery) {
      const url = readUrl(delivery.url);
      if (typeof url === 'string') return { ok: false, code: url };
      const host = hosts.get(url.host) ?? { under: 0, failed: 0, code: '', restsUntil: 0 };
      hosts.set(url.host, host);
      if (host.failed >= FAILURES && performance.now() < host.restsUntil)
        return { ok: false, code: host.code };
      if (host.under >= MAX_AT_ONCE) return { ok: false, code: 'busy' };
      host.under++;
      const answer = await send(url, delivery)
        .catch((error: unknown): WebhookAnswer => ({ ok: false, code: codeOfFailure(error) }))
        .finally(() => host.under--);
      host.failed = answer.ok ? 0 : host.failed + 1;
      if (!answer.ok) Object.assign(host, { code: answer.code, restsUntil: performance.now() + REST_MS });
      return answer;
    },
  };
}

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

const codeOfFailure = (error: unknown): string =>
  error instanceof Error && /Timeout|Abort/.test(error.name) ? 'timeout' : 'unreachable';
