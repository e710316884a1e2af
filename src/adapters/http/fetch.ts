/**
 * Fetches what an organizer names, and nothing else: no private address, whatever name or redirect leads
 * there; bounded in size and time. The address that was checked is the one that is connected to.
 */

import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { Agent, request } from 'undici';
import { UserError } from '../../core/errors.ts';
import { createGate } from '../../core/outgoing-gate.ts';
import { OUTGOING, type OutgoingLimit } from '../../core/outgoing-limits.ts';
import type { FetchedFile, Fetcher } from '../../core/ports/fetch.ts';
import { truncatePlain } from '../../core/text.ts';
import { escape } from '../../slack/mrkdwn.ts';

/** Real agendas are under 3 MB (38C3: 2.2 MB); five times that leaves room. */
const MAX_BYTES = 15_000_000;
const MAX_REDIRECTS = 5;

export interface FetcherOptions {
  /** Only the sandbox and tests: loopback is where their feeds are. */
  readonly allowLoopback?: boolean;
  readonly mostBytes?: number;
  /** Its row; a test has a shorter one. */
  readonly limit?: OutgoingLimit;
}

/** Public by its range, and yet the inside of a cloud: Azure's agent and metadata address. */
const CLOUD_INSIDE = new Set(['168.63.129.16']);

/** `::127.0.0.1`, long deprecated, and taken for a public address by its range. */
const hidesIpv4 = (parsed: ipaddr.IPv4 | ipaddr.IPv6): boolean =>
  parsed.kind() === 'ipv6' && (parsed as ipaddr.IPv6).parts.slice(0, 6).every((part) => part === 0);

/** Whether an address belongs to the public internet (or to this machine, where that is allowed). */
export function isAllowed(address: string, allowLoopback = false): boolean {
  const parsed = ipaddr.process(address);
  const range = parsed.range();
  if (range === 'loopback') return allowLoopback;
  return range === 'unicast' && !hidesIpv4(parsed) && !CLOUD_INSIDE.has(parsed.toString());
}

/**
 * The address of a host, all of whose addresses may be connected to.
 *
 * @param allowPrivate - Also addresses inside our own network: the operator named this host.
 * @throws {UserError} `fetch.unknownHost`, or `fetch.private`.
 */
export async function checkedAddress(
  url: URL,
  allowLoopback: boolean,
  allowPrivate = false,
): Promise<string> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const found = isIP(host)
    ? [host]
    : await lookup(host, { all: true }).then(
        (all) => all.map((one) => one.address),
        () => {
          throw new UserError('fetch.unknownHost', { host: escape(host) });
        },
      );
  const bad = allowPrivate ? undefined : found.find((address) => !isAllowed(address, allowLoopback));
  const first = found[0];
  if (bad !== undefined || first === undefined) throw new UserError('fetch.private', { host: escape(host) });
  return first;
}

/** Name servers that never answer must not hold the caller either, and `lookup` takes no signal. */
const inTime = <T>(work: Promise<T>, signal: AbortSignal, tooSlow: () => UserError): Promise<T> =>
  Promise.race([
    work,
    new Promise<never>((_, reject) => {
      if (signal.aborted) reject(tooSlow());
      signal.addEventListener('abort', () => reject(tooSlow()), { once: true });
    }),
  ]);

function checkedUrl(text: string, base?: URL): URL {
  let url: URL;
  try {
    url = new URL(text, base);
  } catch {
    throw new UserError('fetch.badUrl', { url: escape(truncatePlain(text, 200)) });
  }
  if (url.username || url.password) throw new UserError('fetch.credentials');
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new UserError('fetch.badUrl', { url: escape(truncatePlain(text, 200)) });
  }
  return url;
}

async function readBounded(body: AsyncIterable<Buffer>, host: string, most: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > most)
      throw new UserError('fetch.tooLarge', { host: escape(host), most: Math.floor(most / 1_000_000) });
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

const one = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header[0] : header;

export function createFetcher(options: FetcherOptions = {}): Fetcher {
  const { allowLoopback = false, mostBytes = MAX_BYTES, limit = OUTGOING.feeds } = options;
  const gate = createGate(limit);
  const slow = (host: string) =>
    new UserError('fetch.tooSlow', { host: escape(host), seconds: limit.timeoutMs / 1000 });

  async function follow(
    first: URL,
    known: Parameters<Fetcher>[1],
    signal: AbortSignal,
  ): Promise<FetchedFile> {
    let url = first;
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      const host = url.hostname;
      const tooSlow = () => slow(host);
      const pinned = await inTime(checkedAddress(url, allowLoopback), signal, tooSlow);
      const family = isIP(pinned);
      const agent = new Agent({
        connect: {
          lookup: (_host, { all }, done) =>
            all ? done(null, [{ address: pinned, family }]) : done(null, pinned, family),
        },
      });
      try {
        const answer = await request(url, {
          dispatcher: agent,
          signal,
          headers: requestHeaders(known ?? {}),
        });
        const { statusCode, headers } = answer;
        if ([301, 302, 303, 307, 308].includes(statusCode) && headers['location']) {
          await answer.body.dump();
          url = checkedUrl(one(headers['location']) ?? '', url);
          continue;
        }
        if (statusCode === 304) return fetched('unchanged', new Uint8Array(), headers);
        if (statusCode !== 200)
          throw new UserError('fetch.status', { host: escape(host), status: statusCode });
        return fetched('ok', await readBounded(answer.body, host, mostBytes), headers);
      } catch (error) {
        if (error instanceof UserError) throw error;
        if (signal.aborted) throw tooSlow();
        throw new UserError('fetch.unreachable', { host: escape(host), code: escape(codeOf(error)) });
      } finally {
        void agent.destroy();
      }
    }
    throw new UserError('fetch.tooManyRedirects', { host: escape(url.hostname) });
  }

  return async (address, known) => {
    const url = checkedUrl(address);
    return await gate
      .ask((signal) => follow(url, known, signal))
      .catch((error: unknown) => {
        // Over its time, or no place was free in it.
        throw error instanceof UserError ? error : slow(url.hostname);
      });
  };
}

/** `ECONNREFUSED` and its like; never the message, which may hold an address. */
const codeOf = (error: unknown): string => {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : 'no answer';
};

const requestHeaders = ({
  etag,
  lastModified,
}: {
  etag?: string;
  lastModified?: string;
}): Record<string, string> => ({
  'user-agent': 'Callboard (conference agenda import)',
  accept: 'application/json, application/xml, text/calendar, text/csv, */*;q=0.5',
  ...(etag && { 'if-none-match': etag }),
  ...(lastModified && { 'if-modified-since': lastModified }),
});

function fetched(
  status: FetchedFile['status'],
  body: Uint8Array,
  headers: Record<string, string | string[] | undefined>,
): FetchedFile {
  const etag = one(headers['etag']);
  const lastModified = one(headers['last-modified']);
  return {
    status,
    body,
    contentType: one(headers['content-type']) ?? '',
    ...(etag && { etag }),
    ...(lastModified && { lastModified }),
  };
}
