/**
 * 1,000 speakers reminded in the same second, from the outbox to the message leaving; beside bare BullMQ whose
 * delayed jobs do the same (read, judge, render, send, record), and beside bare BullMQ whose jobs do nothing.
 */
import { type ConnectionOptions, Queue, Worker } from 'bullmq';
import type { Temporal } from 'temporal-polyfill';
import remindSpeaker from '../jobs/speakers/remind.ts';
import { Dispatcher } from '../src/adapters/queue/dispatcher.ts';
import type { RedisClient } from '../src/adapters/redis/client.ts';
import { connectForRequests, connectForWorkers } from '../src/adapters/redis/connect.ts';
import { DocumentCaches } from '../src/adapters/redis/mirror.ts';
import { RedisStore } from '../src/adapters/redis/store.ts';
import { type Session, sessionDocument } from '../src/agenda/domain/session.ts';
import type { Person } from '../src/callboard/domain/person.ts';
import { realClock } from '../src/core/clock.ts';
import { type JobPut, put, recordFact } from '../src/core/commit.ts';
import type { Deps } from '../src/core/deps.ts';
import { instantText } from '../src/core/instant.ts';
import { runJob } from '../src/core/run-job.ts';
import { roleDocument, shiftDocument } from '../src/rota/domain/shift.ts';
import { attendanceDocument } from '../src/speakers/domain/attendance.ts';
import { planChanged } from '../src/speakers/domain/facts.ts';
import { linksById, type SpeakerLink, speakerLinkDocument } from '../src/speakers/domain/link.ts';
import { defaultPlan } from '../src/speakers/domain/plan.ts';
import { planReminders } from '../src/speakers/domain/reminders.ts';
import { fakeEvent } from '../test/support/fake-deps.ts';
import { startRedis } from '../test/support/redis.ts';
import { testSealer } from '../test/support/sealer.ts';
import { type Benchmark, type Figure, measured, percentile } from './figure.ts';

export const SPEAKERS = 1000;
/** Time to put everything in place before it falls due. */
const LEAD_SECONDS = 4;
const log = { debug() {}, info() {}, warn() {}, error() {} };

/** A conference in which everybody speaks at the same minute, half an hour after `at`. */
export function everybody(at: Temporal.Instant) {
  const start = at.add({ minutes: 30 });
  const numbers = Array.from({ length: SPEAKERS }, (_, i) => i + 1);
  const sessions = numbers.map(
    (n): Session => ({
      code: `S${n}`,
      guid: `S${n}`,
      title: `Talk ${n}`,
      room: `Room ${n}`,
      start: instantText(start),
      end: instantText(start.add({ minutes: 40 })),
      state: 'scheduled',
      speakers: [{ id: `ref-${n}`, name: `Speaker ${n}` }],
    }),
  );
  const people = numbers.map(
    (n): Person => ({ id: `U${n}`, slack: `U${n}`, name: `Speaker ${n}`, zone: 'Europe/Madrid' }),
  );
  const links = numbers.map(
    (n): SpeakerLink => ({
      speaker: `ref-${n}`,
      name: `Speaker ${n}`,
      person: `U${n}`,
      how: 'name',
      by: 'bench',
      at: instantText(at),
    }),
  );
  return { sessions, people, links };
}

interface Conference {
  readonly store: RedisStore;
  readonly deps: Deps;
  readonly requests: RedisClient;
  readonly workers: RedisClient;
  /** The reminders as they are planned, all due at the same moment. */
  readonly jobs: readonly JobPut[];
  /** Milliseconds late, of each message that has left. */
  readonly late: number[];
  close(): void;
}

/** A conference of its own, everything in place, so many seconds before its reminders are due. */
async function prepare(url: string, name: string): Promise<Conference> {
  const requests = connectForRequests(url);
  const workers = connectForWorkers(url);
  await requests.connect();
  const store = new RedisStore(requests, name, testSealer);
  const mirrors = new DocumentCaches(store);
  const event = fakeEvent();
  const at = realClock.now().add({ seconds: LEAD_SECONDS });
  const { sessions, people, links } = everybody(at);
  const byId = new Map(people.map((person) => [person.id, person]));
  const facts = [recordFact(planChanged, { at, by: 'bench', about: [], data: { fields: [] } })];
  await store.commit({
    put: [
      ...sessions.map((session) => put(sessionDocument, session.code, session)),
      ...links.map((link) => put(speakerLinkDocument, link.speaker, link)),
    ],
    facts,
  });
  const plan = { ...defaultPlan, reminders: [30], checkIn: 0 };
  const planning = { sessions, links: linksById(links), plan, records: new Map(), people: byId };
  const { jobs } = planReminders({ ...planning, zone: event.zone, now: realClock.now() });
  const late: number[] = [];
  const deps = {
    clock: realClock,
    store,
    log,
    chat: {
      dm: async (user: string) => {
        late.push(Date.now() - at.epochMilliseconds);
        return { channel: `D${user}`, ts: '1.0' };
      },
      // Asked on a machine so busy that a lease has run out: then it is sent again, and counted once.
      sentBefore: async () => undefined,
    },
    directory: { person: async (id: string) => byId.get(id) },
    events: { settings: async () => event },
    sessions: mirrors.of(sessionDocument),
    shifts: mirrors.of(shiftDocument),
    roles: mirrors.of(roleDocument),
    channels: [],
  } as unknown as Deps;
  const close = () => {
    requests.disconnect();
    workers.disconnect();
  };
  return { store, deps, requests, workers, jobs, late, close };
}

