/**
 * The Bolt app: Socket Mode where an app token is set, HTTP otherwise. It is given the commands by `compose`,
 * since an adapter knows no feature. Everything is acked first; see the listen-… files for each kind.
 */
import { App, SocketModeReceiver } from '@slack/bolt';
import type { View } from '@slack/types';
import type { Command, RequestContext } from '../../core/command.ts';
import type { Deps } from '../../core/deps.ts';
import { PermanentError } from '../../core/errors.ts';
import { OUTGOING } from '../../core/outgoing-limits.ts';
import type { Chat } from '../../core/ports/chat.ts';
import { createAcksFirst } from './acks-first.ts';
import { createAnswerGate } from './answer.ts';
import { createClient } from './client.ts';
import type { SlackConfig } from './config.ts';
import type { SlackDirectory } from './directory.ts';
import { createEphemerals } from './ephemerals.ts';
import { createErrorFormatter } from './error-message.ts';
import { CredentialsRefused, calling } from './errors.ts';
import { createHomes, REFRESH_EVERY } from './homes.ts';
import { listenToCommands } from './listen-commands.ts';
import { listenToEvents } from './listen-events.ts';
import { listenToModals } from './listen-modals.ts';
import { listenToPresses, listenToShortcuts } from './listen-presses.ts';
import { slackLogger } from './logger.ts';
import type { AckKind } from './received.ts';
import { createHttpReceiver, type FirstTime, type HttpReceiver } from './receiver.ts';
import { createContextFactory } from './request-context.ts';
import { createUnderWay, withinMs } from './under-way.ts';

export interface SlackAppOptions {
  readonly config: SlackConfig;
  readonly commands: readonly Command[];
  readonly deps: Deps;
  /** For answers: modals, ephemeral messages, files. Not paced. */
  readonly chat: Chat;
  /** For what nobody waits for: App Homes that are kept current. */
  readonly calmChat: Pick<Chat, 'publishHome'>;
  readonly directory: SlackDirectory;
  /** `SET key NX PX milliseconds` in Redis: true when the key was not there. */
  readonly firstTime: FirstTime;
  /** What App Home shows this person: `src/home.ts`. */
  home(request: Omit<RequestContext, 'trigger'>): Promise<View>;
  /** The sandbox's own Slack, without the strict one before it, forgets what inputs began with. */
  readonly forgetsInitial?: boolean;
  /** Told when a user group has changed; the directory has forgotten it by then. */
  groupsChanged?(): Promise<void>;
  /** Told when the socket closed, for whatever reason. */
  socketClosed?(): void;
  /** Told how long each ack took, from receipt, in milliseconds. */
  onAck?(kind: AckKind, milliseconds: number): void;
}

export interface SlackApp {
  /** Connects. Rejects when Slack does not know the tokens; where it cannot be reached, tries on meanwhile. */
  start(): Promise<void>;
  /**
   * Ends the connection once what came in by it is acked, and resolves when the work begun for it has ended.
   *
   * @param graceMs - Real milliseconds for both together; then what is left is left.
   */
  stop(graceMs?: number): Promise<void>;
  /**
   * Resolves when all work that was begun has ended: over HTTP Slack asks until the server is closed, which is after
   * the stop.
   *
   * @param graceMs - Real milliseconds; then what is left is left.
   */
  workDone(graceMs: number): Promise<void>;
  /** Whether Slack can reach us: in HTTP mode from the start on, in Socket Mode while connected. */
  connected(): boolean;
  /** Undefined in Socket Mode. */
  readonly http: Pick<HttpReceiver, 'path' | 'handle'> | undefined;
}

/** Milliseconds between tries to reach a Slack that cannot be reached at the start, doubled up to the longest. */
const FIRST_PAUSE = 1_000;
const MAX_PAUSE = 30_000;
const DAY = 86_400_000;
/** Milliseconds for the end of a socket: Slack answers a close frame within one trip. */
const MAX_CLOSING = 1_000;

const kindOf = (body: Readonly<Record<string, unknown>>): AckKind => {
  if (typeof body['command'] === 'string') return 'command';
  if (body['type'] === 'view_submission' || body['type'] === 'view_closed') return 'modal';
  if (body['type'] === 'block_actions') return 'action';
  return body['type'] === 'event_callback' ? 'event' : 'shortcut';
};

