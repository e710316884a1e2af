/** One event: its store, its Slack, its phones, and what its commands, jobs and pages over HTTP are handed. */

import { jobs } from '../../jobs/index.ts';
import { createGuardedActions } from '../adapters/actions/caller.ts';
import { createRemedyCalls } from '../adapters/actions/remedies.ts';
import { lockedFiles } from '../adapters/age/archive-key.ts';
import { encryptFor } from '../adapters/age/encrypt.ts';
import { archiveFiles } from '../adapters/backup/archive-files.ts';
import { placeBackup } from '../adapters/backup/place.ts';
import { createPictures } from '../adapters/echarts/pictures.ts';
import { createOptimizer } from '../adapters/highs/optimizer.ts';
import { createFetcher } from '../adapters/http/fetch.ts';
import { createWebhooks } from '../adapters/http/webhooks.ts';
import { createCommitLog } from '../adapters/pino/commits.ts';
import { createMetrics, type Metrics } from '../adapters/prometheus/metrics.ts';
import { QUEUES } from '../adapters/queue/bull.ts';
import { exportEvent } from '../adapters/redis/backup.ts';
import type { RedisClient } from '../adapters/redis/client.ts';
import { DocumentCaches } from '../adapters/redis/mirror.ts';
import { openSealer } from '../adapters/redis/open-sealer.ts';
import { type AnnouncedProcess, announceProcess } from '../adapters/redis/processes.ts';
import { sharedBuckets } from '../adapters/redis/shared-buckets.ts';
import { RedisStore } from '../adapters/redis/store.ts';
import { wakeWorkers } from '../adapters/redis/wake.ts';
import { createKeeper } from '../adapters/shamir/keeper.ts';
import { createDirectory, type SlackDirectory } from '../adapters/slack/directory.ts';
import { answers } from '../adapters/slack/reach.ts';
import { trackerAddresses } from '../adapters/trackers/config.ts';
import { createTrackers } from '../adapters/trackers/send.ts';
import { openPushKeys } from '../adapters/webpush/keys.ts';
import { sessionDocument } from '../agenda/domain/session.ts';
import { cardsCountedWith } from '../callboard/cards/count.ts';
import { type ChatSuspicion, readChatState, suspectChat } from '../callboard/chat-state.ts';
import { chatStateDocument, isChatLost } from '../callboard/domain/chat-state.ts';
import { EVENT_ID, eventDocument, unsetEvent } from '../callboard/domain/event.ts';
import { eventTargetDocument } from '../callboard/domain/event-target.ts';
import { personDocument } from '../callboard/domain/person.ts';
import { followMembership } from '../callboard/leaver.ts';
import { countedWith } from '../callboard/promises/count.ts';
import { publishedWith } from '../callboard/publish.ts';
import type { Config, Env } from '../config.ts';
import { realClock } from '../core/clock.ts';
import type { QueueName } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import { pageOf } from '../core/followed-work.ts';
import { newId } from '../core/new-id.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { PagingChannel } from '../core/ports/paging.ts';
import { heardUnattended, unattendedQueues } from '../core/ports/processes.ts';
import type { Telemetry } from '../core/ports/telemetry.ts';
import { followedByBoth, measuredChannel } from '../core/telemetry.ts';
import { version } from '../core/version.ts';
import { remedyDocument } from '../incident/domain/remedy.ts';
import { runbookDocument } from '../incident/domain/runbook.ts';
import { providerHealthDocument } from '../page/domain/provider-health.ts';
import { slackDmChannel } from '../page/slack-channel.ts';
import { createPhones, createPushChannels, type Phones } from '../phones.ts';
import { roleDocument, shiftDocument } from '../rota/domain/shift.ts';
import type { OpenSandbox } from '../sandbox/open.ts';
import { createChats } from './chat.ts';
import { keepInMemory } from './in-memory.ts';
import { dueElsewhere, type Life } from './life.ts';
import type { Shared } from './shared.ts';

export interface EventParts {
  readonly name: string;
  readonly config: Config;
  readonly shared: Shared;
  readonly store: RedisStore;
  /** The queues whose jobs this process runs. */
  readonly queues: readonly QueueName[];
  readonly life: Life;
  readonly processes: AnnouncedProcess;
  /** Where this is the local conference. */
  readonly sandbox: OpenSandbox | undefined;
  readonly metrics: Metrics;
  readonly phones: Phones;
  readonly directory: SlackDirectory;
  readonly suspicion: ChatSuspicion;
  /** For commands, pages over HTTP, and what wakes people. */
  readonly deps: Deps;
  /** For the jobs of a queue: each has its own place in what Slack allows. */
  readonly depsOf: Readonly<Record<QueueName, Deps>>;
}

