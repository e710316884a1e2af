import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createUnderWay } from '../../../src/adapters/slack/under-way.ts';
import { createAttendanceWatch } from '../../../src/callboard/unattended.ts';
import { dueElsewhere } from '../../../src/compose/life.ts';
import { drainWeb, stopBudget } from '../../../src/compose/stop.ts';
import { readConfig } from '../../../src/config.ts';
import { jobKind, type QueueName, scheduleJob } from '../../../src/core/commit.ts';
import { heardUnattended, type LivingProcess, unattendedQueues } from '../../../src/core/ports/processes.ts';
import { fakeWorld } from '../../support/fake-deps.ts';

const SLACK = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', REDIS_URL: 'redis://127.0.0.1:6379' };
const problemsOf = (env: Readonly<Record<string, string | undefined>>): readonly string[] => {
  const read = readConfig({ ...SLACK, ...env });
  return 'problems' in read ? read.problems : [];
};

describe('the role of a process', () => {
  it('is all, with all queues, unless told', () => {
    const read = readConfig(SLACK);
    expect('config' in read && [read.config.CALLBOARD_ROLE, read.config.CALLBOARD_QUEUES]).toEqual([
      'all',
      undefined,
    ]);
  });

  it('takes the queues of a worker in any order, once each', () => {
    const read = readConfig({ ...SLACK, CALLBOARD_ROLE: 'worker', CALLBOARD_QUEUES: 'chores, pages chores' });
    expect('config' in read && read.config.CALLBOARD_QUEUES).toEqual(['pages', 'chores']);
  });

  it.each([
    [{ CALLBOARD_ROLE: 'queen' }, 'CALLBOARD_ROLE: one of web, worker, all'],
    [
      { CALLBOARD_ROLE: 'worker', CALLBOARD_QUEUES: 'pages,page' },
      'CALLBOARD_QUEUES: no queue is called page; there are pages, reminders, chores, webhooks',
    ],
    [
      { CALLBOARD_ROLE: 'web', CALLBOARD_QUEUES: 'pages' },
      'CALLBOARD_QUEUES: a web runs no jobs; leave it out, or set CALLBOARD_ROLE to worker or all',
    ],
    [{ CALLBOARD_QUEUES: ',' }, 'CALLBOARD_QUEUES: name a queue, or leave it out for all of them'],
    [
      { CALLBOARD_SANDBOX: '1', CALLBOARD_ROLE: 'web' },
      'CALLBOARD_ROLE: the sandbox is one process that does everything; leave out role and queues',
    ],
  ])('says what is wrong with %j', (env, problem) => {
    expect(problemsOf(env)).toContain(problem);
  });
});

const queueOf = (queue: QueueName) =>
  jobKind({ name: queue, queue, schema: z.object({}), retry: { attempts: 1, backoff: 1 }, id: () => queue });

describe('what is due elsewhere', () => {
  const now = Temporal.Instant.from('2026-06-05T08:00:00Z');
  const jobs = [
    scheduleJob(queueOf('pages'), now, {}),
    scheduleJob(queueOf('chores'), now.add({ milliseconds: 400 }), {}),
    scheduleJob(queueOf('webhooks'), now.add({ seconds: 2 }), {}),
  ];

  it('is what is due before anybody looks by themself, of queues that are not run here', () => {
    expect([...dueElsewhere({ jobs }, [], now)]).toEqual(['pages', 'chores']);
    expect([...dueElsewhere({ jobs }, ['pages'], now)]).toEqual(['chores']);
    expect([...dueElsewhere({}, [], now)]).toEqual([]);
  });
});

