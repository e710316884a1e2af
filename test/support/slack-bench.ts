/** The Slack adapter between a local Slack and a small command, for the integration tests of both modes. */

import { createServer, type Server } from 'node:http';
import { createSlackApp, type SlackApp } from '../../src/adapters/slack/app.ts';
import { createChat } from '../../src/adapters/slack/chat.ts';
import { createDirectory } from '../../src/adapters/slack/directory.ts';
import type { Command, SlackEvent } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { StoreUnavailable, UserError } from '../../src/core/errors.ts';
import type { Telemetry } from '../../src/core/ports/telemetry.ts';
import { UNMEASURED } from '../../src/core/telemetry.ts';
import { manifestScopes } from '../../src/sandbox/peers/strict-slack/manifest.ts';
import { type StrictSlack, startStrictSlack } from '../../src/sandbox/peers/strict-slack/server.ts';
import { freePort } from '../../src/sandbox/ports.ts';
import { escape, mrkdwn } from '../../src/slack/mrkdwn.ts';
import { fakeWorld, type World } from './fake-deps.ts';
import {
  APP_TOKEN,
  BOT_TOKEN,
  type LocalSlack,
  SIGNING_SECRET,
  startLocalSlack,
  until,
} from './local-slack.ts';

export interface SlackBench {
  readonly slack: LocalSlack;
  /** The strict Slack before it. */
  readonly strict: StrictSlack;
  readonly app: SlackApp;
  readonly world: World;
  readonly deps: Deps;
  readonly heard: SlackEvent[];
  /** How long each ack took, in milliseconds. */
  readonly acks: { kind: string; milliseconds: number }[];
  /** What the store does from now on: work, refuse, or never answer. */
  store: 'works' | 'refuses' | 'hangs';
  /** What App Home says from now on. */
  homeSays: string;
  /** Lets `/try slow` come to its end. */
  finish(): void;
  /** Where Slack sends to, in HTTP mode. */
  readonly endpoint: string;
  stop(): Promise<void>;
}

const modal = {
  type: 'modal' as const,
  callback_id: 'try.form',
  title: { type: 'plain_text' as const, text: 'A form' },
  submit: { type: 'plain_text' as const, text: 'Send' },
  private_metadata: 'mine',
  blocks: [
    {
      type: 'input' as const,
      block_id: 'word',
      label: { type: 'plain_text' as const, text: 'A word' },
      element: { type: 'plain_text_input' as const, action_id: 'text', initial_value: 'there before' },
    },
  ],
};

const button = (action_id: string, text: string) => ({
  type: 'actions' as const,
  block_id: action_id,
  elements: [
    { type: 'button' as const, action_id, text: { type: 'plain_text' as const, text }, value: 'v1' },
  ],
});

function tryCommand(heard: SlackEvent[], finished: () => Promise<void>): Command {
  const usage = { '': 'common.noOrganizers' } as const;
  const verb = (run: Command['verbs'][string]['run']) => ({ usage, run });
  return {
    name: '/try',
    rights: {
      verbs: Object.fromEntries(
        ['say', 'slow', 'refuse', 'break', 'form', 'file', 'card'].map((name) => [name, 'attendee'] as const),
      ),
      buttons: { 'try.press': 'attendee', 'try.replace': 'attendee' },
      modals: { 'try.form': 'attendee' },
    },
    summary: 'common.noOrganizers',
    watchedReactions: ['pushpin'],
    verbs: {
      say: verb(async (call) => ({
        text: mrkdwn`You said ${escape(call.text)} in ${escape(call.zone)} as ${escape(call.person.name)}`,
      })),
      slow: verb(async () => {
        await finished();
        return { text: mrkdwn`slow is done` };
      }),
      refuse: verb(async () => {
        throw new UserError('common.notUnderstood', { typed: mrkdwn`that` });
      }),
      break: verb(async () => {
        throw new Error('a secret inside');
      }),
      form: verb(async () => ({ modal })),
      file: verb(async () => ({ file: { name: 'list.csv', content: 'a,b\n' }, comment: mrkdwn`Your list.` })),
      card: verb(async (call, { chat }) => {
        await chat.post(call.channel, {
          text: mrkdwn`a card`,
          blocks: [button('try.press#1', 'Press'), button('try.replace', 'Replace')],
        });
        return undefined;
      }),
    },
    buttons: {
      'try.press': { run: async (press) => ({ text: mrkdwn`pressed ${escape(press.value)}` }) },
      'try.replace': { run: async () => ({ replace: { text: mrkdwn`card replaced` } }) },
    },
    modals: {
      'try.form': {
        run: async ({ values, meta }) => {
          const word = values['word']?.['text'];
          if (word === 'wrong') return { errors: { word: mrkdwn`that is no word` } };
          if (word === 'break') throw new Error('a secret inside');
          if (word === 'slow') await finished();
          return { text: mrkdwn`got ${escape(String(word))} with ${escape(meta)}` };
        },
      },
    },
    onSlackEvent: async (one) => {
      heard.push(one);
    },
  };
}

