/** What every process answers over HTTP: that it lives, whether it can work, and its figures; a web has more doors. */
import { createHttp, type HttpOptions } from '../adapters/http/server.ts';
import { QUEUES } from '../adapters/queue/bull.ts';
import { sealKeysKey } from '../adapters/redis/open-sealer.ts';
import { readStanding, standingRemarks, watchStanding } from '../adapters/redis/standing.ts';
import type { SlackApp } from '../adapters/slack/app.ts';
import { createTokenWatch } from '../adapters/slack/token-watch.ts';
import { archiveAge } from '../callboard/archive/state.ts';
import { readChatState } from '../callboard/chat-state.ts';
import { isChatLost } from '../callboard/domain/chat-state.ts';
import { unattendedQueues } from '../core/ports/processes.ts';
import { createHookDoor } from '../page/hook-door.ts';
import { asideRemark, providerStandings } from '../page/provider-standing.ts';
import type { EventParts } from './event.ts';

export type Ready = HttpOptions['ready'];

export interface Doors {
  readonly http: ReturnType<typeof createHttp>;
  /** As Prometheus reads them. */
  figures(): Promise<string>;
}

/** Within so many milliseconds a dispatcher has asked what is due, or it does not do its work. */
const SILENT_MS = 10_000;

/**
 * @param does - The Slack app where Slack reaches this process, and whether its dispatcher hands out where it has one.
 * @returns what rejects with the reason while this process cannot work
 */
export function createReady(
  { name, config, deps, life, shared }: EventParts,
  does: { readonly app?: SlackApp; claims?(withinMs: number): boolean },
): Ready {
  const refusedToken = createTokenWatch(deps.chat);
  const reachesSlack = async ({ connected }: SlackApp) => {
    const outage = await readChatState(deps).catch(() => undefined);
    if (outage && isChatLost(outage))
      throw new Error(`Slack has not answered since ${outage.since}: pages go by text and call`);
    if (!connected()) throw new Error('not connected to Slack');
  };
  return async ({ slack } = { slack: true }) => {
    if (life.phase !== 'running') throw new Error(life.phase);
    if (slack && does.app) await reachesSlack(does.app);
    const refused = slack && (await refusedToken());
    if (refused) throw new Error(`Slack refuses the token (${refused}): install the app again`);
    // A key of ours, since in a cluster another node's answer says nothing of it.
    await shared.requests.exists(sealKeysKey(name)).catch(() => {
      throw new Error('no Redis');
    });
    if (config.CALLBOARD_ROLE === 'worker' && does.claims?.(SILENT_MS) === false)
      throw new Error('the dispatcher hands out nothing');
  };
}

export function composeDoors(
  parts: EventParts,
  ready: Ready,
  more: Pick<HttpOptions, 'routes' | 'rights' | 'guarded' | 'mount'> = { routes: [], rights: {} },
): Doors {
  const { config, shared, store, metrics, phones, processes, deps } = parts;
  const { clock, log } = deps;
  const sources = {
    now: () => clock.now().epochMilliseconds,
    standing: () => store.outboxCounts(clock.now()),
    attendance: () => processes.living(),
    ready,
    providers: [
      { name: 'slack', works: async () => !isChatLost(await readChatState(deps)) },
      ...phones.providers,
    ],
    standings: () => providerStandings(deps),
    nodes: watchStanding(() => readStanding(shared.requests)),
    ledger: async () => {
      const [{ facts }, age] = await Promise.all([store.ledgerSize(), archiveAge(deps)]);
      return { facts, archiveAgeMs: age };
    },
  };
  const remarks = async () => [
    ...(await unattendedRemarks(parts)),
    ...(await providerStandings(deps)).flatMap(asideRemark),
    ...(await standingRemarks(shared.requests)),
  ];
  const figures = () => metrics.text(sources);
  const http = createHttp({
    ...more,
    refuseHook: createHookDoor(deps),
    metricsToken: config.METRICS_TOKEN,
    deps,
    log,
    verify: phones.verify,
    ready,
    remarks,
    metrics: async () => ({ type: metrics.contentType, body: await figures() }),
  });
  return { http, figures };
}

/** A web without workers takes what people say and does nothing about it: whoever looks must see it. */
async function unattendedRemarks({ processes }: EventParts): Promise<string[]> {
  const unattended = unattendedQueues(await processes.living(), QUEUES);
  return unattended.map((queue) => `nobody runs the queue ${queue}: what is due there waits for a worker`);
}
