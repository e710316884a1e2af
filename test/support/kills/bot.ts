/**
 * A lean bot: the real store, dispatcher, jobs and doors of paging (and an incident's card), the real adapters of Slack and Twilio, and
 * nothing else, so that a process of it starts in a second.
 */
import { createServer } from 'node:http';
import { Temporal } from 'temporal-polyfill';
import twilio from 'twilio';
import { pageRoutes } from '../../../commands/page/routes.ts';
import deliverEvent from '../../../jobs/callboard/deliver-event.ts';
import publishEvents from '../../../jobs/callboard/publish-events.ts';
import tellOrganizers from '../../../jobs/callboard/tell-organizers.ts';
import callRemedy from '../../../jobs/incident/call-remedy.ts';
import postIncidentUpdate from '../../../jobs/incident/post-update.ts';
import readRemedyBack from '../../../jobs/incident/read-remedy-back.ts';
import incidentCard from '../../../jobs/incident/update-card.ts';
import updateRemedyCard from '../../../jobs/incident/update-remedy-card.ts';
import announcePage from '../../../jobs/page/announce.ts';
import reAsk from '../../../jobs/page/confirm-still-handling.ts';
import tellNumbers from '../../../jobs/page/dm-fallback-numbers.ts';
import escalatePage from '../../../jobs/page/escalate.ts';
import missHeartbeat from '../../../jobs/page/miss-heartbeat.ts';
import notify from '../../../jobs/page/notify.ts';
import pollNotification from '../../../jobs/page/poll-notification.ts';
import recheckPage from '../../../jobs/page/recheck-page.ts';
import recheckPages from '../../../jobs/page/recheck-pages.ts';
import rePage from '../../../jobs/page/reopen-unresolved.ts';
import reportHeartbeat from '../../../jobs/page/report-heartbeat.ts';
import updateCard from '../../../jobs/page/update-card.ts';
import updatePageDm from '../../../jobs/page/update-dm.ts';
import updatePageDms from '../../../jobs/page/update-dms.ts';
import withdrawNotification from '../../../jobs/page/withdraw-notification.ts';
import tellRota from '../../../jobs/rota/notify-change.ts';
import { createGuardedActions } from '../../../src/adapters/actions/caller.ts';
import { createRemedyCalls } from '../../../src/adapters/actions/remedies.ts';
import { createHttp } from '../../../src/adapters/http/server.ts';
import { createWebhooks } from '../../../src/adapters/http/webhooks.ts';
import { Dispatcher } from '../../../src/adapters/queue/dispatcher.ts';
import { connectForRequests, connectForWorkers } from '../../../src/adapters/redis/connect.ts';
import { DocumentCaches } from '../../../src/adapters/redis/mirror.ts';
import { RedisStore } from '../../../src/adapters/redis/store.ts';
import { createChat } from '../../../src/adapters/slack/chat.ts';
import { createTwilio } from '../../../src/adapters/twilio/index.ts';
import { sessionDocument } from '../../../src/agenda/domain/session.ts';
import { chatStateDocument } from '../../../src/callboard/domain/chat-state.ts';
import { EVENT_ID, eventDocument } from '../../../src/callboard/domain/event.ts';
import { eventTargetDocument } from '../../../src/callboard/domain/event-target.ts';
import { personDocument } from '../../../src/callboard/domain/person.ts';
import { countedWith } from '../../../src/callboard/promises/count.ts';
import { publishedWith } from '../../../src/callboard/publish.ts';
import type { Deps } from '../../../src/core/deps.ts';
import { HTTP_RIGHTS } from '../../../src/core/http-rights.ts';
import type { Job } from '../../../src/core/job.ts';
import { newId } from '../../../src/core/new-id.ts';
import type { Clock } from '../../../src/core/ports/clock.ts';
import type { Log } from '../../../src/core/ports/log.ts';
import { runJob } from '../../../src/core/run-job.ts';
import { UNMEASURED } from '../../../src/core/telemetry.ts';
import { remedyDocument } from '../../../src/incident/domain/remedy.ts';
import { runbookDocument } from '../../../src/incident/domain/runbook.ts';
import { carriedChannel } from '../../../src/page/carried-channel.ts';
import { providerHealthDocument } from '../../../src/page/domain/provider-health.ts';
import { slackDmChannel } from '../../../src/page/slack-channel.ts';
import { roleDocument, shiftDocument } from '../../../src/rota/domain/shift.ts';
import { testSealer } from '../sealer.ts';
import { hands } from './hands.ts';

/** Where a bot finds everything. All text, so that it can be an environment. */
export interface Place {
  readonly redis: string;
  /** Slack and Twilio. */
  readonly outside: string;
  readonly event: string;
  /** Real milliseconds at which its clock began to run, this many times as fast. */
  readonly began: string;
  readonly speed: string;
}

export interface LeanBot {
  readonly port: number;
  readonly store: RedisStore;
  stop(): Promise<void>;
}

/** What signs its calls of actions. */
export const REMEDY_SECRET = 'lean-remedy-secret';

const handlers: readonly Job[] = [
  callRemedy,
  readRemedyBack,
  updateRemedyCard,
  announcePage,
  deliverEvent,
  escalatePage,
  incidentCard,
  missHeartbeat,
  notify,
  pollNotification,
  publishEvents,
  reportHeartbeat,
  postIncidentUpdate,
  reAsk,
  rePage,
  recheckPage,
  recheckPages,
  tellNumbers,
  tellOrganizers,
  tellRota,
  updateCard,
  updatePageDm,
  updatePageDms,
  withdrawNotification,
];