/** Where the configuration names a place, and for whom it is encrypted; config.ts has seen to it that it has both. */
function nightlyBackup(config: Config, redis: RedisClient, clock: Clock): Deps['nightlyBackup'] {
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

/** Only where it is configured is what sends mail loaded. */
async function mailChannels(
  { SMTP_URL: smtp, MAIL_FROM: from }: Config,
  telemetry: Telemetry,
): Promise<PagingChannel[]> {
  if (smtp === undefined || from === undefined) return [];
  const { mailChannel } = await import('../adapters/mail/channel.ts');
  return [mailChannel({ smtp, from, telemetry })];
}

/**
 * @param isConnected - Whether Slack can reach this process, as far as it knows.
 * @param own - Where there are several events: the variables of this one alone, in which its secrets are looked up.
 */
export async function composeEvent(
  config: Config,
  shared: Shared,
  life: Life,
  isConnected: () => boolean,
  own?: Env,
): Promise<EventParts> {
  const { log, requests, tracer } = shared;
  const name = config.CALLBOARD_EVENT;
  const sandbox = config.CALLBOARD_SANDBOX ? await loadSandbox(shared, name) : undefined;
  const clock = sandbox?.clock ?? realClock;
  const sealer = await openSealer(requests, name, config, { claim: true });
  const store = new RedisStore(requests, name, sealer);
  const mirrors = new DocumentCaches(store);
  keepInMemory(mirrors);
  const settings = mirrors.of(eventDocument);
  const jobNames = jobs.map(({ kind }) => kind.name);
  const metrics = createMetrics({ version, node: process.version }, jobNames, own && name);
  const traced = own ? tracer?.of(name) : tracer?.telemetry;
  const telemetry = traced ? followedByBoth(metrics.telemetry, traced) : metrics.telemetry;
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

  const { CALLBOARD_ROLE: role, CALLBOARD_QUEUES: chosen = QUEUES } = config;
  const queues = role === 'web' ? [] : chosen;
  const processes = announceProcess(requests, name, () => {
    const isRunning = life.phase === 'running';
    return { role, queues: isRunning ? queues : [], connected: isRunning && isConnected() };
  });
  /** Each of its webs has a connection of its own, and Slack takes any of them. */
  const isReached = async () =>
    isConnected() || (await processes.living().catch(() => [])).some(({ connected }) => connected);
  store.onCommitted((change) => void wakeWorkers(requests, name, dueElsewhere(change, queues, clock.now())));

  const slack = { token: config.SLACK_BOT_TOKEN, apiUrl: config.SLACK_API_URL, log, telemetry };
  const suspicion = suspectChat({ store, clock, log });
  const chats = createChats(
    {
      ...slack,
      onUnreachable: () => suspicion.callFailed(),
      isLost: async () => isChatLost(await readChatState(deps).catch(() => undefined)),
    },
    { clock, shared: sandbox ? undefined : sharedBuckets(requests, name) },
  );
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
  const recipients = config.CALLBOARD_BACKUP_RECIPIENT;
  const deps: Deps = {
    clock,
    store,
    chat: chats.chat,
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
    slackAnswers: async () => (await isReached()) && (await answers(chats.chat)),
    unattended: async () => unattendedQueues(await processes.living(), QUEUES),
    lastUnattended: () => heardUnattended(processes.lastLiving(), QUEUES, queues),
    channels: [
      slackDmChannel(chats.chat),
      ...phones.channels,
      ...(await mailChannels(config, telemetry)),
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
    keeper: createKeeper(undefined, processes.id),
    guarded: createGuardedActions({
      actions: config.KEYS_ACTIONS,
      environment: name,
      env: own ?? process.env,
    }),
    remedyCalls: createRemedyCalls({ env: own ?? process.env }),
    trackers: createTrackers(trackerAddresses(config)),
    optimizer: createOptimizer(),
    pictures: createPictures(),
    backup:
      recipients &&
      (async () => encryptFor(recipients, await exportEvent(requests, name, clock.now().toString()))),
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
  return {
    name,
    config,
    shared,
    store,
    queues,
    life,
    processes,
    sandbox,
    metrics,
    phones,
    directory,
    suspicion,
    deps,
    depsOf: {
      pages: deps,
      reminders: { ...deps, chat: chats.reminders },
      chores: { ...deps, chat: chats.chores },
      webhooks: deps,
    },
  };
}

/** Only the sandbox loads what it is made of. */
async function loadSandbox({ requests, log }: Shared, event: string): Promise<OpenSandbox> {
  const { openSandbox } = await import('../sandbox/open.ts');
  return await openSandbox({ redis: requests, event, env: process.env, log });
}
