/**
 * Posts to addresses that people's browsers or the operator named: https, nothing inside our own network, and the
 * address that was checked is the one that is connected to. What fails is told without the address, which is a secret.
 */
import { isIP } from 'node:net';
import { Agent, request } from 'undici';
import { PermanentError } from '../../core/errors.ts';
import { createGate, type Gate } from '../../core/outgoing-gate.ts';
import { OUTGOING, type OutgoingLimit } from '../../core/outgoing-limits.ts';
import type { Post, PostAnswer, PostRequest } from '../../core/ports/post.ts';
import { checkedAddress } from './fetch.ts';

/** What an answer says is not read, but for so much of it that a connection can end well. */
const MAX_ANSWER = 16 * 1024;

export interface PostOptions {
  /** Only the sandbox and tests: loopback is where their push service is, without https. */
  readonly allowLoopback?: boolean;
  /** The operator named the host: it may be inside our own network, and plain http. */
  readonly isNamed?: boolean;
  /** Its row; a test has a shorter one. */
  readonly limit?: OutgoingLimit;
}

function refusedUrl(text: string, isPlainAllowed: boolean): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isFit = url && !url.username && !url.password && /^https?:$/.test(url.protocol);
  if (!isFit || (url.protocol === 'http:' && !isPlainAllowed)) throw new PermanentError('address-refused');
  return url;
}

const secondsOf = (header: string | string[] | undefined): number | undefined => {
  const text = Array.isArray(header) ? header[0] : header;
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text)) return Number(text);
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - Date.now()) / 1000));
};

/** An address that is never asked is no trouble of the host's. */
const isOutage = (error: unknown): boolean => !(error instanceof PermanentError);

export function createPost({
  allowLoopback = false,
  isNamed = false,
  limit = OUTGOING.push,
}: PostOptions = {}): Post {
  const gates = new Map<string, Gate>();
  const gateOf = (host: string): Gate => {
    const gate = gates.get(host) ?? createGate(limit, { isOutage });
    gates.set(host, gate);
    return gate;
  };

  /** The address to connect to; the one that was checked. */
  async function pinnedTo(url: URL, signal: AbortSignal): Promise<string> {
    const late = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(new Error('no answer in time')), { once: true });
    });
    return await Promise.race([checkedAddress(url, allowLoopback, isNamed), late]).catch((error: unknown) => {
      // A name that is not found may be found again; an address inside is never asked.
      if ((error as { key?: unknown }).key === 'fetch.private') throw new PermanentError('address-refused');
      throw new Error('the host is not found');
    });
  }

  async function send(url: URL, { headers, body }: PostRequest, signal: AbortSignal): Promise<PostAnswer> {
    const pinned = await pinnedTo(url, signal);
    const family = isIP(pinned);
    const agent = new Agent({
      connect: {
        lookup: (_host, { all }, done) =>
          all ? done(null, [{ address: pinned, family }]) : done(null, pinned, family),
      },
    });
    try {
      const answer = await request(url, { method: 'POST', dispatcher: agent, signal, headers, body });
      await answer.body.dump({ limit: MAX_ANSWER, signal });
      return { status: answer.statusCode, retryAfter: secondsOf(answer.headers['retry-after']) };
    } catch {
      throw new Error(signal.aborted ? 'no answer in time' : 'no connection');
    } finally {
      void agent.destroy();
    }
  }

  return async (address, asked) => {
    const url = refusedUrl(address, allowLoopback || isNamed);
    return await gateOf(url.host).ask((signal) => send(url, asked, signal));
  };
}
