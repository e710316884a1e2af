/** The only place where adapters are built and handed out. */
import type { Redis } from 'ioredis';
import { commands, routes } from '../commands/index.ts';
import { jobs } from '../jobs/index.ts';
import { createGuardedActions } from './adapters/actions/caller.ts';
import { createRemedyCalls } from './adapters/actions/remedies.ts';
import { lockedFiles } from './adapters/age/archive-key.ts';
import { encryptFor } from './adapters/age/encrypt.ts';
import { archiveFiles } from './adapters/backup/archive-files.ts';
import { placeBackup } from './adapters/backup/place.ts';
import { createQueueViewer } from './adapters/bullboard/viewer.ts';
import { startChores } from './adapters/cron/chores.ts';
import { createPictures } from './adapters/echarts/pictures.ts';
import { createOptimizer } from './adapters/highs/optimizer.ts';
import { createFetcher } from './adapters/http/fetch.ts';
import { logReadiness } from './adapters/http/readiness.ts';
import { createHttp, listen } from './adapters/http/server.ts';
import { checkPaging, startWatchdog } from './adapters/http/watchdog.ts';
import { createWebhooks } from './adapters/http/webhooks.ts';
import { mailChannel } from './adapters/mail/channel.ts';
import type { Tracer } from './adapters/otel/tracer.ts';
import { createCommitLog } from './adapters/pino/commits.ts';
import { createLog } from './adapters/pino/log.ts';
import { createMetrics } from './adapters/prometheus/metrics.ts';
import { Dispatcher } from './adapters/queue/dispatcher.ts';
import { exportEvent } from './adapters/redis/backup.ts';
import { connectForRequests, connectForWorkers, connectOrExplain } from './adapters/redis/connect.ts';
import { durability } from './adapters/redis/durability.ts';
import { firstTime } from './adapters/redis/first-time.ts';
import { DocumentCaches } from './adapters/redis/mirror.ts';
import { openSealer } from './adapters/redis/open-sealer.ts';
import { sharedBuckets } from './adapters/redis/shared-buckets.ts';
import { RedisStore } from './adapters/redis/store.ts';
import { createKeeper } from './adapters/shamir/keeper.ts';
import { createSlackApp } from './adapters/slack/app.ts';
import { createBudget } from './adapters/slack/budget.ts';
import { createChat } from './adapters/slack/chat.ts';
import { createDirectory } from './adapters/slack/directory.ts';
import { createChannelPace } from './adapters/slack/pace.ts';
import { answers } from './adapters/slack/reach.ts';
import { createTokenWatch } from './adapters/slack/token-watch.ts';
import { trackerAddresses } from './adapters/trackers/config.ts';
import { createTrackers } from './adapters/trackers/send.ts';
import { openPushKeys } from './adapters/webpush/keys.ts';
import { sessionDocument } from './agenda/domain/session.ts';
import { archiveAge } from './callboard/archive/state.ts';
import { organizerOrReply } from './callboard/board/holder.ts';
import { cardsCountedWith } from './callboard/cards/count.ts';
import { readChatState, suspectChat } from './callboard/chat-state.ts';
import { chatStateDocument, isChatLost } from './callboard/domain/chat-state.ts';
import { EVENT_ID, eventDocument, unsetEvent } from './callboard/domain/event.ts';
import { eventTargetDocument } from './callboard/domain/event-target.ts';
import { personDocument } from './callboard/domain/person.ts';
import { ERASURES } from './callboard/erase-documents.ts';
import { refreshGroups } from './callboard/groups.ts';
import { followMembership } from './callboard/leaver.ts';
import { countedWith } from './callboard/promises/count.ts';
import { publishedWith } from './callboard/publish.ts';
import { BULL_PATH } from './callboard/queues/page.ts';
import { atStart, chores } from './chores.ts';
import type { Config } from './config.ts';
import { configInWords } from './config.ts';
import { realClock } from './core/clock.ts';
import type { QueueName } from './core/commit.ts';
import type { Deps } from './core/deps.ts';
import { createElapsed } from './core/elapsed.ts';
import { jobAsWork, pageOf } from './core/followed-work.ts';
import { HTTP_RIGHTS } from './core/http-rights.ts';
import { newId } from './core/new-id.ts';
import type { Clock } from './core/ports/clock.ts';
import type { Log } from './core/ports/log.ts';
import { publicPath } from './core/public-url.ts';
import { runJob } from './core/run-job.ts';
import { followedByBoth, measuredChannel } from './core/telemetry.ts';
import { version } from './core/version.ts';
import { remedyDocument } from './incident/domain/remedy.ts';
import { runbookDocument } from './incident/domain/runbook.ts';
import { providerHealthDocument } from './page/domain/provider-health.ts';
import { createHookDoor } from './page/hook-door.ts';
import { asideRemark, providerStandings } from './page/provider-standing.ts';
import { slackDmChannel } from './page/slack-channel.ts';
import { createPhones, createPushChannels } from './phones.ts';
import { roleDocument, shiftDocument } from './rota/domain/shift.ts';
import { homeView } from './slack/home.ts';

