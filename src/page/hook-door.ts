/**
 * The door for hooks: the token is looked at before a byte of the body is read, so that a stranger costs no
 * parsing; and whoever keeps knocking with wrong tokens costs no look-up either.
 */
import type { Deps } from '../core/deps.ts';
import type { RouteReply, RouteRequest } from '../core/route.ts';
import { countHookRequest, type RequestWindow } from './domain/alert.ts';
import { authenticateHook, hashOf, jsonReply, tokenOf, turnAway } from './hook-token.ts';

/** Refusals of one address within a minute, after which its unknown tokens are not looked up any more. */
const MAX_REFUSALS = 60;
const MINUTE = 60_000;
/** Addresses and tokens remembered; past that all are forgotten, which only costs a look-up. */
const MAX_REMEMBERED = 10_000;

/** Undefined where the request may come in. `address` is where it comes from, as the socket says. */
export type Door = (
  request: Pick<RouteRequest, 'headers' | 'query'>,
  address: string,
) => Promise<RouteReply | undefined>;

export function createHookDoor(deps: Pick<Deps, 'store' | 'clock' | 'log'>): Door {
  const refusals = new Map<string, { since: number; count: number }>();
  /** Hashes of tokens that opened before: behind one proxy, a stranger's noise must not shut them out. */
  const known = new Set<string>();
  /** The requests of this minute by hook, in this process: known without a round trip. */
  const windows = new Map<string, RequestWindow>();
  return async (request, address) => {
    const now = deps.clock.now().epochMilliseconds;
    const token = tokenOf(request);
    const hash = token === undefined ? undefined : hashOf(token);
    const before = refusals.get(address);
    const recent = before && now - before.since < MINUTE ? before : { since: now, count: 0 };
    if (recent.count >= MAX_REFUSALS && (hash === undefined || !known.has(hash))) {
      const error = 'Too many requests without a valid token: again in a minute.';
      return jsonReply(429, { error }, { 'retry-after': '60' });
    }
    const entrance = await authenticateHook(request, deps);
    if (!('refused' in entrance)) {
      if (known.size > MAX_REMEMBERED) known.clear();
      if (hash !== undefined) known.add(hash);
      const { id } = entrance.hook;
      const { wait, window } = countHookRequest(windows.get(id), now);
      windows.set(id, window);
      return wait > 0 ? await turnAway(id, wait, deps) : undefined;
    }
    if (entrance.refused.status !== 401) return entrance.refused;
    if (hash !== undefined) known.delete(hash);
    if (refusals.size > MAX_REMEMBERED) refusals.clear();
    refusals.set(address, { since: recent.since, count: recent.count + 1 });
    // Once a minute and address: a log that anybody can fill tells nobody anything.
    if (recent.count === 0) deps.log.warn({ part: 'hooks', address }, 'refused: no valid token');
    return entrance.refused;
  };
}
