/**
 * Nothing that is asked again and again reads more of an event with a history than of the same one without: counted in
 * what Redis answers, which is the same on a machine that is busy.
 */
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { page as command } from '../../commands/page/command.ts';
import { boardChanged } from '../../src/agenda/domain/facts.ts';
import { personDocument } from '../../src/callboard/domain/person.ts';
import { put, recordFact } from '../../src/core/commit.ts';
import { runCommand } from '../../src/core/run-command.ts';
import { reconcileSpeakers } from '../../src/speakers/reconcile.ts';
import { type Growth, growEvent, seedProgramme } from '../support/grown-event.ts';
import { askedBy, HOT_PATHS, type HotPath } from '../support/hot-paths.ts';
import { type Stack, startStack } from '../support/paging-stack.ts';
import { hasRedis, type PrivateRedis, startRedis } from '../support/redis.ts';

const GROWN: Growth = { facts: 2500, jobs: 1000, people: 400, pages: 300, incidents: 200 };
/** What differs by the length of numbers, and by who is named. */
const SLACK_BYTES = 2000;
const SLACK_COMMANDS = 2;
/** The dispatcher looks for work beside us: the least of so many is what was asked itself. */
const TIMES = 5;

interface Side {
  readonly redis: PrivateRedis;
  readonly stack: Stack;
  readonly look: Redis;
}

async function open(grown: boolean): Promise<Side> {
  const redis = await startRedis();
  const stack = await startStack({ url: redis.url });
  await seedProgramme(stack);
  if (grown) await growEvent(GROWN, stack);
  const call = await askedBy('UANY', 'crew', stack.deps);
  const typed = { ...call, channel: 'CGENERAL', progress: async () => {} };
  await runCommand(command, { ...typed, text: 'stage-main Still open' }, stack.deps);
  return { redis, stack, look: new Redis(redis.url) };
}

const FIGURES = /total_commands_processed:(\d+)[\s\S]*total_net_output_bytes:(\d+)/;

async function figures(look: Redis): Promise<readonly [commands: number, bytes: number]> {
  const [, commands, bytes] = FIGURES.exec(await look.info('stats')) ?? [];
  return [Number(commands), Number(bytes)];
}

/** What Redis answers to it. */
async function cost({ look, stack }: Side, ask: HotPath): Promise<{ commands: number; bytes: number }> {
  await ask(stack.deps);
  const seen: (readonly [number, number])[] = [];
  for (let i = 0; i < TIMES; i++) {
    const before = await figures(look);
    await ask(stack.deps);
    const after = await figures(look);
    seen.push([after[0] - before[0], after[1] - before[1]]);
  }
  return {
    commands: Math.min(...seen.map(([commands]) => commands)),
    bytes: Math.min(...seen.map(([, bytes]) => bytes)),
  };
}

describe.skipIf(!hasRedis)('an event with a history', () => {
  let empty: Side;
  let grown: Side;
  beforeAll(async () => {
    [empty, grown] = [await open(false), await open(true)];
  });
  afterAll(async () => {
    for (const { look, stack, redis } of [empty, grown]) {
      look.disconnect();
      await stack.stop();
      await redis.stop();
    }
  });

  it.each(Object.entries(HOT_PATHS))('costs the database no more for %s', async (_name, ask) => {
    const [before, after] = [await cost(empty, ask), await cost(grown, ask)];
    expect(after.commands).toBeLessThanOrEqual(before.commands + SLACK_COMMANDS);
    expect(after.bytes).toBeLessThanOrEqual(before.bytes * 1.2 + SLACK_BYTES);
  });

  it('would be noticed by the same count if something were read whole', async () => {
    const whole: HotPath = (deps) => deps.store.outbox();
    const [before, after] = [await cost(empty, whole), await cost(grown, whole)];
    expect(after.bytes).toBeGreaterThan(before.bytes * 1.2 + SLACK_BYTES);
  });

  it('finds the changes that are not followed yet without reading the outbox', async () => {
    const ask: HotPath = async (deps) => deps.store.jobsBeginning('follow-agenda:');
    const [before, after] = [await cost(empty, ask), await cost(grown, ask)];
    expect(after.bytes).toBeLessThanOrEqual(before.bytes + SLACK_BYTES);
    await reconcileSpeakers(grown.stack.deps);
  });

  it('finds jobs by their ids in an outbox that an older version wrote', async () => {
    const { store } = grown.stack;
    const waiting = await store.countJobs('event:T1:');
    expect(waiting).toBe(GROWN.jobs / 10);
    await grown.look.del(`${store.prefix}:outbox:ids`);
    expect(await store.countJobs('event:T1:')).toBe(waiting);
    expect(await grown.look.zcard(`${store.prefix}:outbox:ids`)).toBe(
      await grown.look.hlen(`${store.prefix}:outbox:jobs`),
    );
  });

  it('is caught up with by reading documents, where a process slept through thousands of facts', async () => {
    const { stack } = grown;
    const other = await startStack({ url: grown.redis.url });
    try {
      await other.deps.people.read();
      const said = recordFact(boardChanged, {
        ...{ at: stack.deps.clock.now(), by: 'test', about: [] },
        data: { channel: 'C1', became: 'on' },
      });
      for (let i = 0; i < 12; i++)
        await stack.store.commit({ facts: Array.from({ length: 500 }, () => said) });
      const vera = await stack.store.get(personDocument, 'UVOL');
      if (!vera) throw new Error('nobody');
      await stack.store.commit({
        put: [put(personDocument, 'UVOL', { ...vera.value, name: 'Vera Two' }, vera.version)],
        facts: [said],
      });
      expect((await other.deps.people.read()).get('UVOL')?.value.name).toBe('Vera Two');
      expect((await other.store.all(personDocument)).length).toBe((await other.deps.people.read()).size);
    } finally {
      await other.stop();
    }
  });

  it('gives the same list of all while nothing of it changes, and another once it does', async () => {
    const { store } = empty.stack;
    const all = await store.all(personDocument);
    expect(await store.all(personDocument)).toBe(all);
    const [one] = all;
    if (!one) throw new Error('nobody');
    const said = recordFact(boardChanged, {
      ...{ at: empty.stack.deps.clock.now(), by: 'test', about: [] },
      data: { channel: 'C1', became: 'on' },
    });
    const value = { ...one.value, name: 'Another' };
    await store.commit({
      put: [put(personDocument, one.id, value, one.version)],
      facts: [said],
    });
    const after = await store.all(personDocument);
    expect(after).not.toBe(all);
    expect(after.find(({ id }) => id === one.id)?.value.name).toBe('Another');
    expect(await store.readAll(personDocument)).toEqual(expect.arrayContaining([...after]));
  });
});
