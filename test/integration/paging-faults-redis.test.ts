/**
 * Paging on a real Redis that is killed, full or slow, and by processes that die at each step of the way.
 * Whatever happens, the page reaches its person, once, within ten seconds of the fault's end.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { page } from '../../commands/page/command.ts';
import type { CommandInvocation } from '../../src/core/command.ts';
import { PermanentError, RetryLater, StoreUnavailable } from '../../src/core/errors.ts';
import type { Store } from '../../src/core/ports/store.ts';
import { runCommand } from '../../src/core/run-command.ts';
import { translator } from '../../src/i18n/index.ts';
import { notificationDocument } from '../../src/page/domain/notification.ts';
import { pageDocument, pendingNotifications } from '../../src/page/domain/page.ts';
import { FakeChannel, FakeChat, somebody } from '../support/fake-deps.ts';
import { type Stack, seedEvent, startStack } from '../support/paging-stack.ts';
import { hasRedis, type PrivateRedis, startRedis } from '../support/redis.ts';

/** Lease, and a little for a machine that has other things to do. */
const TAKEN_OVER_WITHIN = 10_000;

async function until<T>(
  what: string,
  look: () => Promise<T | undefined> | T | undefined,
  within = 20_000,
): Promise<T> {
  const end = performance.now() + within;
  while (performance.now() < end) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    await pause(20);
  }
  throw new Error(`waited in vain for ${what}`);
}

