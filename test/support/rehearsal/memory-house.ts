/**
 * The rehearsal in memory: the bot's own commands, jobs and doors on the store in memory, with a clock that goes from
 * one thing that is due to the next. What is drawn (cards, boards, Home) is drawn for nobody, and nothing takes time.
 */

import { Temporal } from 'temporal-polyfill';
import { commands } from '../../../commands/index.ts';
import { hookRoutes } from '../../../commands/page/hooks.ts';
import { pageRoutes } from '../../../commands/page/routes.ts';
import { jobs } from '../../../jobs/index.ts';
import { countPromisesNow } from '../../../src/callboard/promises/load.ts';
import type { Recorded } from '../../../src/core/commit.ts';
import type { Deps } from '../../../src/core/deps.ts';
import { PermanentError, UserError } from '../../../src/core/errors.ts';
import { instantText } from '../../../src/core/instant.ts';
import type { Job } from '../../../src/core/job.ts';
import type { ClaimedJob } from '../../../src/core/ports/outbox.ts';
import type { PagingChannel } from '../../../src/core/ports/paging.ts';
import { pressButton, runCommand } from '../../../src/core/run-command.ts';
import { runJob } from '../../../src/core/run-job.ts';
import { notificationDocument } from '../../../src/page/domain/notification.ts';
import { pageDocument } from '../../../src/page/domain/page.ts';
import { fuseToday } from '../../../src/page/send-out.ts';
import { slackDmChannel } from '../../../src/page/slack-channel.ts';
import { textRoutes } from '../../../src/phone/inbound-sms.ts';
import type { Script } from '../../../src/sandbox/rehearsal/script.ts';
import { fakeWorld } from '../fake-deps.ts';
import { buttonsOf } from '../story/slack-desk.ts';
import { feedOf } from './feed.ts';
import type { House } from './house.ts';
import { HOOK_TOKEN, loadScript } from './load-script.ts';

const FEED = 'https://feed.example/programme.json';
const LIMITS = { pages: 50, reminders: 50, chores: 50, webhooks: 50 };
/** Seconds that a phone rings, as the sandbox's do. */
const RINGS = 30;

/** What is only drawn: cards and boards, of which nobody here would see anything. */
const DRAWN: ReadonlySet<string> = new Set([
  'update-card',
  'update-page-dms',
  'update-page-dm',
  'update-board',
  'refresh-speaker-board',
]);

