/** `/board/queues`: how the queues stand, for organizers, by the same link as the control room. */
import { boardLanguage, boardSecret, organizerOrReply } from '../../src/callboard/board/holder.ts';
import { QUEUES_PATH } from '../../src/callboard/board/page.ts';
import { openHandle } from '../../src/callboard/domain/job-handle.ts';
import { actOnJob, QUEUE_ACTIONS, type QueueAction } from '../../src/callboard/queues/act.ts';
import { findLine, loadQueues, type QueueList } from '../../src/callboard/queues/load.ts';
import {
  askPage,
  asksTwice,
  QUEUE_NEWS,
  type QueueNews,
  type QueuesReader,
  queuesPage,
} from '../../src/callboard/queues/page.ts';
import type { Deps } from '../../src/core/deps.ts';
import { OUTBOX_STATES, type OutboxState } from '../../src/core/ports/store.ts';
import { publicPath } from '../../src/core/public-url.ts';
import type { Route, RouteReply, RouteRequest } from '../../src/core/route.ts';

const QUEUES = ['pages', 'reminders', 'chores', 'webhooks'] as const;
/** Bytes of what the form sends. */
const FORM_LIMIT = 4_000;

const oneOf = <T extends string>(known: readonly T[], given: string | undefined): T | undefined =>
  known.find((one) => one === given);

type Fields = Readonly<Record<string, string | undefined>>;

/** What is asked for; where that is nothing that there is, what alarms most: pages that are late. */
function listIn({ queue, state }: Fields): QueueList {
  if (state === 'dead') return { state };
  return {
    queue: oneOf(QUEUES, queue) ?? 'pages',
    state: oneOf<OutboxState>(OUTBOX_STATES, state) ?? 'late',
  };
}

interface Asker {
  readonly reader: QueuesReader;
  readonly person: Parameters<typeof actOnJob>[1];
}

/** Runs for an organizer; whoever else comes is told. */
const forOrganizer =
  (run: (request: RouteRequest, asker: Asker, deps: Deps) => Promise<RouteReply>): Route['run'] =>
  async (request, deps) => {
    const entered = await organizerOrReply(request, deps);
    if ('refused' in entered) return entered.refused;
    const { person, event } = entered.holder;
    const { t, locale } = await boardLanguage(person, deps);
    const secret = boardSecret(request);
    const reader = { event, base: publicPath(deps.publicUrl), secret, t, locale };
    return await run(request, { reader, person }, deps);
  };

/** Back to the list, with a word of what happened. */
const back = ({ base }: QueuesReader, list: QueueList, news: QueueNews): RouteReply => ({
  status: 303,
  headers: {
    location: `${base}${QUEUES_PATH}?${new URLSearchParams({ ...list, news })}`,
    'cache-control': 'no-store',
  },
  body: '',
});

const listRoute: Route = {
  method: 'GET',
  path: QUEUES_PATH,
  run: forOrganizer(async ({ query }, { reader }, deps) => {
    const list = listIn(query);
    const from = Math.max(0, Math.floor(Number(query['from']))) || 0;
    return queuesPage(
      await loadQueues(list, from, deps),
      list,
      oneOf<QueueNews>(QUEUE_NEWS, query['news']),
      reader,
    );
  }),
};

const askRoute: Route = {
  method: 'GET',
  path: `${QUEUES_PATH}/ask`,
  run: forOrganizer(async ({ query }, { reader }, deps) => {
    const list = listIn(query);
    const action = oneOf<QueueAction>(QUEUE_ACTIONS, query['action']);
    const handle = openHandle(reader.secret, 'ask', query['job'] ?? '');
    const job = handle && (await findLine(list.state, handle, deps));
    if (!action || !job || job.isLeased) return back(reader, list, 'changed');
    return askPage({ action, list, job, now: deps.clock.now().epochMilliseconds }, reader);
  }),
};

const NEWS_OF = {
  retry: 'retried',
  cancel: 'cancelled',
} as const satisfies Record<QueueAction, QueueNews>;

const doRoute: Route = {
  method: 'POST',
  path: `${QUEUES_PATH}/do`,
  limit: FORM_LIMIT,
  run: forOrganizer(async ({ body }, { reader, person }, deps) => {
    const fields = (typeof body === 'object' && body !== null ? body : {}) as Fields;
    const list = listIn(fields);
    const action = oneOf<QueueAction>(QUEUE_ACTIONS, fields['action']);
    // Made with the secret of this very link: no other page can send one.
    const handle = openHandle(reader.secret, 'do', String(fields['job'] ?? ''));
    const job = handle && (await findLine(list.state, handle, deps));
    if (!action || !job) return back(reader, list, 'changed');
    if (asksTwice(action, list.state, job.queue) && fields['sure'] !== 'yes') {
      const now = deps.clock.now().epochMilliseconds;
      return { ...askPage({ action, list, job, now, isUnsure: true }, reader), status: 422 };
    }
    const isDone = await actOnJob({ list: list.state, action, handle }, person, deps);
    if (!isDone) return back(reader, list, 'changed');
    return back(reader, list, action === 'cancel' && list.state === 'dead' ? 'dismissed' : NEWS_OF[action]);
  }),
};

export const queueRoutes: readonly Route[] = [listRoute, askRoute, doRoute];
