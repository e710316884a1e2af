/** Heartbeats: who does not call is a page, who calls again ends it, and who is well leaves no trace. */
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { routes } from '../../../commands/index.ts';
import { page } from '../../../commands/page/command.ts';
import { UserError } from '../../../src/core/errors.ts';
import { HTTP_RIGHTS } from '../../../src/core/http-rights.ts';
import { safeText } from '../../../src/i18n/index.ts';
import {
  graceOf,
  heartbeatDocument,
  MAX_HEARTBEATS,
  missHeartbeat,
} from '../../../src/page/domain/heartbeat.ts';
import { pageDocument } from '../../../src/page/domain/page.ts';
import { graceHeartbeats } from '../../../src/page/heartbeats.ts';
import type { World } from '../../support/fake-deps.ts';
import { jobs, pagingWorld, textOf } from './world.ts';

async function heart(text = 'backup every 5m to stage-main') {
  const world = await pagingWorld();
  const made = textOf(await world.type('UORG', page, `heartbeat ${text}`));
  const token = /\/heartbeats\/([\w-]+)/.exec(made)?.[1] ?? '';
  return { world, token, made };
}

async function call(world: World, token: string, method = 'GET'): Promise<number> {
  const route = routes.find((one) => one.path === '/heartbeats/:token' && one.method === method);
  const reply = await route?.run({ params: { token }, query: {}, headers: {}, body: '' }, world.deps);
  return reply?.status ?? 200;
}

const pages = async (world: World) => (await world.store.all(pageDocument)).map(({ value }) => value);
const facts = async (world: World, name: string) =>
  (await world.store.facts()).filter((one) => one.name.startsWith(name)).map((one) => one.name);

/** What the person reads who typed it, an error too. */
const answerTo = async (world: World, typed: string): Promise<string> => {
  try {
    return textOf(await world.type('UORG', page, `heartbeat ${typed}`));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return safeText(error, 'en');
  }
};

