/**
 * The rehearsal in the sandbox: the real bot, the local Slack and the phones, its clock at the rate that was asked for.
 * It runs on ports and in a folder of its own, and nothing in it listens on or reaches anything but this machine.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { Temporal } from 'temporal-polyfill';
import { DocumentCaches } from '../../../src/adapters/redis/mirror.ts';
import { RedisStore } from '../../../src/adapters/redis/store.ts';
import { sessionDocument } from '../../../src/agenda/domain/session.ts';
import { EVENT_ID, eventDocument, unsetEvent } from '../../../src/callboard/domain/event.ts';
import { personDocument } from '../../../src/callboard/domain/person.ts';
import { countPromisesNow } from '../../../src/callboard/promises/load.ts';
import type { Deps } from '../../../src/core/deps.ts';
import { instantText } from '../../../src/core/instant.ts';
import { notificationDocument } from '../../../src/page/domain/notification.ts';
import { pageDocument } from '../../../src/page/domain/page.ts';
import { fuseToday } from '../../../src/page/send-out.ts';
import { SANDBOX_EVENT_NAME } from '../../../src/sandbox/launcher.ts';
import type { Script } from '../../../src/sandbox/rehearsal/script.ts';
import { startRedis } from '../redis.ts';
import { TEST_SECRET, testSealer } from '../sealer.ts';
import type { TwilioRequest } from '../story/checks.ts';
import { post } from '../story/post.ts';
import { addresses, MAIN, startSandbox } from '../story/sandbox-process.ts';
import { buttonsOf, SlackDesk } from '../story/slack-desk.ts';
import { feedOf } from './feed.ts';
import type { House } from './house.ts';
import { HOOK_TOKEN, loadScript } from './load-script.ts';

/** Real milliseconds between two looks at the ledger. */
const LOOK_EVERY = 80;

