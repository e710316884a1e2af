/**
 * That nobody works where the work of an answer waits: whatever a command or a press promises to send, it says so itself
 * while no living process runs the queue. One place for all of them, so that none can forget it.
 */
import { includes } from '../callboard/domain/permission.ts';
import { context } from '../slack/blocks.ts';
import { code, joined, type Mrkdwn, mentionIds, mrkdwn } from '../slack/mrkdwn.ts';
import type { ModalResponse, Reply, RequestContext } from './command.ts';
import type { Change, QueueName } from './commit.ts';
import type { Deps } from './deps.ts';
import type { Message } from './ports/chat.ts';
import type { Store } from './ports/store.ts';

/** Seconds within which a job is due so that somebody waits for it: more than two clocks read a moment apart. */
const SOON = 10;
/** Slack's own limits, of a message and of a modal. */
const MAX_BLOCKS = { message: 50, modal: 100 } as const;

/** The same store, whose commits are looked at once they have happened. */
const watchedStore = (store: Store, committed: (change: Change) => void): Store =>
  new Proxy(store, {
    get(inner, name) {
      if (name === 'commit')
        return async (change: Change) => {
          const done = await inner.commit(change);
          committed(change);
          return done;
        };
      const part: unknown = Reflect.get(inner, name, inner);
      return typeof part === 'function' ? part.bind(inner) : part;
    },
  });

/** Whoever is not of the crew hears to whom they can go, and nothing of queues. */
function waitingNote(
  queues: readonly QueueName[],
  { t, permission, event }: Pick<RequestContext, 't' | 'permission' | 'event'>,
): Mrkdwn {
  if (includes(permission, 'crew'))
    return t('common.unattended', { count: queues.length, queues: joined(queues.map(code), ', ') });
  return t('common.unattendedOutside', { organizers: mentionIds(event.organizers) });
}

const noted = (note: Mrkdwn, { text, blocks }: Message): Message => ({
  text: mrkdwn`${note}\n${text}`,
  ...(blocks && { blocks: [context(note), ...blocks].slice(0, MAX_BLOCKS.message) }),
});

const notedView = <V extends { readonly blocks: readonly unknown[] }>(note: Mrkdwn, view: V): V => ({
  ...view,
  blocks: [context(note), ...view.blocks].slice(0, MAX_BLOCKS.modal),
});

function withNote<R extends Reply | ModalResponse>(note: Mrkdwn, reply: R): R | Message {
  if (reply === undefined) return { text: note };
  if ('text' in reply) return noted(note, reply);
  if ('replace' in reply) return { ...reply, replace: noted(note, reply.replace) };
  if ('file' in reply) return { ...reply, comment: mrkdwn`${note}\n${reply.comment}` };
  if ('modal' in reply) return { ...reply, modal: notedView(note, reply.modal) };
  if ('update' in reply) return { ...reply, update: notedView(note, reply.update) };
  return reply;
}

/**
 * Runs what was asked for, and says with its answer which queues nobody runs of those that its work is due in, as this
 * process heard it last. Of `chores` nothing is said: boards and cards come after, and nobody is promised them. Costs
 * nothing while every queue is run.
 *
 * @param run - Given a request whose `saidUnattended` it calls where its own answer tells of a queue.
 */
export async function tellingWhatWaits<Q extends RequestContext, R extends Reply | ModalResponse>(
  request: Q,
  deps: Deps,
  run: (request: Q, deps: Deps) => Promise<R>,
): Promise<R | Message> {
  const silent = (deps.lastUnattended?.() ?? []).filter((queue) => queue !== 'chores');
  if (silent.length === 0) return await run(request, deps);
  const soon = request.now.add({ seconds: SOON }).epochMilliseconds;
  const waiting = new Set<QueueName>();
  const said = new Set<QueueName>();
  const store = watchedStore(deps.store, ({ jobs = [] }) => {
    for (const job of jobs) if ('at' in job && job.at.epochMilliseconds <= soon) waiting.add(job.queue);
  });
  const saidUnattended = (queue: QueueName) => void said.add(queue);
  const reply = await run({ ...request, saidUnattended }, { ...deps, store });
  const untold = silent.filter((queue) => waiting.has(queue) && !said.has(queue));
  return untold.length > 0 ? withNote(waitingNote(untold, request), reply) : reply;
}