/** Calls back `SPEAKERS` times, then resolves. */
function countdown(): { readonly one: () => void; readonly all: Promise<void> } {
  let left = SPEAKERS;
  let done: () => void = () => {};
  const all = new Promise<void>((resolve) => {
    done = resolve;
  });
  return { one: () => void (--left === 0 && done()), all };
}

const connection = (redis: RedisClient) => redis as unknown as ConnectionOptions;

/** BullMQ alone: its own delays, no outbox and no lease. `work` is what a job does. */
async function bullmq(it: Conference, name: string, work: (data: JobPut['data']) => Promise<void>) {
  const { one, all } = countdown();
  const queue = new Queue<{ data: unknown }>(name, { connection: connection(it.requests) });
  const options = { connection: connection(it.workers), concurrency: 50 };
  const worker = new Worker<{ data: unknown }>(
    name,
    async ({ data }) => work(data.data).finally(one),
    options,
  );
  await worker.waitUntilReady();
  await queue.addBulk(
    it.jobs.map(({ at, data }) => ({
      name: 'work',
      data: { data },
      opts: { delay: Math.max(0, at.epochMilliseconds - Date.now()), removeOnComplete: true },
    })),
  );
  await all;
  await worker.close();
  await queue.close();
  it.close();
}

type Measure = (url: string, round: number) => Promise<number[]>;

async function empty(url: string, round: number): Promise<number[]> {
  const it = await prepare(url, `bench-empty-${round}`);
  const at = it.jobs[0]?.at.epochMilliseconds ?? 0;
  await bullmq(it, `empty-${round}`, async () => void it.late.push(Date.now() - at));
  return it.late;
}

async function sameWork(url: string, round: number): Promise<number[]> {
  const it = await prepare(url, `bench-same-${round}`);
  await bullmq(it, `same-${round}`, async (data) => {
    const run = { id: '', attempt: 1, lastAttempt: false, mayHaveRunBefore: false };
    // Records what it did as the outbox would, but has no jobs there.
    const { jobs: _, ...change } = (await remindSpeaker.run(data, it.deps, run)) ?? {};
    await it.store.commit(change);
  });
  return it.late;
}

/** Reminds all in an event of that name. @param around - Is given the work, from the first claim to the last record. */
export async function remindEverybody(
  url: string,
  event: string,
  around = (work: () => Promise<void>): Promise<void> => work(),
): Promise<number[]> {
  const it = await prepare(url, event);
  const { one, all } = countdown();
  await it.store.commit({ jobs: it.jobs });
  const over = new Set<string>();
  const dispatcher = new Dispatcher({
    outbox: it.store,
    clock: realClock,
    log,
    event,
    requests: it.requests,
    workers: it.workers,
    run: async (handed) => {
      // The board's refresh is housekeeping of another queue, and not what is measured.
      if (handed.name !== remindSpeaker.kind.name)
        return void (await it.store.commit({ done: { id: handed.id, revision: handed.revision } }));
      const outcome = await runJob(handed, remindSpeaker, it.deps);
      // On a machine so busy that a lease runs out, a job may be run twice; one that is tried again is not over.
      if (outcome !== 'again' && !over.has(handed.id)) one();
      if (outcome !== 'again') over.add(handed.id);
    },
  });
  await around(async () => {
    dispatcher.start();
    await all;
  });
  const recorded = (await it.store.all(attendanceDocument)).length;
  if (recorded !== SPEAKERS || it.late.length < SPEAKERS)
    throw new Error(`${it.late.length} sent, ${recorded} recorded`);
  await dispatcher.stop();
  it.close();
  return it.late;
}

const ours: Measure = (url, round) => remindEverybody(url, `bench-speakers-${round}`);

const beside = (what: string, ours: number, bare: number, most?: number): Figure =>
  measured({
    what,
    unit: 'ms',
    ours,
    bare,
    ...(most !== undefined && { goal: { of: 'ratio', most, beside: 'bare BullMQ' } }),
  });

export const speakers: Benchmark = {
  name: 'speakers',
  async run(): Promise<readonly Figure[]> {
    const redis = await startRedis();
    try {
      const p99 = async (measure: Measure, round: number) =>
        percentile(await measure(redis.url, round), 0.99);
      // Once each to warm up, so that whoever goes last has no advantage.
      for (const measure of [empty, sameWork, ours]) await measure(redis.url, 1);
      const [nothing, same, mine] = [await p99(empty, 2), await p99(sameWork, 2), await p99(ours, 2)];
      const what = '1,000 reminders due in the same second: lateness p99 of the message leaving';
      return [
        beside(what, mine, same, 1.2),
        beside('the same beside BullMQ jobs that do nothing', mine, nothing),
      ];
    } finally {
      await redis.stop();
    }
  },
};
