/** 1,000 speakers reminded in the same second, from the outbox to the message leaving, beside bare BullMQ. */
import { type ConnectionOptions, Queue, Worker } from 'bullmq';
import type { Temporal } from 'temporal-polyfill';
import remindSpeaker from '../jobs/remind-speaker.ts';
import { Dispatcher } from '../src/adapters/queue/dispatcher.ts';
import { connectForRequests, connectForWorkers } from '../src/adapters/redis/connect.ts';
import { Mirrors } from '../src/adapters/redis/mirror.ts';
import { RedisStore } from '../src/adapters/redis/store.ts';
import type { Deps } from '../src/deps.ts';
import { type Session, sessionDocument } from '../src/domain/agenda/session.ts';
import { happened, put } from '../src/domain/commit.ts';
import { instantText } from '../src/domain/instant.ts';
import type { Person } from '../src/domain/people/person.ts';
import { roleDocument, shiftDocument } from '../src/domain/rota/shift.ts';
import { attendanceDocument } from '../src/domain/speakers/attendance.ts';
import { planChanged } from '../src/domain/speakers/facts.ts';
import { linksById, type SpeakerLink, speakerLinkDocument } from '../src/domain/speakers/link.ts';
import { defaultPlan } from '../src/domain/speakers/plan.ts';
import { planReminders } from '../src/domain/speakers/reminders.ts';
import { realClock } from '../src/real-clock.ts';
import { runJob } from '../src/run-job.ts';
import { fakeEvent } from '../test/support/fake-deps.ts';
import { startRedis } from '../test/support/redis.ts';
import { type Benchmark, type Figure, ms, percentile } from './figure.ts';

const SPEAKERS = 1000;
/** Time to put everything in place before it falls due. */
const LEAD_SECONDS = 4;
const log = { debug() {}, info() {}, warn() {}, error() {} };

async function bare(url: string): Promise<number[]> {
  const requests = connectForRequests(url);
  const workers = connectForWorkers(url);
  await requests.connect();
  const late: number[] = [];
  const queue = new Queue<{ at: number }>('bare', { connection: requests as unknown as ConnectionOptions });
  const all = new Promise<void>((done) => {
    const work = async ({ data }: { data: { at: number } }) => {
      if (late.push(Date.now() - data.at) === SPEAKERS) done();
    };
    const worker = new Worker<{ at: number }>('bare', work, {
      connection: workers as unknown as ConnectionOptions,
      concurrency: 50,
    });
    void worker.waitUntilReady();
  });
  const at = Date.now() + LEAD_SECONDS * 1000;
  await queue.addBulk(
    Array.from({ length: SPEAKERS }, () => ({
      name: 'work',
      data: { at },
      opts: { delay: Math.max(0, at - Date.now()), removeOnComplete: true },
    })),
  );
  await all;
  requests.disconnect();
  workers.disconnect();
  return late;
}

/** A conference in which everybody speaks at the same minute, half an hour after `at`. */
function everybody(at: Temporal.Instant) {
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

async function ours(url: string): Promise<{ late: number[]; done: number }> {
  const requests = connectForRequests(url);
  const workers = connectForWorkers(url);
  await requests.connect();
  const store = new RedisStore(requests, 'bench-speakers');
  const mirrors = new Mirrors(store);
  const event = fakeEvent();
  const at = realClock.now().add({ seconds: LEAD_SECONDS });
  const { sessions, people, links } = everybody(at);
  const byId = new Map(people.map((person) => [person.id, person]));
  const facts = [happened(planChanged, { at, by: 'bench', about: [], data: { fields: [] } })];
  await store.commit({
    put: [
      ...sessions.map((session) => put(sessionDocument, session.code, session)),
      ...links.map((link) => put(speakerLinkDocument, link.speaker, link)),
    ],
    facts,
  });
  const plan = { ...defaultPlan, reminders: [30], checkIn: 0 };
  const planning = {
    sessions,
    links: linksById(links),
    plan,
    records: new Map(),
    people: byId,
    zone: event.zone,
  };
  await store.commit({ jobs: planReminders({ ...planning, now: realClock.now() }).jobs });
  const late: number[] = [];
  let finished = 0;
  let everyone: () => void = () => {};
  const all = new Promise<void>((resolve) => {
    everyone = resolve;
  });
  const deps = {
    clock: realClock,
    store,
    log,
    chat: {
      dm: async (user: string) => {
        late.push(Date.now() - at.epochMilliseconds);
        return { channel: `D${user}`, ts: '1.0' };
      },
    },
    directory: { person: async (id: string) => byId.get(id) },
    events: { settings: async () => event },
    sessions: mirrors.of(sessionDocument),
    shifts: mirrors.of(shiftDocument),
    roles: mirrors.of(roleDocument),
    channels: [],
  } as unknown as Deps;
  const dispatcher = new Dispatcher({
    outbox: store,
    clock: realClock,
    log,
    event: 'bench-speakers',
    requests,
    workers,
    run: async (handed) => {
      // The board's refresh is housekeeping of another queue, and not what is measured.
      if (handed.name !== remindSpeaker.kind.name)
        return void (await store.commit({ done: { id: handed.id, generation: handed.generation } }));
      await runJob(handed, remindSpeaker, deps);
      if (++finished === SPEAKERS) everyone();
    },
  });
  dispatcher.start();
  await all;
  const done = Date.now() - at.epochMilliseconds;
  const recorded = (await store.all(attendanceDocument)).length;
  if (recorded !== SPEAKERS || late.length !== SPEAKERS)
    throw new Error(`${late.length} sent, ${recorded} recorded`);
  await dispatcher.stop();
  requests.disconnect();
  workers.disconnect();
  return { late, done };
}

export const speakers: Benchmark = {
  name: 'speakers',
  async run(): Promise<readonly Figure[]> {
    const redis = await startRedis();
    try {
      const plain = await bare(redis.url);
      const { late } = await ours(redis.url);
      const [mine, theirs] = [percentile(late, 0.99), percentile(plain, 0.99)];
      return [
        {
          what: '1,000 reminders due in the same second: lateness p99 of the message leaving',
          ours: ms(mine),
          bare: ms(theirs),
          ratio: mine / theirs,
          goal: '≤ 1.5 × for the jobs alone (row above); these also read, render and record',
          met: mine / theirs <= 1.5,
        },
      ];
    } finally {
      await redis.stop();
    }
  },
};
