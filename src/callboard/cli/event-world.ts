/**
 * What the event's command line works with: the bot's own Redis, sealed as the bot seals it, and Slack where there
 * is a token. Only `apply` changes anything: looking somebody up in Slack keeps nothing.
 */
import { z } from 'zod';
import { actionsConfig } from '../../adapters/actions/config.ts';
import { createLog } from '../../adapters/pino/log.ts';
import { connectForRequests, redisConfig } from '../../adapters/redis/connect.ts';
import { connectOrExplain } from '../../adapters/redis/explain.ts';
import { DocumentCaches } from '../../adapters/redis/mirror.ts';
import { openSealer } from '../../adapters/redis/open-sealer.ts';
import { SealError } from '../../adapters/redis/seal.ts';
import { RedisStore } from '../../adapters/redis/store.ts';
import { createChat } from '../../adapters/slack/chat.ts';
import { slackEnv } from '../../adapters/slack/config.ts';
import { createDirectory } from '../../adapters/slack/directory.ts';
import { sessionDocument } from '../../agenda/domain/session.ts';
import { type Env, organizersConfig } from '../../config.ts';
import { realClock } from '../../core/clock.ts';
import type { Chat } from '../../core/ports/chat.ts';
import type { Directory } from '../../core/ports/people.ts';
import type { Store } from '../../core/ports/store.ts';
import { CannotDo } from '../../keys/cli/ask.ts';
import { EVENT_ID, eventDocument, unsetEvent } from '../domain/event.ts';
import { personDocument } from '../domain/person.ts';
import type { SetupDeps } from '../event-file/state.ts';

export interface EventWorld extends SetupDeps {
  /** The event's key space, as in CALLBOARD_EVENT. */
  readonly name: string;
  /** Undefined where there is no token of Slack. */
  readonly channels: Chat['channels'] | undefined;
}

const needed = z.object({
  ...redisConfig.shape,
  ...actionsConfig.shape,
  ...organizersConfig.shape,
  ...slackEnv.partial().shape,
});

/**
 * @param claim - write down under which key the event is sealed, as a start does: for what writes
 * @throws {CannotDo} a line for the operator: what is missing, or does not answer.
 */
export async function withEventWorld<R>(
  env: Env,
  { claim }: { readonly claim: boolean },
  work: (world: EventWorld) => Promise<R>,
): Promise<R> {
  const given = Object.entries(env).filter(([, value]) => value?.trim());
  const config = needed.safeParse(Object.fromEntries(given));
  if (!config.success) throw new CannotDo(z.prettifyError(config.error));
  const { REDIS_URL, CALLBOARD_EVENT: name, KEYS_ACTIONS, ORGANIZERS } = config.data;
  const redis = connectForRequests(REDIS_URL);
  try {
    await connectOrExplain(redis, REDIS_URL).catch((error: Error) => {
      throw new CannotDo(error.message);
    });
    const sealer = await openSealer(redis, name, config.data, { claim }).catch((error: unknown) => {
      throw error instanceof SealError ? new CannotDo(`${error.message}.`) : error;
    });
    const store = new RedisStore(redis, name, sealer);
    const mirrors = new DocumentCaches(store);
    const slack = slackFrom(config.data, store);
    return await work({
      name,
      store,
      clock: realClock,
      directory: slack?.directory ?? knownPeople(store),
      channels: slack && (() => slack.chat.channels()),
      sessions: mirrors.of(sessionDocument),
      people: mirrors.of(personDocument),
      events: {
        settings: async () => (await store.get(eventDocument, EVENT_ID))?.value ?? unsetEvent(ORGANIZERS),
      },
      guarded: { all: KEYS_ACTIONS },
    });
  } finally {
    redis.disconnect();
  }
}

function slackFrom(
  { SLACK_BOT_TOKEN: token, SLACK_API_URL: apiUrl }: z.infer<typeof needed>,
  store: Store,
): { readonly chat: Chat; readonly directory: Directory } | undefined {
  if (token === undefined) return undefined;
  const log = createLog({ LOG_LEVEL: 'error' });
  const options = { token, log, ...(apiUrl !== undefined && { apiUrl }) };
  return {
    chat: createChat({ ...options, apiUrl }),
    directory: createDirectory({ ...options, apiUrl, store: readOnly(store), clock: realClock }),
  };
}

/** Reads, and keeps nothing: the bot itself keeps whom it meets. */
const readOnly = (store: Store): Store => ({
  get: (kind, id) => store.get(kind, id),
  getMany: (kind, ids) => store.getMany(kind, ids),
  all: (kind) => store.all(kind),
  find: (kind, index) => store.find(kind, index),
  next: () => Promise.resolve(0),
  commit: () => Promise.resolve({ ledgerId: '' }),
  facts: (query) => store.facts(query),
  fact: (id) => store.fact(id),
  rewriteFacts: () => Promise.resolve(0),
  outbox: () => store.outbox(),
  outboxCounts: (now) => store.outboxCounts(now),
  outboxPart: (part, now) => store.outboxPart(part, now),
  countJobs: (beginning) => store.countJobs(beginning),
  jobsBeginning: (beginning) => store.jobsBeginning(beginning),
  job: (id) => store.job(id),
  waitForDisk: () => store.waitForDisk(),
});

/** Without Slack: whoever has a document. */
const knownPeople = (store: Store): Directory => {
  const first = async (index: string) => (await store.find(personDocument, index))[0]?.value;
  return {
    person: async (id) => (await store.get(personDocument, id))?.value,
    byEmail: (email) => first(`email:${email.trim().toLowerCase()}`),
    byHandle: (handle) => first(`handle:${handle.replace(/^@/, '').toLowerCase()}`),
    byPhone: (number) => first(`phone:${number}`),
    group: () => Promise.resolve(undefined),
    all: async () => (await store.all(personDocument)).map(({ value }) => value),
  };
};