describe.skipIf(!hasRedis)('paging on a Redis in trouble', () => {
  let redis: PrivateRedis;
  let chat: FakeChat;
  let sms: FakeChannel;
  const stacks: Stack[] = [];
  const rows: string[] = [];
  let trouble = 0;

  beforeAll(async () => {
    redis = await startRedis();
    const first = await start();
    await seedEvent(first);
    await first.stop();
  });
  afterEach(async () => {
    for (const stack of stacks.splice(0)) await stack.stop();
  });
  afterAll(async () => {
    console.log(`\n${rows.join('\n')}`);
    await redis?.stop();
  });

  async function start(around?: (store: Store) => Store): Promise<Stack> {
    chat ??= new FakeChat();
    sms ??= new FakeChannel('sms', (person) => (person.phone?.verifiedAt ? '+1 ••• ••00' : undefined));
    const stack = await startStack({ url: redis.url, chat, channels: [sms], ...(around && { around }) });
    stacks.push(stack);
    return stack;
  }

  const type = async (stack: Stack, text: string) => {
    const call: CommandInvocation = {
      person: somebody('UANY'),
      permission: 'crew',
      locale: 'en',
      t: translator('en'),
      now: stack.deps.clock.now(),
      event: await stack.deps.events.settings(),
      zone: 'Europe/Madrid',
      trigger: '',
      text,
      channel: 'CGENERAL',
      progress: async () => {},
    };
    return await runCommand(page, call, stack.deps);
  };
  const words = () => `Trouble ${++trouble}`;
  const texts = (message: string) => sms.sent.filter(({ text }) => text.includes(`${message}.`));
  const directs = (message: string) =>
    chat.sent.filter(({ kind, text }) => kind === 'dm' && text.endsWith(message));
  const arrives = async (what: string, message: string, since: number) => {
    await until(`${what}: the text`, () => texts(message)[0]);
    await until(`${what}: the direct message`, () => directs(message)[0]);
    const took = performance.now() - since;
    rows.push(`  ${what.padEnd(52)} ${(took / 1000).toFixed(1).padStart(5)} s`);
    return took;
  };

  /** True once no notification of the page is still to leave. */
  async function recorded({ store }: Stack, message: string): Promise<true | undefined> {
    const open = (await store.find(pageDocument, 'unresolved')).find(
      ({ value }) => value.message === message,
    );
    const ids = open ? pendingNotifications(open.value).map(({ id }) => id) : [];
    const found = await store.getMany(notificationDocument, ids);
    return ids.length > 0 && found.every((one) => one?.value.state !== 'planned') ? true : undefined;
  }

  it.each(['get', 'commit', 'after commit'])(
    'a process killed at "%s" of a notification is taken over',
    async (step) => {
      let died = 0;
      const deadly = (store: Store): Store =>
        new Proxy(store, {
          get(target, name) {
            const value = Reflect.get(target, name) as unknown;
            if (typeof value !== 'function') return value;
            return async (...args: unknown[]) => {
              const [first] = args as [{ name?: string; done?: { id: string } }];
              // Only the handler that lets a notification leave reads one, or commits that it has.
              const here =
                step === 'get'
                  ? name === 'get' && first.name === 'notification'
                  : name === 'commit' && first.done?.id.startsWith('notify:');
              if (here && step === 'after commit')
                await (value as (...all: unknown[]) => unknown).apply(target, args);
              if (here) {
                died ||= performance.now();
                // As after SIGKILL: nothing comes back, ever.
                return await new Promise(() => {});
              }
              return await (value as (...all: unknown[]) => unknown).apply(target, args);
            };
          },
        });
      const doomed = await start(deadly);
      const message = words();
      await type(doomed, `stage-main! ${message}`);
      // Whatever it holds then is frozen with it, until its leases run out.
      await until('its death', () => died || undefined);
      await doomed.kill();
      const heir = await start();
      await until('the text', () => texts(message)[0]);
      await until('the direct message', () => directs(message)[0]);
      await until('the record of both', () => recorded(heir, message));
      // From its death on: what it held is frozen until its leases run out, while it is taken down.
      const took = performance.now() - died;
      rows.push(`  ${`killed at ${step}`.padEnd(52)} ${(took / 1000).toFixed(1).padStart(5)} s`);
      expect(took).toBeLessThan(TAKEN_OVER_WITHIN);
      await type(heir, `resolve P${trouble}`);
      expect(texts(message).length).toBeLessThanOrEqual(2);
    },
  );

  it('Redis killed and restarted: the page says that it was not taken, and what was taken goes on', async () => {
    const stack = await start();
    const message = words();
    await type(stack, `stage-main! ${message}`);
    await redis.kill();
    const began = performance.now();
    await expect(type(stack, 'stage-main! Lost')).rejects.toThrow(StoreUnavailable);
    expect(performance.now() - began).toBeLessThan(3000);
    await redis.restart();
    expect(await arrives('Redis killed and restarted', message, performance.now())).toBeLessThan(
      TAKEN_OVER_WITHIN,
    );
    await until(
      'the store again',
      async () =>
        (await stack.store.find(pageDocument, 'unresolved').catch(() => [])).length > 0 || undefined,
    );
    expect(
      (await stack.store.find(pageDocument, 'unresolved')).map(({ value }) => value.message),
    ).not.toContain('Lost');
  });

  it('Redis full: a new page is refused with an error, and nothing half happens', async () => {
    const stack = await start();
    const admin = new Redis(redis.url);
    await admin.config('SET', 'maxmemory', '1');
    await expect(type(stack, 'stage-main! Full')).rejects.toThrow();
    await admin.config('SET', 'maxmemory', '0');
    admin.disconnect();
    expect((await stack.store.all(pageDocument)).map(({ value }) => value.message)).not.toContain('Full');
    const message = words();
    await type(stack, `stage-main! ${message}`);
    await arrives('Redis full, then not', message, performance.now());
  });

  it('Redis slow: the page leaves when it can', async () => {
    const stack = await start();
    const admin = new Redis(redis.url);
    const message = words();
    await type(stack, `stage-main! ${message}`);
    await admin.call('CLIENT', 'PAUSE', '1500', 'ALL');
    admin.disconnect();
    await arrives('Redis held up for 1.5 s', message, performance.now());
    await until('one only', () => texts(message).length === 1 || undefined);
  });

  it.each([
    ['Slack asks for patience (429)', () => new RetryLater(1)],
    ['Slack answers 500', () => new Error('HTTP 500')],
    ['Slack is gone', () => new Error('ECONNREFUSED')],
  ])('%s: the text leaves all the same, the direct message when Slack is back', async (what, error) => {
    const stack = await start();
    chat.failWith = error();
    const message = words();
    await type(stack, `stage-main! ${message}`);
    await until('the text', () => texts(message)[0]);
    chat.failWith = undefined;
    await arrives(what, message, performance.now());
    expect(texts(message)).toHaveLength(1);
  });

  it.each([
    ['Twilio asks for patience (429)', () => new RetryLater(1)],
    ['Twilio answers 500', () => new Error('HTTP 500')],
    ['Twilio does not answer', () => new Error('timeout')],
  ])('%s: the direct message leaves at once, the text when it can', async (what, error) => {
    const stack = await start();
    sms.failWith = error();
    const message = words();
    await type(stack, `stage-main! ${message}`);
    await until('the direct message', () => directs(message)[0]);
    sms.failWith = undefined;
    await arrives(what, message, performance.now());
    expect(directs(message)).toHaveLength(1);
  });

  it('a number that Twilio refuses is a failure that the card names', async () => {
    const stack = await start();
    sms.failWith = new PermanentError('30006');
    const message = words();
    await type(stack, `stage-main! ${message}`);
    await until(
      'the card',
      () => [...chat.messages.values()].some((one) => JSON.stringify(one).includes('landline')) || undefined,
    );
    sms.failWith = undefined;
  });

  it('two bots at once: each page leaves once', async () => {
    const [one, two] = [await start(), await start()];
    const messages = Array.from({ length: 20 }, words);
    await Promise.all(messages.map((message, i) => type(i % 2 ? one : two, `stage-main! ${message}`)));
    for (const message of messages)
      await until(message, () => (texts(message)[0] && directs(message)[0] ? true : undefined));
    expect(messages.map((message) => texts(message).length)).toEqual(messages.map(() => 1));
    rows.push(
      `  two bots, ${messages.length} pages: texts ${messages.reduce((sum, message) => sum + texts(message).length, 0)}`,
    );
  });
});
