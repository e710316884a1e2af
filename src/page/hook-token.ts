/** Who may come in by a hook: each source has a token of its own, made by `/callboard settings`, and a rate. */
import { createHash, randomBytes } from 'node:crypto';
import { tellOrganizers } from '../callboard/domain/jobs.ts';
import { put, recordFact, scheduleJob, type Versioned } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import { instantText } from '../core/instant.ts';
import { withOptimisticRetry } from '../core/optimistic-retry.ts';
import type { RouteReply, RouteRequest } from '../core/route.ts';
import { escape } from '../slack/mrkdwn.ts';
import {
  type Hook,
  hookDocument,
  REQUESTS_A_MINUTE,
  STRANGER_ID,
  strangerDocument,
  tellsAgain,
  tellsTurnedAway,
} from './domain/alert.ts';
import { senderTurnedAway } from './domain/facts.ts';

/** A token's document is found by its hash, so that a copy of the database opens no door. */
export const hashOf = (token: string): string =>
  createHash('sha256').update(token).digest('hex').slice(0, 40);

/** A token for a new hook: to be shown once, and kept as its hash. */
export const newHookToken = (): string => `cb_${randomBytes(24).toString('base64url')}`;

/** `Authorization: Bearer …`, the password of Basic, or `?token=…` where a source can set no header. */
export function tokenOf({ headers, query }: Pick<RouteRequest, 'headers' | 'query'>): string | undefined {
  const [, scheme = '', value = ''] = /^(\S+)\s+(\S+)$/.exec(headers['authorization'] ?? '') ?? [];
  if (scheme.toLowerCase() === 'bearer') return value;
  if (scheme.toLowerCase() === 'basic') {
    const [, ...password] = Buffer.from(value, 'base64').toString('utf8').split(':');
    return password.join(':') || undefined;
  }
  return query['token'] || undefined;
}

export const jsonReply = (
  status: number,
  body: object,
  headers: Record<string, string> = {},
): RouteReply => ({
  status,
  type: 'application/json',
  headers,
  body: `${JSON.stringify(body)}\n`,
});

export type Entrance = { readonly hook: Versioned<Hook> } | { readonly refused: RouteReply };
type DoorDeps = Pick<Deps, 'store' | 'clock'>;
type Asking = Pick<RouteRequest, 'headers' | 'query'>;

/** The hook whose token this is. Organizers hear, once, of a sender that is turned away. */
export async function authenticateHook(request: Asking, deps: DoorDeps): Promise<Entrance> {
  const token = tokenOf(request);
  const hook = token ? await deps.store.get(hookDocument, hashOf(token)) : undefined;
  if (hook && !hook.value.revokedAt) return { hook };
  if (hook) await tellTurnedAway(hook.id, 'page.hooks.revokedSends', deps);
  else if (token) await tellStranger(deps);
  const error = 'A token of `/callboard settings` is needed, as `Authorization: Bearer …`.';
  return { refused: jsonReply(401, { error }, { 'www-authenticate': 'Bearer' }) };
}

/** Too many requests. 503 and not 429: Alertmanager and its like try again after the one and drop after the other. */
export async function turnAway(hook: string, wait: number, deps: DoorDeps): Promise<RouteReply> {
  await tellTurnedAway(hook, 'page.hooks.turnedAway', deps);
  const error = `More than ${REQUESTS_A_MINUTE} requests a minute: again in ${wait} s.`;
  return jsonReply(503, { error }, { 'retry-after': String(wait) });
}

async function tellTurnedAway(
  id: string,
  key: 'page.hooks.revokedSends' | 'page.hooks.turnedAway',
  { store, clock }: DoorDeps,
): Promise<void> {
  await withOptimisticRetry(store, async () => {
    const hook = await store.get(hookDocument, id);
    const now = clock.now();
    if (!hook || !tellsTurnedAway(hook.value, now.epochMilliseconds)) return { result: undefined };
    const at = instantText(now);
    const params = { name: escape(hook.value.name), count: REQUESTS_A_MINUTE };
    return {
      change: {
        put: [put(hookDocument, id, { ...hook.value, toldTurnedAway: at }, hook.version)],
        facts: [
          recordFact(senderTurnedAway, {
            at: now,
            by: `hook:${hook.value.name}`,
            about: [`hook:${hook.value.code}`],
            data: { hook: hook.value.code },
          }),
        ],
        jobs: [scheduleJob(tellOrganizers, now, { key, params }, `tell:${key}:${hook.value.code}:${at}`)],
      },
      result: undefined,
    };
  });
}

/** Somebody with a token that was never ours: perhaps a machine whose token has a typing mistake in it. */
async function tellStranger({ store, clock }: DoorDeps): Promise<void> {
  await withOptimisticRetry(store, async () => {
    const told = await store.get(strangerDocument, STRANGER_ID);
    const now = clock.now();
    if (told && !tellsAgain(told.value.at, now.epochMilliseconds)) return { result: undefined };
    const at = instantText(now);
    return {
      change: {
        put: [put(strangerDocument, STRANGER_ID, { at }, told?.version ?? 0)],
        facts: [recordFact(senderTurnedAway, { at: now, by: 'callboard', about: [], data: {} })],
        jobs: [
          scheduleJob(tellOrganizers, now, { key: 'page.hooks.stranger', params: {} }, `tell:stranger:${at}`),
        ],
      },
      result: undefined,
    };
  });
}