/** Runs from `began` on, `speed` times as fast as real time; the same in every process. */
export function fastClock(began: number, speed: number): Clock {
  const now = () => Temporal.Instant.fromEpochMilliseconds(Math.floor(began + (Date.now() - began) * speed));
  return {
    now,
    realMillisecondsUntil: (t) => Math.max(0, (t.epochMilliseconds - now().epochMilliseconds) / speed),
  };
}

const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
/** What this bot has no use for; whoever asks for it anyway is told. */
const absent = <T extends object>(name: string): T =>
  new Proxy({} as T, {
    get: () => {
      throw new Error(`the lean bot has no ${name}`);
    },
  });
const refusing = (name: string) => async (): Promise<never> => {
  throw new Error(`the lean bot has no ${name}`);
};

/** The SDK's way out, turned to the fake. */
function turnedTo(base: string) {
  type Options<T> = Parameters<typeof twilio.RequestClient.prototype.request<T>>[0];
  return new (class extends twilio.RequestClient {
    override async request<T>(options: Options<T>) {
      const url = new URL(options.uri);
      return await super.request<T>({ ...options, uri: `${base}${url.pathname}${url.search}` });
    }
  })({ timeout: 4000 });
}

export async function startLeanBot({ redis, outside, event, began, speed }: Place): Promise<LeanBot> {
  const clock = fastClock(Number(began), Number(speed));
  const requests = connectForRequests(redis);
  const workers = connectForWorkers(redis);
  await requests.connect();
  const store = new RedisStore(requests, event, testSealer);
  const mirrors = new DocumentCaches(store);
  store.followedBy(publishedWith(mirrors.of(eventTargetDocument), clock));
  store.followedBy(countedWith(clock));
  const settings = mirrors.of(eventDocument);
  const chat = createChat({ token: 'xoxb-lean', apiUrl: `${outside}/api/`, log: silent });
  const phones = createTwilio({
    accountSid: `AC${'0'.repeat(32)}`,
    authToken: 'lean',
    number: '+12025550100',
    publicUrl: 'http://127.0.0.1',
    smsPerSecond: 1000,
    callsPerSecond: 100,
    now: () => clock.now().epochMilliseconds,
    httpClient: turnedTo(outside),
  });
  const providerHealth = mirrors.of(providerHealthDocument);
  const carry = { store, clock, log: silent, providerHealth };
  const order = { everywhere: [phones.name], byCountry: {} };
  const channels = ['sms', 'voice'].flatMap((name) => carriedChannel(name, [phones], order, carry) ?? []);
  const deps: Deps = {
    telemetry: UNMEASURED,
    configuredOrganizers: [],
    remedyCalls: createRemedyCalls({ env: { ACTION_SECRET_TEST: REMEDY_SECRET } }),
    trackers: { names: [], send: refusing('trackers') },
    clock,
    store,
    chat,
    directory: {
      person: async (id) => (await store.get(personDocument, id))?.value,
      byEmail: refusing('e-mail addresses'),
      byHandle: refusing('handles'),
      group: refusing('user groups'),
      byPhone: async (number) => (await store.find(personDocument, `phone:${number}`))[0]?.value,
      all: async () => (await store.all(personDocument)).map(({ value }) => value),
    },
    events: {
      settings: async () => {
        const found = (await settings.read()).get(EVENT_ID);
        if (!found) throw new Error('no event');
        return found.value;
      },
    },
    sessions: mirrors.of(sessionDocument),
    remedies: mirrors.of(remedyDocument),
    shifts: mirrors.of(shiftDocument),
    roles: mirrors.of(roleDocument),
    runbooks: mirrors.of(runbookDocument),
    people: mirrors.of(personDocument),
    providers: [phones],
    providerHealth,
    channels: [slackDmChannel(chat), ...channels],
    chatState: mirrors.of(chatStateDocument),
    slackAnswers: async () => true,
    fetch: refusing('web'),
    keeper: absent('keeper'),
    guarded: createGuardedActions({ actions: [], environment: event, env: {} }),
    webhooks: createWebhooks({ allowLoopback: true }),
    optimizer: absent('optimizer'),
    pictures: absent('pictures'),
    backup: refusing('backup'),
    newId,
    log: silent,
    publicUrl: undefined,
  };
  const known = new Map(handlers.map((handler) => [handler.kind.name, handler]));
  const dispatcher = new Dispatcher({
    outbox: store,
    clock,
    log: silent,
    event,
    requests,
    workers,
    run: async (handed) => void (await runJob(handed, known.get(handed.name), deps)),
  });
  dispatcher.start();
  const server = createServer(
    createHttp({
      routes: [...pageRoutes, ...hands],
      rights: {
        ...HTTP_RIGHTS,
        ...Object.fromEntries(hands.map(({ path }) => [`POST ${path}`, 'public'] as const)),
      },
      refuseHook: async () => undefined,
      metricsToken: undefined,
      deps,
      log: silent,
      verify: { twilio: () => true },
      ready: async () => {},
      metrics: async () => ({ type: 'text/plain', body: '' }),
    }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    store,
    async stop() {
      server.closeAllConnections();
      server.close();
      await dispatcher.stop().catch(() => {});
      requests.disconnect();
      workers.disconnect();
    },
  };
}
