/** Where the outside reaches us: Slack, and the pages and callbacks over HTTP. */
import { commands, routes } from '../../commands/index.ts';
import { createQueueViewer } from '../adapters/bullboard/viewer.ts';
import { createHttp } from '../adapters/http/server.ts';
import { firstTime } from '../adapters/redis/first-time.ts';
import { createSlackApp, type SlackApp } from '../adapters/slack/app.ts';
import { createTokenWatch } from '../adapters/slack/token-watch.ts';
import { organizerOrReply } from '../callboard/board/holder.ts';
import { readChatState } from '../callboard/chat-state.ts';
import { isChatLost } from '../callboard/domain/chat-state.ts';
import { refreshGroups } from '../callboard/groups.ts';
import { BULL_PATH } from '../callboard/queues/page.ts';
import { HTTP_RIGHTS } from '../core/http-rights.ts';
import { publicPath } from '../core/public-url.ts';
import { createHookDoor } from '../page/hook-door.ts';
import { asideRemark, providerStandings } from '../page/provider-standing.ts';
import { homeView } from '../slack/home.ts';
import type { EventParts } from './event.ts';
import type { WorkerParts } from './worker.ts';

export interface WebParts {
  readonly app: SlackApp;
  readonly http: ReturnType<typeof createHttp>;
  /** Rejects with the reason while this process cannot work. */
  ready(): Promise<void>;
  close(): Promise<void>;
}

/** @param isStarted - Whether everything of this process runs. */
export function composeWeb(parts: EventParts, worker: WorkerParts, isStarted: () => boolean): WebParts {
  const { name: event, config, shared, store, sandbox, metrics, phones, directory, suspicion, deps } = parts;
  const { requests, log } = shared;
  const { chat, clock } = deps;
  const app = createSlackApp({
    config,
    commands,
    deps,
    chat,
    directory,
    firstTime: firstTime(requests, event),
    home: (request) => homeView(commands, request, deps),
    groupsChanged: () => refreshGroups(deps),
    forgetsInitial: config.SANDBOX_STRICT === '0',
    socketClosed: () => suspicion.socketClosed(),
    onAck: (kind, milliseconds) => metrics.acked(kind, milliseconds / 1000),
  });
  const refusedToken = createTokenWatch(chat);
  const reachesSlack = async () => {
    const outage = await readChatState(deps).catch(() => undefined);
    if (outage && isChatLost(outage))
      throw new Error(`Slack has not answered since ${outage.since}: pages go by text and call`);
    if (!app.connected()) throw new Error('not connected to Slack');
    const refused = await refusedToken();
    if (refused) throw new Error(`Slack refuses the token (${refused}): install the app again`);
  };
  const ready = async ({ slack } = { slack: true }) => {
    if (!isStarted()) throw new Error('starting');
    if (slack) await reachesSlack();
    await requests.ping().catch(() => {
      throw new Error('no Redis');
    });
  };
  const sources = {
    now: () => clock.now().epochMilliseconds,
    standing: () => store.outboxCounts(clock.now()),
    ready,
    providers: [
      { name: 'slack', works: async () => !isChatLost(await readChatState(deps)) },
      ...phones.providers,
    ],
    standings: () => providerStandings(deps),
  };
  const viewer = createQueueViewer({
    ...{ event, requests, title: event },
    basePath: `${publicPath(config.PUBLIC_URL)}${BULL_PATH}`,
  });
  const http = createHttp({
    guarded: {
      path: BULL_PATH,
      handle: viewer.handle,
      refuse: async (request) => {
        const entered = await organizerOrReply(request, deps);
        return 'refused' in entered ? entered.refused : undefined;
      },
    },
    routes,
    rights: HTTP_RIGHTS,
    refuseHook: createHookDoor(deps),
    metricsToken: config.METRICS_TOKEN,
    deps,
    log,
    verify: phones.verify,
    ready,
    remarks: async () => (await providerStandings(deps)).flatMap(asideRemark),
    metrics: async () => ({ type: metrics.contentType, body: await metrics.text(sources) }),
    mount: (express) => {
      if (app.http) express.post(app.http.path, app.http.handle);
      if (sandbox) express.use(sandbox.routes(worker.dispatcher));
    },
  });
  return { app, http, ready, close: () => viewer.close() };
}
