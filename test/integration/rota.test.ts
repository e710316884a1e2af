/** The rota on a real Redis: races between processes, and plans of hundreds of shifts in one commit. */
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rota } from '../../commands/rota/command.ts';
import { jobs } from '../../jobs/index.ts';
import { DocumentCaches } from '../../src/adapters/redis/mirror.ts';
import { RedisStore } from '../../src/adapters/redis/store.ts';
import { sessionDocument } from '../../src/agenda/domain/session.ts';
import type { CommandInvocation, Reply } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import { runCommand } from '../../src/core/run-command.ts';
import { runJob } from '../../src/core/run-job.ts';
import { coverDocument } from '../../src/rota/domain/cover.ts';
import { roleDocument, shiftDocument } from '../../src/rota/domain/shift.ts';
import { fakeEvent, fakeWorld, somebody, type World } from '../support/fake-deps.ts';
import { hasRedis, type PrivateRedis, startRedis } from '../support/redis.ts';
import { testSealer } from '../support/sealer.ts';

const PEOPLE = ['UORG', ...Array.from({ length: 12 }, (_, index) => `U${index + 10}`)];
const EVENT = fakeEvent({ rooms: [{ name: 'Main hall' }], crew: PEOPLE });
const LIMITS = { pages: 9, reminders: 9, chores: 9, webhooks: 9 };

describe.skipIf(!hasRedis)('the rota on Redis', () => {
  let server: PrivateRedis;
  let redis: Redis;
  let world: World;
  let events = 0;
  beforeAll(async () => {
    server = await startRedis();
    redis = await server.connect();
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    world = await fakeWorld(
      '2019-06-05T08:00:00Z',
      PEOPLE.map((id) => somebody(id)),
      EVENT,
    );
    events++;
  });

  /** What one process of several has: its own mirrors, the same Redis. */
  function process(): Deps & { readonly store: RedisStore } {
    const store = new RedisStore(redis, `rota${events}`, testSealer);
    const mirrors = new DocumentCaches(store);
    return {
      ...world.deps,
      store,
      shifts: mirrors.of(shiftDocument),
      roles: mirrors.of(roleDocument),
      sessions: mirrors.of(sessionDocument),
    };
  }

  async function type(deps: Deps, person: string, text: string): Promise<Reply> {
    const call: CommandInvocation = {
      ...(await world.asking(person)),
      text,
      channel: 'C1',
      progress: async () => {},
    };
    return await runCommand(rota, call, deps);
  }
  async function press(deps: Deps, person: string, action: string, value: string): Promise<Reply> {
    const asking = await world.asking(person);
    return await rota.buttons?.[action]?.run(
      { ...asking, value, at: { channel: 'D1', ts: '1.1' }, progress: async () => {} },
      deps,
    );
  }
  async function settle(deps: Deps & { readonly store: RedisStore }): Promise<void> {
    for (;;) {
      const { jobs: handed } = await deps.store.claim(world.clock.now(), LIMITS);
      if (handed.length === 0) return;
      for (const one of handed)
        if (await deps.store.acquireOrRenewLease(one))
          await runJob(
            one,
            jobs.find(({ kind }) => kind.name === one.name),
            deps,
          );
    }
  }

  it('of many who take a cover at once, in several processes, exactly one has it', async () => {
    const [one, two, three] = [process(), process(), process()];
    await type(one, 'UORG', 'add Stage in main 14:00-16:00 <@U10>');
    for (const id of PEOPLE.slice(2)) await type(one, 'UORG', `add Door 18:00-19:00 <@${id}>`);
    await type(two, 'U10', 'cover H1 ill');
    await settle(one);
    const [cover] = await one.store.all(coverDocument);
    const replies = await Promise.all(
      PEOPLE.slice(2).map((id, index) =>
        press([one, two, three][index % 3] ?? one, id, 'rota.cover-take', cover?.id ?? ''),
      ),
    );
    const texts = replies.map((reply) => JSON.stringify(reply));
    expect(texts.filter((text) => text.includes('It is yours'))).toHaveLength(1);
    expect(texts.filter((text) => text.includes('was faster'))).toHaveLength(PEOPLE.length - 3);
    const shift = (await three.shifts.read()).get('H1')?.value;
    expect(shift?.assignments.filter(({ state }) => state === 'accepted')).toHaveLength(1);
  });

  it('the last place of a shift goes to one of those who take it at once', async () => {
    const [one, two] = [process(), process()];
    await type(one, 'UORG', 'add Stage in main 14:00-16:00 x2');
    await Promise.all(PEOPLE.slice(1).map((id, index) => type(index % 2 ? one : two, id, 'take H1')));
    const shift = (await one.shifts.read()).get('H1')?.value;
    expect(shift?.assignments).toHaveLength(2);
  });

  it('imports 700 shifts in one commit, and the same plan pressed twice at once is applied once', async () => {
    const [one, two] = [process(), process()];
    const rows = Array.from({ length: 700 }, (_, index) => {
      const start = new Date(Date.parse('2019-06-06T06:00:00Z') + index * 900_000).toISOString();
      const end = new Date(Date.parse(start) + 7_200_000).toISOString();
      return `Door,Gate ${index % 9},${start},${end},1`;
    });
    const values = { text: { value: `role,room,start,end,min\n${rows.join('\n')}` } };
    const asking = await world.asking('UORG');
    const preview = (await rota.modals?.['rota.import']?.run(
      { ...asking, values, meta: '' },
      one,
    )) as Message;
    const plan = /"rota\.apply"[\s\S]*?"value":"([^"]+)"/.exec(JSON.stringify(preview))?.[1] ?? '';
    const begun = performance.now();
    const replies = await Promise.all([
      press(one, 'UORG', 'rota.apply', plan),
      press(two, 'UORG', 'rota.apply', plan),
    ]);
    console.log(`700 shifts applied in ${(performance.now() - begun).toFixed(0)} ms`);
    expect(replies.filter((reply) => JSON.stringify(reply).includes('Applied: 700'))).toHaveLength(1);
    expect((await two.shifts.read()).size).toBe(700);
  });
});
