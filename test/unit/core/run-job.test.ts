/** However a job fails, it ends: with a fact, and with a word to the organizers unless nobody need act. */
import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { jobs } from '../../../jobs/index.ts';
import { tellOrganizers } from '../../../src/callboard/domain/jobs.ts';
import { type Change, jobKind, put, recordFact, scheduleJob } from '../../../src/core/commit.ts';
import { Conflict, PermanentError, StoreUnavailable } from '../../../src/core/errors.ts';
import { type Job, job } from '../../../src/core/job.ts';
import { withOptimisticRetry } from '../../../src/core/optimistic-retry.ts';
import { quietSet } from '../../../src/page/domain/facts.ts';
import { withdrawNotification } from '../../../src/page/domain/jobs.ts';
import { quietDocument } from '../../../src/page/domain/page.ts';
import { fakeWorld, type World } from '../../support/fake-deps.ts';

const work = jobKind({
  name: 'work',
  queue: 'chores',
  retry: { attempts: 2, backoff: 1 },
  schema: z.object({ n: z.number() }),
  id: ({ n }: { n: number }) => `work:${n}`,
});
type Failed = NonNullable<Job<{ n: number }>['failed']>;

const quietOf = (room: string) => ({ room, until: '2019-06-05T09:00:00Z', by: 'UORG' });

describe('a job that fails for good', () => {
  let world: World;
  beforeEach(async () => {
    world = await fakeWorld();
  });
  const broken = (failed?: Failed): Job =>
    job({
      kind: work,
      run: async () => {
        throw new PermanentError('no-use');
      },
      ...(failed && { failed }),
    });
  const runWith = async (handler: Job, data: unknown = { n: 1 }) => {
    await world.store.commit({ jobs: [{ ...scheduleJob(work, world.clock.now(), { n: 1 }), data }] });
    await world.settle([handler]);
  };
  const codes = async () =>
    (await world.store.facts({ about: 'job:work:1' })).map(({ data }) => (data as { code: string }).code);
  const notices = () =>
    world.logged.filter(({ data }) => (data as { name?: string }).name === tellOrganizers.name);

  /** Here the organizers' notice has no handler, so that it fails too: once a notice, and without another. */
  const told = () => notices().length;

  it.each([
    ['throws', new TypeError('of undefined')],
    ['cannot do it either', new PermanentError('gone')],
    ['always loses', new Conflict('taken')],
  ])('ends although its failed() %s', async (_how, error) => {
    await runWith(
      broken(async () => {
        throw error;
      }),
    );
    expect(await codes()).toEqual(['no-use']);
    expect(told()).toBe(1);
    expect(await world.store.outbox()).toEqual([]);
    expect(world.logged.map(({ message }) => message)).toContain(
      'what a failed job leaves behind could not be recorded',
    );
  });

  it('ends although what failed() gives cannot be committed', async () => {
    const data = { room: 'Hall', until: quietOf('Hall').until };
    const set = recordFact(quietSet, { at: world.clock.now(), by: 'UORG', about: ['room:Hall'], data });
    await world.store.commit({ put: [put(quietDocument, 'Hall', quietOf('Hall'))], facts: [set] });
    await runWith(broken(async () => ({ put: [put(quietDocument, 'Hall', quietOf('Hall'), 0)] })));
    expect(await codes()).toEqual(['no-use']);
    expect(await world.store.outbox()).toEqual([]);
  });

  it('commits what failed() gives beside its own part', async () => {
    await runWith(
      broken(async (): Promise<Change> => ({ put: [put(quietDocument, 'Hall', quietOf('Hall'))] })),
    );
    expect(await codes()).toEqual(['no-use']);
    expect(told()).toBe(1);
    expect((await world.store.get(quietDocument, 'Hall'))?.value.by).toBe('UORG');
  });

  it('whose data does not parse ends, and failed() never sees that data', async () => {
    const seen: unknown[] = [];
    await runWith(
      broken(async (data) => {
        seen.push(data.n.toFixed());
        return undefined;
      }),
      { n: 'one' },
    );
    expect(seen).toEqual([]);
    expect(await codes()).toEqual(['invalid-data']);
    expect(told()).toBe(1);
  });

  it('is no alarm where failed() says quiet; the fact is stated', async () => {
    await runWith(broken(async () => 'quiet'));
    expect(await codes()).toEqual(['no-use']);
    expect(told()).toBe(0);
    expect(await world.store.outbox()).toEqual([]);
  });

  it('waits for the store where that cannot be reached: the lease hands it out again', async () => {
    const gone = broken(async () => {
      throw new StoreUnavailable('gone');
    });
    await expect(runWith(gone)).rejects.toBeInstanceOf(StoreUnavailable);
    expect(await codes()).toEqual([]);
    expect((await world.store.outbox()).map(({ id }) => id)).toEqual(['work:1']);
  });
});

it.each(['poll-notification', 'withdraw-notification'])('%s that fails is no alarm', async (name) => {
  const handler = jobs.find(({ kind }) => kind.name === name);
  const { deps } = await fakeWorld();
  expect(await handler?.failed?.({ notification: 'n1', round: 1 }, 'exhausted', deps)).toBe('quiet');
});

describe('stopping a call', () => {
  const stopping = async (error: Error) => {
    const world = await fakeWorld();
    const { store, deps } = world;
    const handler = jobs.find(({ kind }) => kind.name === withdrawNotification.name);
    const ringing = { id: 'n1', value: { channel: 'voice', state: 'ringing', reference: 'CA1' }, version: 1 };
    const channel = {
      ...world.channels.voice,
      name: 'voice',
      withdraw: async () => {
        throw error;
      },
    };
    const seen = { ...store, get: async () => ringing };
    const run = { id: 'withdraw:n1', attempt: 1, lastAttempt: false, mayHaveRunBefore: false };
    return handler?.run({ notification: 'n1' }, { ...deps, store: seen, channels: [channel] } as never, run);
  };

  it.each(['21220', '20404'])('that is over by then (%s) is no failure', async (code) => {
    await expect(stopping(new PermanentError(code))).resolves.toBeUndefined();
  });

  it('that Twilio refuses otherwise is one', async () => {
    await expect(stopping(new PermanentError('21205'))).rejects.toThrow('21205');
  });
});

describe('withOptimisticRetry', () => {
  it('tells the decision its round, and gives up after ten', async () => {
    const rounds: number[] = [];
    const store = {
      commit: async () => {
        throw new Conflict('taken');
      },
    };
    const deciding = withOptimisticRetry(store, async (round) => {
      rounds.push(round);
      return { change: {}, result: round };
    });
    await expect(deciding).rejects.toBeInstanceOf(Conflict);
    expect(rounds).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });
});