export interface Bot {
  readonly log: Log;
  /** Rejects with one clear line when it cannot work. */
  start(): Promise<void>;
  /** Finishes what runs, hands out nothing more, closes everything. */
  stop(): Promise<void>;
}

/** Traces, where a collector is configured: only then is what they need loaded. */
async function openTracer(config: Config, log: Log): Promise<Tracer | undefined> {
  const endpoint = config.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (endpoint === undefined) return undefined;
  const { createTracer } = await import('./adapters/otel/tracer.ts');
  const headers = config.OTEL_EXPORTER_OTLP_HEADERS;
  const { OTEL_SERVICE_NAME: service, CALLBOARD_EVENT: event } = config;
  return createTracer({ endpoint, headers, service, version, event, log });
}

/** Where the configuration names a place, and for whom it is encrypted; config.ts has seen to it that it has both. */
function nightlyBackup(config: Config, redis: Redis, clock: Clock): Deps['nightlyBackup'] {
  const {
    CALLBOARD_BACKUP_TO: place,
    CALLBOARD_BACKUP_RECIPIENT: recipients,
    CALLBOARD_EVENT: event,
  } = config;
  if (place === undefined || recipients === undefined) return undefined;
  return async () => {
    const at = clock.now().toString();
    const bytes = await encryptFor(recipients, await exportEvent(redis, event, at));
    await placeBackup(place, { event, at, bytes, isEncrypted: true }, config);
    return { bytes: bytes.length };
  };
}

/** As `nightlyBackup`: old days of the ledger, for the operator's keys and one of the bot's own. */
function openArchive(config: Config, store: RedisStore, clock: Clock): Deps['archive'] {
  const { CALLBOARD_ARCHIVE_TO: place, CALLBOARD_BACKUP_RECIPIENT: recipients } = config;
  if (place === undefined || recipients === undefined) return undefined;
  const files = archiveFiles(place, config.CALLBOARD_EVENT, config);
  return {
    afterDays: config.CALLBOARD_ARCHIVE_AFTER_DAYS,
    ledger: store.archivable(),
    place: lockedFiles(files, recipients, store, clock),
  };
}

/** In production a Redis that may forget is refused; elsewhere it is worth a warning. */
async function refuseForgetful(redis: Redis, config: Config, log: Log): Promise<void> {
  const found = await durability(redis);
  if (found.ok === 'unknown')
    return log.warn({}, 'this Redis does not tell whether it keeps what it is given');
  if (found.ok) return;
  if (config.NODE_ENV === 'production')
    throw new Error(`Redis would lose pages: ${found.problems.join('; ')}`);
  log.warn({ problems: found.problems }, 'this Redis would lose pages');
}

/** The sandbox's Slack counts its limits in a time that goes on with the clock too; so do we there. */
function limitsClock(clock: Clock): () => number {
  const elapsed = createElapsed();
  return () => elapsed(performance.now(), clock.now().epochMilliseconds);
}