/** @param rate - seconds of the clock in one of ours */
export async function openSandboxHouse(script: Script, rate: number): Promise<House> {
  const redis = await startRedis();
  const start = Temporal.Instant.fromEpochMilliseconds(script.from);
  let isMad = false;
  const feed = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(feedOf(script, isMad));
  });
  await new Promise<void>((listening) => feed.listen(0, '127.0.0.1', listening));
  const feedUrl = `http://127.0.0.1:${(feed.address() as AddressInfo).port}/programme.json`;
  const at = await addresses({
    SANDBOX_CLOCK: instantText(start),
    SANDBOX_EVENT: 'none',
    SANDBOX_CROWD: String(script.players.length + script.spares.length),
    REDIS_URL: redis.url,
    CALLBOARD_SECRET: TEST_SECRET,
  });
  const closing: (() => Promise<unknown>)[] = [async () => void feed.close(), () => redis.stop()];
  const close = async () => {
    for (const one of closing.toReversed()) await one();
  };
  try {
    const sandbox = await startSandbox(at, MAIN);
    closing.push(() => sandbox.remove());
    const client = new Redis(redis.url);
    closing.push(async () => client.disconnect());
    const store = new RedisStore(client, SANDBOX_EVENT_NAME, testSealer);
    const mirrors = new DocumentCaches(store);
    const clockNow = async () =>
      Date.parse(((await (await fetch(`${sandbox.bot}/sandbox/clock`)).json()) as { now: string }).now);
    let known = { real: performance.now(), shown: await clockNow(), rate: 1 };
    const now = () => Math.floor(known.shown + (performance.now() - known.real) * known.rate);
    const deps = {
      store,
      clock: { now: () => Temporal.Instant.fromEpochMilliseconds(now()), realMillisecondsUntil: () => 0 },
      directory: {
        person: async (id: string) => (await store.get(personDocument, id))?.value,
        all: async () => (await store.all(personDocument)).map(({ value }) => value),
      } as unknown as Deps['directory'],
      sessions: mirrors.of(sessionDocument),
      people: mirrors.of(personDocument),
      events: { settings: async () => (await store.get(eventDocument, EVENT_ID))?.value ?? unsetEvent([]) },
      guarded: { all: [] },
    };
    await loadScript(script, deps, feedUrl);
    await post(`${sandbox.bot}/sandbox/clock`, { rate });
    const look = async () => {
      known = { real: performance.now(), shown: await clockNow(), rate };
    };
    await look();

    const desk = await SlackDesk.open(sandbox.slack);
    closing.push(async () => desk.close());
    const refused = new Map<string, number>();
    const refuse = (what: string) => void refused.set(what, (refused.get(what) ?? 0) + 1);
    const away = new Set<'provider' | 'slack'>();
    const phoneOf = (person: string) => script.players.find(({ id }) => id === person)?.phone;
    const onPhone = async (person: string, what: string, body: object) => {
      const number = phoneOf(person);
      if (number === undefined) return;
      // A call may be over in the moment in which somebody takes it.
      await post(`${sandbox.bot}/sandbox/phones/${encodeURIComponent(number)}/${what}`, body).catch(() =>
        refuse(`${what}: nothing on the phone`),
      );
    };
    let last: string | undefined;
    return {
      refused,
      now,
      async pass(t) {
        await pause(Math.max(5, Math.min(LOOK_EVERY, (t - now()) / rate)));
        // The bot's own clock is the one that counts; ours runs beside it.
        if (performance.now() - known.real > 5_000) await look();
      },
      async facts() {
        const all = await store.facts(last === undefined ? {} : { after: last });
        last = all.at(-1)?.id ?? last;
        return all;
      },
      page: async (code) => (await store.get(pageDocument, code))?.value,
      async types(user, text) {
        if (away.has('slack')) return refuse('Slack is away');
        const [command = '', ...rest] = text.split(' ');
        await post(`${sandbox.slack}/_control/command`, {
          channel: 'C0GENERAL',
          user,
          command,
          text: rest.join(' '),
        });
      },
      async clicks(user, { action, isMeant }) {
        if (away.has('slack')) return refuse('Slack is away');
        const places = [await desk.dmChannel(user), script.setup.channels?.ops].flatMap((one) => one ?? []);
        const messages = (await Promise.all(places.map((one) => desk.messages(one)))).flat();
        const [found] = messages
          .toSorted((a, b) => b.ts.localeCompare(a.ts))
          .flatMap(({ channel, ts, blocks }) =>
            buttonsOf(blocks).map((one) => ({ channel, messageTs: ts, action: one.action })),
          )
          .filter(({ action: one }) => one['action_id'] === action && isMeant(String(one['value'])));
        if (found) await desk.control('interact', { ...found, user });
      },
      async texts(person, body) {
        if (away.has('provider')) return refuse('the provider is away');
        await onPhone(person, 'reply', { body });
      },
      async presses(person, notification, digits) {
        const sid = (await store.get(notificationDocument, notification))?.value.reference;
        if (sid === undefined) return refuse('the call is over');
        await onPhone(person, 'press', { digits, sid });
      },
      async alerts(name, message, room, isFiring, isCritical) {
        const answer = await fetch(`${sandbox.bot}/hooks/generic`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${HOOK_TOKEN}` },
          body: JSON.stringify({
            alert_uid: name,
            status: isFiring ? 'firing' : 'resolved',
            message,
            room,
            ...(isCritical && { severity: 'critical' }),
          }),
        });
        await answer.body?.cancel();
        if (!answer.ok) refuse(`an alert: ${answer.status}`);
      },
      async outage(of, isOn) {
        if (isOn) away.add(of);
        else away.delete(of);
        if (of === 'provider') await post(`${sandbox.bot}/sandbox/phones/outage`, { on: isOn });
        else await post(`${sandbox.bot}/sandbox/slack/rules`, { outage: isOn });
      },
      async feed(mad) {
        isMad = mad;
      },
      async numbers() {
        const requests = (await (
          await fetch(`${sandbox.bot}/sandbox/twilio.json`)
        ).json()) as TwilioRequest[];
        return [...new Set(requests.flatMap(({ form }) => [form['To'] ?? []].flat()))];
      },
      promises: async () => (await countPromisesNow(deps)).figures,
      money: async () => (await fuseToday(deps)).counts.money,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
