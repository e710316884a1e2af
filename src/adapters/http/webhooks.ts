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

import { ProviderDown, RetryLater, UserError } from '../../core/errors.ts';
import { createGate, type Gate } from '../../core/outgoing-gate.ts';
import { OUTGOING, type OutgoingLimit } from '../../core/outgoing-limits.ts';
import type { WebhookAnswer, WebhookDelivery, Webhooks } from '../../core/ports/webhooks.ts';
import { checkedAddress } from './fetch.ts';

/** What an answer says is not read, but for so much of it that a connection can end well. */
const MAX_ANSWER = 64 * 1024;

export interface WebhooksOptions {
  /** Only the sandbox and tests: loopback is where their receivers are. */
  readonly allowLoopback?: boolean;
  /** Hosts inside the network that the operator allows; plain http too. */
  readonly privateHosts?: readonly string[];
  /** Its row; a test has a shorter one. */
  readonly limit?: OutgoingLimit;
  /** Real milliseconds since 1970. */
  readonly realNow?: () => number;
}

interface Host {
  readonly gate: Gate;
  /** How it failed last. */
  code: string;
}

/** It answered with a no, or not at all. */
class NotTaken extends Error {
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/** What the receiver computes too. */
export const signEvent = (secret: string, timestamp: string, body: string): string =>
  `v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;

export function createWebhooks(options: WebhooksOptions = {}): Webhooks {
  const { allowLoopback = false, privateHosts = [], limit = OUTGOING.webhooks, realNow = Date.now } = options;
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

  async function send(
    url: URL,
    { secret, key, contentType, body }: WebhookDelivery,
    signal: AbortSignal,
  ): Promise<WebhookAnswer> {
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
      const host = hosts.get(url.host) ?? { gate: createGate(limit), code: '' };
      hosts.set(url.host, host);
      try {
        return await host.gate.ask(async (signal) => {
          const answer = await send(url, delivery, signal);
          if (!answer.ok) throw new NotTaken(answer.code);
          return answer;
        });
      } catch (error) {
        if (error instanceof ProviderDown) return { ok: false, code: host.code };
        if (error instanceof RetryLater) return { ok: false, code: 'busy' };
        host.code = error instanceof NotTaken ? error.code : codeOfFailure(error);
        return { ok: false, code: host.code };
      }
    },
  };
}

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

const codeOfFailure = (error: unknown): string =>
  error instanceof Error && /Timeout|Abort/.test(error.name) ? 'timeout' : 'unreachable';