export async function compose(config: Config): Promise<Bot> {
  let tracer: Tracer | undefined;
  const log = createLog(config, undefined, () => tracer?.current());
  tracer = await openTracer(config, log);
  const requests = connectForRequests(config.REDIS_URL);
  const workers = connectForWorkers(config.REDIS_URL);
  await connectOrExplain(requests);
  await refuseForgetful(requests, config, log);

  const event = config.CALLBOARD_EVENT;
  const sandbox = config.CALLBOARD_SANDBOX
    ? await (await import('./sandbox/open.ts')).openSandbox({ redis: requests, event, env: process.env, log })
    : undefined;
  const clock = sandbox?.clock ?? realClock;
  const sealer = await openSealer(requests, event, config, { claim: true });
  const store = new RedisStore(requests, event, sealer);
  const mirrors = new DocumentCaches(store);
  const settings = mirrors.of(eventDocument);
  const recipients = config.CALLBOARD_BACKUP_RECIPIENT;
  const jobNames = jobs.map(({ kind }) => kind.name);
  const metrics = createMetrics({ version, node: process.version }, jobNames);
  const telemetry = tracer ? followedByBoth(metrics.telemetry, tracer.telemetry) : metrics.telemetry;
  store.followWith(telemetry);
  store.onCommitted((change) => {
    metrics.committed(change);
    const page = pageOf(change);
    if (page !== undefined) telemetry.about(page);
  });
  store.onCommitted(createCommitLog(log));
  store.followedBy(publishedWith(mirrors.of(eventTargetDocument), clock));
  store.followedBy(countedWith(clock));
  store.followedBy(cardsCountedWith(settings, clock));

  const slack = { token: config.SLACK_BOT_TOKEN, apiUrl: config.SLACK_API_URL, log, telemetry };
  // Slack counts calls per app, so that all clients and replicas share what there is of them; pages go first.
  // The sandbox has one process, and a time of its own.
  const budget = createBudget(
    sandbox ? { now: limitsClock(clock) } : { shared: sharedBuckets(requests, event) },
  );
  const suspicion = suspectChat({ store, clock, log });
  const shared = {
    ...slack,
    budget,
    pace: createChannelPace(),
    now: sandbox && limitsClock(clock),
    onUnreachable: () => suspicion.callFailed(),
    isLost: async () => isChatLost(await readChatState(deps).catch(() => undefined)),
  };
  const chat = createChat(shared);
  const directory = createDirectory({
    ...slack,
    store,
    clock,
    followMembership: (change, person) => followMembership(change, person, deps),
  });
  const providerHealth = mirrors.of(providerHealthDocument);
  const phones = await createPhones(
    config,
    { store, clock, log, telemetry, providerHealth },
    { twilio: sandbox?.requestClient, telnyx: sandbox?.telnyxFetch },
  );
  const pushKeys = config.PUBLIC_URL === undefined ? undefined : await openPushKeys(config, store, clock);
  const ntfyServer = config.NTFY_PUBLIC_URL ?? config.NTFY_URL;
  const deps: Deps = {
    clock,
    store,
    chat,
    directory,
    events: {
      settings: async () => (await settings.read()).get(EVENT_ID)?.value ?? unsetEvent(config.ORGANIZERS),
    },
    sessions: mirrors.of(sessionDocument),
    shifts: mirrors.of(shiftDocument),
    roles: mirrors.of(roleDocument),
    runbooks: mirrors.of(runbookDocument),
    remedies: mirrors.of(remedyDocument),
    people: mirrors.of(personDocument),
    chatState: mirrors.of(chatStateDocument),
    slackAnswers: async () => app.connected() && (await answers(chat)),
    channels: [
      slackDmChannel(chat),
      ...phones.channels,
      ...(config.SMTP_URL && config.MAIL_FROM
        ? [mailChannel({ smtp: config.SMTP_URL, from: config.MAIL_FROM, telemetry })]
        : []),
      ...createPushChannels(config, pushKeys, {
        telemetry,
        isSandbox: sandbox !== undefined,
        depsLater: () => deps,
      }),
    ].map((channel) => measuredChannel(channel, telemetry)),
    providers: phones.providers,
    providerHealth,
    drillNumber: config.PAGING_DRILL_NUMBER,
    configuredOrganizers: config.ORGANIZERS,
    pagingLimits: config.PAGING_LIMITS,
    fetch: createFetcher({ allowLoopback: sandbox !== undefined }),
    webhooks: createWebhooks({
      allowLoopback: sandbox !== undefined,
      privateHosts: config.EVENTS_PRIVATE_HOSTS,
    }),
    keeper: createKeeper(),
    guarded: createGuardedActions({ actions: config.KEYS_ACTIONS, environment: event, env: process.env }),
    remedyCalls: createRemedyCalls({ env: process.env }),
    trackers: createTrackers(trackerAddresses(config)),
    optimizer: createOptimizer(),
    pictures: createPictures(),
    backup:
      recipients &&
      (async () => encryptFor(recipients, await exportEvent(requests, event, clock.now().toString()))),
    nightlyBackup: nightlyBackup(config, requests, clock),
    archive: openArchive(config, store, clock),
    newId,
    telemetry,
    log,
    push: pushKeys && {
      publicKey: pushKeys.publicKey,
      ...(ntfyServer !== undefined && { ntfy: ntfyServer }),
    },
    publicUrl: config.PUBLIC_URL,
  };
  const depsOf: Record<QueueName, Deps> = {
    pages: deps,
    reminders: { ...deps, chat: createChat({ ...shared, priority: 'reminders' }) },
    chores: { ...deps, chat: createChat({ ...shared, priority: 'chores' }) },
    webhooks: deps,
  };

  const handlers = new Map(jobs.map((handler) => [handler.kind.name, handler]));
  const dispatcher = new Dispatcher({
    outbox: store,
    clock,
    log,
    event,
    requests,
    workers,
    onStart: (claimed, late) => metrics.started(claimed, late),
    run: async (claimed) => {
      await telemetry.measure(
        jobAsWork(claimed, clock.now()),
        () => runJob(claimed, handlers.get(claimed.name), depsOf[claimed.queue]),
        { result: (outcome) => outcome },
      );
    },
  });

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
  let started = false;
  const ready = async () => {
    if (!started) throw new Error('starting');
    const outage = await readChatState(deps).catch(() => undefined);
    if (outage && isChatLost(outage))
      throw new Error(`Slack has not answered since ${outage.since}: pages go by text and call`);
    if (!app.connected()) throw new Error('not connected to Slack');
    const refused = await refusedToken();
    if (refused) throw new Error(`Slack refuses the token (${refused}): install the app again`);
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
    ledger: async () => {
      const [{ facts }, age] = await Promise.all([store.ledgerSize(), archiveAge(deps)]);
      return { facts, archiveAgeMs: age };
    },
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
      if (sandbox) express.use(sandbox.routes(dispatcher));
    },
  });

  const closing: (() => Promise<unknown> | unknown)[] = [];
  return {
    log,
    async start() {
      log.info({ part: 'config', event, version, ...configInWords(config) }, 'starting');
      const listening = await listen(http, config.PORT, config.HOST);
      closing.push(() => viewer.close());
      closing.push(() => listening.close());
      const resealed = await store.reseal(ERASURES.map(({ kind }) => kind));
      if (resealed > 0) log.info({ count: resealed }, 'sealed what was there before under the key of now');
      await sandbox?.load(store);
      await app.start();
      closing.push(() => app.stop());
      await atStart(deps);
      dispatcher.start();
      closing.push(() => dispatcher.stop());
      const periodic = startChores(chores(deps), requests, event, log);
      closing.push(() => periodic.stop());
      if (config.WATCHDOG_URL) {
        const able = () =>
          checkPaging({
            now: () => clock.now(),
            store,
            claims: (withinMs) => dispatcher.claims(withinMs),
            slackWorks: deps.slackAnswers,
            phonesWork: () => phones.providers.some((provider) => provider.works()),
          });
        const watchdog = startWatchdog({ url: config.WATCHDOG_URL, able, log });
        closing.push(() => watchdog.stop());
      }
      sandbox?.start();
      closing.push(() => sandbox?.stop());
      started = true;
      const about = { event, version, node: process.version, mode: app.http ? 'http' : 'socket' };
      const readiness = logReadiness({ ready, log, about });
      closing.push(() => readiness.stop());
    },
    async stop() {
      log.info({ event }, 'stopping');
      for (const close of closing.splice(0).reverse()) await close();
      await tracer?.stop();
      store.close();
      requests.disconnect();
      workers.disconnect();
    },
  };
}