export async function openMemoryHouse(script: Script): Promise<House> {
  const start = instantText(Temporal.Instant.fromEpochMilliseconds(script.from));
  const world = await fakeWorld(start, [], {
    name: script.name,
    zone: script.zone,
    language: 'en',
    organizers: [],
    channels: {},
    rooms: [],
  });
  const { store, clock, chat } = world;
  const handlers = new Map<string, Job>(jobs.map((one) => [one.kind.name, one]));
  const refused = new Map<string, number>();
  const refuse = (what: string) => void refused.set(what, (refused.get(what) ?? 0) + 1);
  let isDown = false;
  let isMad = false;
  let calls = 0;

  /** What the phones have due, soonest first. */
  const due: { at: number; run: () => Promise<void> }[] = [];
  const later = (seconds: number, run: () => Promise<void>) => {
    due.push({ at: clock.t.epochMilliseconds + seconds * 1000, run });
    due.sort((a, b) => a.at - b.at);
  };
  const ended = new Set<string>();
  const answered = new Set<string>();
  const numbers = new Set<string>();

  const door = async (path: string, params: Record<string, string>, body: unknown, headers = {}) => {
    const route = [...textRoutes(commands), ...pageRoutes, ...hookRoutes].find((one) => one.path === path);
    if (!route) throw new Error(`no door ${path}`);
    return await route.run({ params, query: {}, headers, body: body as never }, deps);
  };
  const status = (notification: string, form: Record<string, string>) =>
    door('/twilio/status/:notification', { notification }, form).then(() => {});

  const provider = (name: 'sms' | 'voice'): PagingChannel => ({
    name,
    address: (person) => (person.phone?.verifiedAt ? '+1 ••• ••00' : undefined),
    async send({ notification, to }) {
      if (isDown) throw new Error('HTTP 500');
      const reference = `${name}-${++calls}`;
      numbers.add(to.phone?.number ?? '');
      if (name === 'sms')
        later(1, () => status(notification, { MessageSid: reference, MessageStatus: 'delivered' }));
      else {
        later(1, async () => {
          if (!ended.has(reference))
            await status(notification, { CallSid: reference, CallStatus: 'ringing' });
        });
        later(RINGS, async () => {
          if (ended.has(reference) || answered.has(reference)) return;
          ended.add(reference);
          await status(notification, { CallSid: reference, CallStatus: 'no-answer' });
        });
      }
      return { reference };
    },
    async find() {
      return undefined;
    },
    async withdraw(reference) {
      ended.add(reference);
    },
  });
  const deps: Deps = {
    ...world.deps,
    channels: [slackDmChannel(chat), provider('sms'), provider('voice')],
    fetch: async (url) => {
      if (url !== FEED) throw new PermanentError('no-such-feed');
      return { status: 'ok', body: feedOf(script, isMad), contentType: 'application/json' };
    },
  };
  await loadScript(script, deps, FEED);

  const runOne = async (handed: ClaimedJob) => {
    if (!(await store.acquireOrRenewLease(handed))) return;
    const handler = handlers.get(handed.name);
    await runJob(
      handed,
      handler && DRAWN.has(handed.name) ? { ...handler, run: async () => undefined } : handler,
      deps,
    );
  };
  const settle = async () => {
    for (let round = 0; round < 10_000; round++) {
      const { jobs: handed, next } = await store.claim(clock.now(), LIMITS);
      for (const one of handed) await runOne(one);
      const ripe = due[0] && due[0].at <= clock.t.epochMilliseconds ? due.shift() : undefined;
      await ripe?.run();
      if (handed.length === 0 && !ripe) return next?.epochMilliseconds ?? Number.POSITIVE_INFINITY;
    }
    throw new Error('something makes itself due again and again');
  };

  let last = '0-0';
  return {
    refused,
    now: () => clock.t.epochMilliseconds,
    async pass(t) {
      const next = Math.min(await settle(), due[0]?.at ?? Number.POSITIVE_INFINITY, t);
      const at = Math.max(next, clock.t.epochMilliseconds);
      clock.t = Temporal.Instant.fromEpochMilliseconds(at);
      await settle();
    },
    async facts() {
      const all: Recorded[] = await store.facts({ after: last });
      last = all.at(-1)?.id ?? last;
      return all;
    },
    page: async (code) => (await store.get(pageDocument, code))?.value,
    async types(person, text) {
      const [name = '', ...rest] = text.split(' ');
      const command = commands.find((one) => one.name === name);
      if (!command) throw new Error(`no command ${name}`);
      if (chat.failWith) return refuse('Slack is away');
      try {
        const asking = await world.asking(person);
        await runCommand(
          command,
          { ...asking, text: rest.join(' '), channel: 'CGENERAL', progress: async () => {} },
          deps,
        );
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        refuse(`${name} ${rest[0] ?? ''}: ${error.key}`);
      }
      await settle();
    },
    async clicks(person, { command: name, action, isMeant }) {
      if (chat.failWith) return refuse('Slack is away');
      const command = commands.find((one) => one.name === name);
      const places = [`D${person.slice(1)}`, script.setup.channels?.ops ?? ''];
      const [found] = [...chat.messages].toReversed().flatMap(([key, { blocks }]) => {
        const [channel = '', ts = ''] = key.split(':');
        if (!places.includes(channel)) return [];
        return buttonsOf(blocks as Parameters<typeof buttonsOf>[0]).flatMap(({ action: one }) => {
          const value = String(one['value']);
          return one['action_id'] === action && isMeant(value) ? [{ at: { channel, ts }, value }] : [];
        });
      });
      if (!found || !command) return;
      try {
        const press = { ...(await world.asking(person)), ...found, progress: async () => {} };
        const reply = await pressButton(command, action, press, deps);
        if (reply && 'replace' in reply && reply.replace) await chat.update(found.at, reply.replace);
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        refuse(`${action}: ${error.key}`);
      }
      await settle();
    },
    async texts(person, body) {
      if (isDown) return refuse('the provider is away');
      const player = script.players.find(({ id }) => id === person);
      if (player?.phone === undefined) return;
      await door('/twilio/sms', {}, { From: player.phone, Body: body, MessageSid: `in-${++calls}` });
      await settle();
    },
    async presses(_person, notification, digit) {
      const reference = (await store.get(notificationDocument, notification))?.value.reference;
      if (reference === undefined || ended.has(reference)) return refuse('the call is over');
      answered.add(reference);
      await door('/twilio/voice/:notification', { notification }, { CallSid: reference, Digits: digit });
      ended.add(reference);
      await status(notification, { CallSid: reference, CallStatus: 'completed' });
      await settle();
    },
    async alerts(name, words, room, isFiring, isCritical) {
      const alert = {
        alert_uid: name,
        status: isFiring ? 'firing' : 'resolved',
        message: words,
        room,
        ...(isCritical && { severity: 'critical' }),
      };
      const answer = await door('/hooks/generic', {}, JSON.stringify(alert), {
        authorization: `Bearer ${HOOK_TOKEN}`,
        'content-type': 'application/json',
      });
      if (answer.status !== undefined && answer.status >= 300) refuse(`an alert: ${answer.status}`);
      await settle();
    },
    async outage(of, isOn) {
      if (of === 'provider') isDown = isOn;
      else chat.failWith = isOn ? new Error('Slack answered HTTP 503') : undefined;
      await settle();
    },
    async feed(mad) {
      isMad = mad;
    },
    numbers: async () => [...numbers],
    promises: async () => (await countPromisesNow(deps)).figures,
    money: async () => (await fuseToday(deps)).counts.money,
    close: async () => {},
  };
}
