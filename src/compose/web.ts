/** Where the outside reaches us: Slack, and the pages and callbacks over HTTP. */
import { commands, routes } from '../../commands/index.ts';
import { createQueueViewer } from '../adapters/bullboard/viewer.ts';
import { firstTime } from '../adapters/redis/first-time.ts';
import { createSlackApp, type SlackApp } from '../adapters/slack/app.ts';
import { organizerOrReply } from '../callboard/board/holder.ts';
import { refreshGroups } from '../callboard/groups.ts';
import { BULL_PATH } from '../callboard/queues/page.ts';
import { HTTP_RIGHTS } from '../core/http-rights.ts';
import { publicPath } from '../core/public-url.ts';
import { homeView } from '../slack/home.ts';
import { composeDoors, createReady, type Doors, type Ready } from './doors.ts';
import type { EventParts } from './event.ts';
import type { WorkerParts } from './worker.ts';

export interface WebParts extends Doors {
  readonly app: SlackApp;
  readonly ready: Ready;
  close(): Promise<void>;
}

/** @param worker - Where this process runs jobs too. */
export function composeWeb(parts: EventParts, worker: WorkerParts | undefined): WebParts {
  const { name: event, config, shared, sandbox, metrics, directory, suspicion, deps } = parts;
  const { requests } = shared;
  const app = createSlackApp({
    config,
    commands,
    deps,
    chat: deps.chat,
    calmChat: parts.depsOf.chores.chat,
    directory,
    firstTime: firstTime(requests, event),
    home: (request) => homeView(commands, request, deps),
    groupsChanged: () => refreshGroups(deps),
    forgetsInitial: config.SANDBOX_STRICT === '0',
    socketClosed: () => suspicion.socketClosed(),
    onAck: (kind, milliseconds) => metrics.acked(kind, milliseconds / 1000),
  });
  const ready = createReady(parts, { app });
  const viewer = createQueueViewer({
    ...{ event, requests, title: event },
    basePath: `${publicPath(config.PUBLIC_URL)}${BULL_PATH}`,
  });
  const doors = composeDoors(parts, ready, {
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
    mount: (express) => {
      if (app.http) express.post(app.http.path, app.http.handle);
      if (sandbox && worker) express.use(sandbox.routes(worker.dispatcher));
    },
  });
  return { ...doors, app, ready, close: () => viewer.close() };
}
