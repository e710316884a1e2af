/**
 * A bot's paging on a real Redis: the store, the mirrors, the dispatcher and the handlers as `compose` puts
 * them together, with a chat and channels that remember. Several may share one Redis, as replicas do.
 */
import { jobs } from '../../jobs/index.ts';
import { Dispatcher } from '../../src/adapters/queue/dispatcher.ts';
import { connectForRequests, connectForWorkers } from '../../src/adapters/redis/connect.ts';
import { DocumentCaches } from '../../src/adapters/redis/mirror.ts';
import { RedisStore } from '../../src/adapters/redis/store.ts';
import { sessionDocument } from '../../src/agenda/domain/session.ts';
import { chatStateDocument } from '../../src/callboard/domain/chat-state.ts';
import { personDocument } from '../../src/callboard/domain/person.ts';
import { keepInMemory } from '../../src/compose/in-memory.ts';
import { realClock } from '../../src/core/clock.ts';
import { put, type QueueName, recordFact } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { newId } from '../../src/core/new-id.ts';
import type { Chat } from '../../src/core/ports/chat.ts';
import type { PagingChannel } from '../../src/core/ports/paging.ts';
import type { Store } from '../../src/core/ports/store.ts';
import { runJob } from '../../src/core/run-job.ts';
import { remedyDocument } from '../../src/incident/domain/remedy.ts';
import { runbookDocument } from '../../src/incident/domain/runbook.ts';
import { policyChanged } from '../../src/page/domain/facts.ts';
import { providerHealthDocument } from '../../src/page/domain/provider-health.ts';
import { slackDmChannel } from '../../src/page/slack-channel.ts';
import { roleDocument, shiftDocument } from '../../src/rota/domain/shift.ts';
import { people, STAGE, shift } from '../unit/page/world.ts';
import { FakeChat, fakeEvent, fakeWorld } from './fake-deps.ts';
import { testSealer } from './sealer.ts';

export interface Stack {
  readonly deps: Deps;
  readonly store: RedisStore;
  readonly chat: FakeChat;
  /** Ends as `kill -9` does for everybody else: no more work, nothing handed back. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

export interface StackOptions {
  readonly url: string;
  readonly channels?: readonly PagingChannel[];
  readonly chat?: FakeChat;
  /** The chats of the jobs by queue, where they are not that one. */
  readonly chatOf?: Readonly<Record<QueueName, Chat>>;
  /** Wraps the store that jobs see, to die at a certain step. */
  readonly around?: (store: Store) => Store;
}

const EVENT = 'paging';

export async function startStack({
  url,
  channels = [],
  chat = new FakeChat(),
  chatOf,
  around,
}: StackOptions): Promise<Stack> {
  const requests = connectForRequests(url);
  const workers = connectForWorkers(url);
  for (const redis of [requests, workers]) redis.on('error', () => {});
  await requests.connect();
  const store = new RedisStore(requests, EVENT, testSealer);
  const mirrors = new DocumentCaches(store);
  keepInMemory(mirrors);
  const { deps: fake } = await fakeWorld();
  const event = fakeEvent({ rooms: [{ name: STAGE, channel: 'CSTAGE', aliases: ['stage-main'] }] });
  const seen: Store = around ? around(store) : store;
  const deps: Deps = {
    ...fake,
    clock: realClock,
    store: seen,
    chat: chat as Chat,
    directory: {
      ...fake.directory,
      person: async (id) => (await store.get(personDocument, id))?.value,
      byPhone: async (number) => (await store.find(personDocument, `phone:${number}`))[0]?.value,
      all: async () => (await store.all(personDocument)).map(({ value }) => value),
    },
    events: { settings: async () => event },
    sessions: mirrors.of(sessionDocument),
    remedies: mirrors.of(remedyDocument),
    shifts: mirrors.of(shiftDocument),
    roles: mirrors.of(roleDocument),
    runbooks: mirrors.of(runbookDocument),
    people: mirrors.of(personDocument),
    providerHealth: mirrors.of(providerHealthDocument),
    chatState: mirrors.of(chatStateDocument),
    channels: [slackDmChannel(chat as Chat), ...channels],
    newId,
  };
  const depsOf = (queue: QueueName): Deps => {
    const own = chatOf?.[queue];
    return own ? { ...deps, chat: own, channels: [slackDmChannel(own), ...channels] } : deps;
  };
  const handlers = new Map(jobs.map((handler) => [handler.kind.name, handler]));
  const dispatcher = new Dispatcher({
    outbox: store,
    clock: realClock,
    log: deps.log,
    event: EVENT,
    requests,
    workers,
    run: async (handed) => void (await runJob(handed, handlers.get(handed.name), depsOf(handed.queue))),
  });
  dispatcher.start();
  const disconnect = () => {
    requests.disconnect();
    workers.disconnect();
  };
  return {
    deps,
    store,
    chat,
    async kill() {
      disconnect();
      await dispatcher.stop().catch(() => {});
    },
    async stop() {
      await dispatcher.stop().catch(() => {});
      disconnect();
    },
  };
}

/** The rota, the roles and the people of the unit tests' event, on shift now. */
export async function seedEvent({ store, deps }: Pick<Stack, 'store' | 'deps'>): Promise<void> {
  const now = deps.clock.now();
  const around = { start: now.subtract({ hours: 2 }).toString(), end: now.add({ hours: 8 }).toString() };
  await store.commit({
    put: [
      put(roleDocument, 'stage', { name: 'stage', leads: ['ULEAD'] }),
      put(shiftDocument, 'H1', shift(around)),
      ...people().map((person) => put(personDocument, person.id, person)),
    ],
    facts: [recordFact(policyChanged, { at: now, by: 'test', about: [], data: { policy: 'none' } })],
  });
}