describe('queues that nobody runs', () => {
  const worker = (queues: QueueName[]): LivingProcess => ({
    id: 'w',
    role: 'worker',
    queues,
    connected: false,
  });

  it('are those of no living process', () => {
    expect(unattendedQueues([worker(['pages']), worker([])], ['pages', 'chores'])).toEqual(['chores']);
  });

  it('are not known to whoever heard nothing, and never those that it runs itself', () => {
    const all: QueueName[] = ['pages', 'chores', 'webhooks'];
    expect(heardUnattended([worker(['chores'])], all, [])).toEqual(['pages', 'webhooks']);
    // It says of itself that it runs none any more once it is stopping, and goes on for a while.
    expect(heardUnattended([worker([])], all, ['pages'])).toEqual(['chores', 'webhooks']);
    expect(heardUnattended(undefined, all, [])).toEqual([]);
  });

  it('are told to the organizers after half a minute, once by all processes, and again while it lasts', async () => {
    const { deps, chat, logged } = await fakeWorld();
    let unattended: QueueName[] = ['pages'];
    let passed = 0;
    const seen = new Set<string>();
    const first = async (key: string) => {
      const isNew = !seen.has(key);
      seen.add(key);
      return isNew;
    };
    const watching = { ...deps, unattended: async () => unattended };
    const looks = [1, 2].map(() => createAttendanceWatch(watching, first, () => passed));
    const lookAll = async (at: number) => {
      passed = at;
      for (const look of looks) await look();
    };
    await lookAll(0);
    await lookAll(29_000);
    expect(chat.sent).toEqual([]);
    await lookAll(31_000);
    await lookAll(41_000);
    const told = chat.sent.filter((one) => JSON.stringify(one).includes('Nobody runs the queue'));
    expect(told).toHaveLength(1);
    expect(logged.filter(({ level }) => level === 'error')).toHaveLength(2);
    unattended = [];
    await lookAll(51_000);
    expect(logged.at(-1)).toMatchObject({ level: 'info', data: { queues: 'pages' } });
  });
});

describe('the end of a web', () => {
  const silent = { debug() {}, info() {}, warn() {}, error() {} };
  const drained = async (others: LivingProcess[], seconds: number) => {
    const stopped: string[] = [];
    const warned: string[] = [];
    const app = { stop: async () => void stopped.push('slack') };
    const listening = {
      drain: () => void stopped.push('drain'),
      close: async () => void stopped.push('http'),
    };
    const began = performance.now();
    await drainWeb({
      app: app as never,
      listening: listening as never,
      processes: { id: 'me', living: async () => others },
      log: { ...silent, warn: (_data: object, message: string) => void warned.push(message) },
      budget: stopBudget(seconds, true),
    });
    return { stopped, warned, took: performance.now() - began };
  };
  const web = (id: string, connected: boolean): LivingProcess => ({ id, role: 'web', queues: [], connected });

  it('comes once another listens, and when the time for that has passed all the same', async () => {
    const alone = await drained([web('me', true), web('other', false)], 2);
    expect(alone.warned).toHaveLength(1);
    expect(alone.stopped.toSorted()).toEqual(['drain', 'http', 'slack']);
    expect(alone.took).toBeGreaterThanOrEqual(790);
    const relieved = await drained([web('other', true)], 2);
    expect(relieved.warned).toEqual([]);
    expect(relieved.took).toBeGreaterThanOrEqual(490);
  });

  it('waits for nobody where somebody sits before it', () => {
    const budget = stopBudget(8, false, () => 0);
    expect([budget.heardMs, budget.othersMs]).toEqual([0, 0]);
    expect(budget.leftForJobs()).toBe(7_500);
  });
});

describe('what came in from Slack', () => {
  it('is acked, then done, before a process ends', async () => {
    const under = createUnderWay();
    const order: string[] = [];
    const acked = under.received(() => order.push('acked'));
    let finish = () => {};
    const working = under.work(
      new Promise<void>((resolve) => {
        finish = resolve;
      }),
    );
    const until = performance.now() + 60_000;
    const lull = under.lull(until).then(() => order.push('may close'));
    const allDone = under.allDone(until).then(() => order.push('may end'));
    acked();
    await lull;
    expect(order).toEqual(['acked', 'may close']);
    finish();
    await Promise.all([working, allDone]);
    expect(order.at(-1)).toBe('may end');
  });

  it('is not waited for beyond the end', async () => {
    const under = createUnderWay();
    under.received(() => {});
    await under.lull(performance.now() + 10);
    await under.allDone(performance.now() + 10);
  });
});