describe('a heartbeat', () => {
  it('gives an address once, and keeps no token', async () => {
    const { world, token, made } = await heart();
    expect(token).toMatch(/^[\w-]{32}$/);
    expect(made).toContain('5 min');
    const kept = JSON.stringify([
      await world.store.all(heartbeatDocument),
      await world.store.facts(),
      await world.store.outbox(),
      textOf(await world.type('UORG', page, 'heartbeat list')),
    ]);
    expect(kept).not.toContain(token);
    expect(HTTP_RIGHTS['GET /heartbeats/:token']).toBe('address');
  });

  it('is expected from its first call on', async () => {
    const { world } = await heart();
    await world.advance('PT2H', jobs);
    expect(await pages(world)).toEqual([]);
  });

  it('that is missed pages its target, and is over when it calls again', async () => {
    const { world, token } = await heart();
    expect(await call(world, token)).toBe(200);
    await world.advance('PT5M59S', jobs);
    expect(await pages(world)).toEqual([]);
    await world.advance('PT2S', jobs);
    expect(await pages(world)).toMatchObject([
      { code: 'P1', state: 'open', target: { kind: 'room', name: 'Main stage' } },
    ]);
    expect((await pages(world))[0]?.message).toContain('backup does not call any more');
    expect(await call(world, token, 'POST')).toBe(200);
    await world.settle(jobs);
    expect(await pages(world)).toMatchObject([{ code: 'P1', state: 'resolved' }]);
    expect(await facts(world, 'heartbeat.')).toEqual([
      'heartbeat.added',
      'heartbeat.missed',
      'heartbeat.returned',
    ]);
  });

  it('that is missed again within ten minutes opens the same page', async () => {
    const { world, token } = await heart('backup every 1m');
    await call(world, token);
    await world.advance('PT2M', jobs);
    await call(world, token);
    await world.advance('PT2M', jobs);
    expect(await pages(world)).toMatchObject([{ code: 'P1', flapping: 2 }]);
  });

  it('that a person resolved and that is still missing an hour later is a page again', async () => {
    const { world, token } = await heart();
    await call(world, token);
    await world.advance('PT7M', jobs);
    await world.type('UORG', page, 'resolve P1');
    await world.advance('PT3H', jobs);
    expect((await pages(world)).map(({ code }) => code)).toEqual(['P1', 'P2']);
  });

  it('costs no fact, no document and few writes, however often it is called', async () => {
    const { world, token } = await heart();
    await call(world, token);
    const before = (await world.store.facts()).length;
    let commits = 0;
    const { store } = world;
    const commit = store.commit.bind(store);
    store.commit = async (change) => {
      commits++;
      return await commit(change);
    };
    for (let second = 0; second < 600; second++) {
      await world.advance('PT1S', jobs);
      await call(world, token);
    }
    expect((await store.facts()).length).toBe(before);
    expect(commits).toBeLessThanOrEqual(11);
    expect(await pages(world)).toEqual([]);
  });

  it('is never missed while it calls in time, whenever it calls', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 300 }), { maxLength: 12 }), async (waits) => {
        const { world, token } = await heart();
        await call(world, token);
        for (const seconds of waits) {
          await world.advance(`PT${seconds}S`, jobs);
          await call(world, token);
        }
        expect(await facts(world, 'heartbeat.missed')).toEqual([]);
        await world.advance(`PT${300 + graceOf(300) + 1}S`, jobs);
        expect(await facts(world, 'heartbeat.missed')).toHaveLength(1);
      }),
      { numRuns: 25 },
    );
  });

  it('has all of its time again when Callboard was away', async () => {
    const { world, token } = await heart();
    await call(world, token);
    world.clock.t = world.clock.t.add({ hours: 3 });
    await graceHeartbeats(world.deps);
    await world.advance('PT5M59S', jobs);
    expect(await pages(world)).toEqual([]);
    await world.advance('PT2S', jobs);
    expect(await pages(world)).toHaveLength(1);
  });

  it('has all of its time again when its job comes late, such as after an outage of the database', async () => {
    const { world, token } = await heart();
    await call(world, token);
    world.clock.t = world.clock.t.add({ hours: 3 });
    await world.settle(jobs);
    expect(await pages(world)).toEqual([]);
    await world.advance('PT6M1S', jobs);
    expect(await pages(world)).toHaveLength(1);
  });

  it('that calls while it is being missed is not', async () => {
    const { world, token } = await heart();
    await call(world, token);
    const [found] = await world.store.all(heartbeatDocument);
    const id = found?.id ?? '';
    const commit = world.store.commit.bind(world.store);
    // The call is written down between the job's reading and its commit.
    world.store.commit = async (change) => {
      if (change.facts?.some(({ name }) => name === 'heartbeat.missed')) {
        world.store.commit = commit;
        await call(world, token);
      }
      return await commit(change);
    };
    await world.advance('PT6M10S', jobs);
    expect((await world.store.get(heartbeatDocument, id))?.value.missedAt).toBeUndefined();
    expect(await pages(world)).toEqual([]);
    expect(await world.store.job(missHeartbeat.id({ heartbeat: id }))).toBeDefined();
  });

  it('that is removed ends its page, and its address is nobody’s', async () => {
    const { world, token } = await heart();
    await call(world, token);
    await world.advance('PT7M', jobs);
    expect(textOf(await world.type('UORG', page, 'heartbeat remove BACKUP'))).toContain('Nothing more');
    await world.settle(jobs);
    expect(await pages(world)).toMatchObject([{ state: 'resolved' }]);
    expect(await call(world, token)).toBe(404);
    expect((await world.store.outbox()).filter(({ id }) => id.includes('heartbeat'))).toEqual([]);
  });

  it('many at once are one storm', async () => {
    const world = await pagingWorld();
    for (let i = 0; i < 8; i++) {
      const made = textOf(await world.type('UORG', page, `heartbeat sensor ${i} every 5m`));
      await call(world, /\/heartbeats\/([\w-]+)/.exec(made)?.[1] ?? '');
    }
    await world.advance('PT7M', jobs);
    expect((await pages(world)).length).toBeLessThanOrEqual(5);
  });

  it.each([
    ['backup', 'every 5m'],
    ['backup every 5s', 'at least'],
    ['backup every 90d', 'at most'],
    ['backup every soon', 'soon'],
    ['backup every 5m to nowhere-at-all', 'nowhere'],
    ['remove nothing', 'nothing'],
    [`${'x'.repeat(41)} every 5m`, '40'],
  ])('%s is told what is wrong', async (typed, wanted) => {
    const world = await pagingWorld();
    expect(await answerTo(world, typed)).toContain(wanted);
    expect(await world.store.all(heartbeatDocument)).toEqual([]);
  });

  it('has a name of its own, and there are so many at most', async () => {
    const { world } = await heart('a every 5m');
    expect(await answerTo(world, 'A every 5m')).toContain('already');
    for (let i = 1; i < MAX_HEARTBEATS; i++) await world.type('UORG', page, `heartbeat h${i} every 5m`);
    expect(await answerTo(world, 'one more every 5m')).toContain('no more');
    expect(await world.store.all(heartbeatDocument)).toHaveLength(MAX_HEARTBEATS);
  });

  it('reads Spanish as well', async () => {
    const { world } = await heart('copias cada 1h para oncall!');
    expect(await world.store.all(heartbeatDocument)).toMatchObject([
      { value: { name: 'copias', every: 3600, critical: true, target: { kind: 'oncall' } } },
    ]);
    expect(Temporal.Duration.from({ seconds: graceOf(3600) }).seconds).toBe(60);
  });
});