export function createSlackApp(options: SlackAppOptions): SlackApp {
  const { config, commands, deps, chat, directory, firstTime, onAck } = options;
  const { log } = deps;
  const logger = slackLogger(log);
  const acks = createAcksFirst();
  const clientOptions = config.SLACK_API_URL === undefined ? {} : { slackApiUrl: config.SLACK_API_URL };

  const http =
    config.SLACK_APP_TOKEN === undefined
      ? createHttpReceiver({ signingSecret: config.SLACK_SIGNING_SECRET ?? '', firstTime, log, acks })
      : undefined;
  const socket =
    config.SLACK_APP_TOKEN === undefined
      ? undefined
      : new SocketModeReceiver({
          appToken: config.SLACK_APP_TOKEN,
          logger,
          installerOptions: { clientOptions },
          serverPingTimeout: OUTGOING['slack.socket'].timeoutMs,
          customPropertiesExtractor: () => ({ receivedAt: performance.now() }),
        });
  const receiver = http ?? socket;
  if (!receiver) throw new Error('no way for Slack to reach this bot');

  const app = new App({
    token: config.SLACK_BOT_TOKEN,
    receiver,
    clientOptions,
    logger,
    // A missing peer would otherwise be an unhandled rejection.
    deferInitialization: true,
    convoStore: false,
  });
  // What a handler throws ends here; people have been told by then, and payloads are not logged.
  app.error(async (error) => log.error({ part: 'slack', code: error.code, reason: error.message }, 'Bolt'));

  const under = createUnderWay();
  const processEvent = app.processEvent.bind(app);
  app.processEvent = async (event) => {
    const kind = kindOf(event.body);
    const receivedAt = Number(event.customProperties?.['receivedAt'] ?? performance.now());
    const settled = under.received(acks.received());
    const ack: typeof event.ack = async (...said) => {
      await event.ack(...said);
      settled();
      onAck?.(kind, performance.now() - receivedAt);
    };
    await under.work(processEvent({ ...event, ack }).finally(settled));
  };

  const client = createClient({
    token: config.SLACK_BOT_TOKEN,
    apiUrl: config.SLACK_API_URL,
    log,
    telemetry: deps.telemetry,
  });
  const reception = createContextFactory(deps, directory.team);
  const homes = createHomes({
    ...{ reception, log, view: options.home },
    ...{ chat, calm: options.calmChat },
  });
  const handling = {
    acks,
    telemetry: deps.telemetry,
    acted: homes.acted,
    reception,
    chat,
    ephemerals: createEphemerals(client),
    answers: createAnswerGate(),
    tell: createErrorFormatter(log, deps.newId),
  };

  listenToCommands(app, commands, deps, handling);
  listenToPresses(app, commands, deps, handling, log);
  listenToShortcuts(app, commands, deps, handling);
  listenToModals(
    app,
    commands,
    deps,
    {
      ...handling,
      forgetsInitial: options.forgetsInitial ?? false,
      updateView: async (viewId, view) => {
        await calling(() => client.views.update({ view_id: viewId, view }));
      },
    },
    log,
  );
  listenToEvents(app, commands, deps, {
    firstTime,
    log,
    marked: async (channel, ts) => {
      // With the parent's time the thread comes, with any other the message: the bounds leave only this one.
      const query = { channel, ts, oldest: ts, latest: ts, inclusive: true, limit: 2 };
      const answer = await calling(() => client.conversations.replies(query));
      return answer.messages?.find((message) => message.ts === ts);
    },
    homeOpened: (user, shown) => homes.opened({ id: user, name: user, team: undefined }, shown),
    profileChanged: (user) => directory.changed(user),
    groupsChanged: async () => {
      directory.groupsChanged();
      await options.groupsChanged?.();
    },
  });

  let connected = false;
  let stopped = false;
  const timers: NodeJS.Timeout[] = [];
  socket?.client.on('connected', () => {
    connected = true;
  });
  for (const state of ['disconnected', 'reconnecting', 'disconnecting'])
    socket?.client.on(state, () => {
      connected = false;
      if (!stopped) options.socketClosed?.();
    });

  async function connect(): Promise<void> {
    // Asked by a client that gives up at once: Bolt's own would go on for half an hour without a word.
    await calling(() => client.auth.test());
    await app.init();
    await calling(async () => await app.start());
    connected = true;
    if (timers.length === 0)
      timers.push(
        setInterval(() => void homes.refresh(), REFRESH_EVERY).unref(),
        setInterval(() => void directory.refresh(), DAY).unref(),
      );
    void directory.refresh();
  }

  /** Pages by text and call go out meanwhile, and `/readyz` says what is missing. */
  async function connectLater(pause: number): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, pause).unref());
    if (stopped) return;
    await connect().catch((error: unknown) => {
      log.warn({ part: 'slack', reason: String(error) }, 'Slack still cannot be reached');
      return connectLater(Math.min(2 * pause, MAX_PAUSE));
    });
  }

  /** What Slack sent before it read our close frame nobody hears any more: it is not acked, and Slack says so. */
  async function disconnect(): Promise<void> {
    const wasConnected = connected;
    connected = false;
    const closed =
      socket && new Promise<void>((resolve) => void socket.client.once('disconnected', () => resolve()));
    await app.stop();
    if (closed && wasConnected) await withinMs(closed, MAX_CLOSING);
  }

  return {
    http,
    connected: () => connected,
    async start() {
      try {
        await connect();
      } catch (error) {
        if (error instanceof PermanentError || error instanceof CredentialsRefused)
          throw new Error(`Slack refuses the tokens (${error.code}): see docs/slack.md`);
        log.warn({ part: 'slack', reason: String(error) }, 'Slack cannot be reached; trying on');
        void connectLater(FIRST_PAUSE);
      }
    },
    async stop(graceMs = 0) {
      stopped = true;
      for (const timer of timers) clearInterval(timer);
      const until = performance.now() + graceMs;
      // Over HTTP there is nothing to close; the server waits for its answers.
      if (socket) await under.lull(Math.min(until, performance.now() + graceMs / 2));
      await disconnect();
      await under.allDone(until);
    },
    workDone: (graceMs) => under.allDone(performance.now() + graceMs),
  };
}