/** Says how many acks there were when it had committed nothing yet, and waits for its own once it has. */
const keepCommand = (acks: SlackBench['acks']): Command => ({
  name: '/keep',
  rights: {
    verbs: { page: 'attendee', refuse: 'attendee', card: 'attendee' },
    buttons: { 'keep.press': 'attendee' },
  },
  summary: 'common.noOrganizers',
  acksWhenKept: true,
  verbs: {
    page: {
      usage: { '': 'common.noOrganizers' },
      run: async ({ kept }) => {
        const before = acks.length;
        // What would ack too early has had its turn by then.
        await new Promise((resolve) => setTimeout(resolve, 50));
        const early = acks.length - before;
        kept?.();
        await until('the ack', () => acks[before]);
        return { text: mrkdwn`acked early: ${early}` };
      },
    },
    refuse: {
      usage: { '': 'common.noOrganizers' },
      run: async () => {
        throw new UserError('common.notUnderstood', { typed: mrkdwn`it` });
      },
    },
    card: {
      usage: { '': 'common.noOrganizers' },
      run: async (call, { chat }) => {
        await chat.post(call.channel, { text: mrkdwn`a kept card`, blocks: [button('keep.press', 'Keep')] });
        return undefined;
      },
    },
  },
  buttons: {
    'keep.press': {
      run: async () => ({
        text: mrkdwn`pressed, after ${acks.filter(({ kind }) => kind === 'action').length} acks`,
      }),
    },
  },
});

/** Starts all of it and connects; or starts the bot when Slack is gone again. `telemetry` follows its work. */
export async function slackBench(
  mode: 'socket' | 'http',
  when?: 'without Slack',
  telemetry: Telemetry = UNMEASURED,
): Promise<SlackBench> {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}/slack/events`;
  const strictPort = await freePort();
  const slack = await startLocalSlack(
    mode === 'socket' ? 'socket' : 'events',
    `http://127.0.0.1:${strictPort}/events`,
  );
  const strict = await startStrictSlack({
    slack: slack.url,
    port: strictPort,
    bot: 'U0CALLBOARD',
    tokens: { bot: BOT_TOKEN, app: APP_TOKEN },
    scopes: manifestScopes(),
    events: mode === 'socket' ? undefined : { endpoint, signingSecret: SIGNING_SECRET },
  });
  const world = await fakeWorld('2019-06-05T08:00:00Z', []);
  const { log } = world.deps;
  const options = { token: BOT_TOKEN, apiUrl: strict.apiUrl, log, telemetry };
  const chat = createChat(options);
  const directory = createDirectory({ ...options, store: world.store, clock: world.clock });
  const state: Pick<SlackBench, 'store' | 'homeSays'> = { store: 'works', homeSays: 'in Europe/Madrid' };
  const deps: Deps = {
    ...world.deps,
    telemetry,
    chat,
    directory,
    events: {
      settings: async () => {
        if (state.store === 'refuses') throw new StoreUnavailable('gone');
        if (state.store === 'hangs') await new Promise(() => {});
        return await world.deps.events.settings();
      },
    },
  };
  const heard: SlackEvent[] = [];
  const acks: SlackBench['acks'] = [];
  let finish = () => {};
  const seen = new Set<string>();
  const app = createSlackApp({
    config: {
      SLACK_BOT_TOKEN: BOT_TOKEN,
      SLACK_API_URL: strict.apiUrl,
      SLACK_SIGNING_SECRET: SIGNING_SECRET,
      ...(mode === 'socket' && { SLACK_APP_TOKEN: APP_TOKEN }),
    },
    commands: [
      tryCommand(
        heard,
        () =>
          new Promise((done) => {
            finish = done;
          }),
      ),
      keepCommand(acks),
    ],
    deps,
    chat,
    calmChat: chat,
    directory,
    firstTime: async (key) => {
      const first = !seen.has(key);
      seen.add(key);
      return first;
    },
    home: async ({ person }) => ({
      type: 'home',
      blocks: [
        { type: 'section', text: { type: 'mrkdwn', text: `The home of ${person.name} ${state.homeSays}` } },
      ],
    }),
    onAck: (kind, milliseconds) => void acks.push({ kind, milliseconds }),
  });

  let server: Server | undefined;
  if (app.http) {
    const { handle } = app.http;
    server = createServer((request, response) => void handle(request, response)).listen(port, '127.0.0.1');
  }
  if (when === 'without Slack') await slack.stop();
  await app.start();
  return {
    get homeSays() {
      return state.homeSays;
    },
    set homeSays(to) {
      state.homeSays = to;
    },
    get store() {
      return state.store;
    },
    set store(to) {
      state.store = to;
    },
    slack,
    strict,
    app,
    world,
    deps,
    heard,
    acks,
    endpoint,
    finish: () => finish(),
    async stop() {
      await app.stop();
      server?.close();
      server?.closeAllConnections();
      await strict.close();
      await slack.stop();
    },
  };
}
