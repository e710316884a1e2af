/** The agenda: importing files of 100 to 10,000 sessions, and `/agenda now` on them, over a real Redis. */
import { Temporal } from 'temporal-polyfill';
import { answerQuery } from '../commands/agenda/list.ts';
import { connectForRequests } from '../src/adapters/redis/connect.ts';
import { DocumentCaches } from '../src/adapters/redis/mirror.ts';
import { RedisStore } from '../src/adapters/redis/store.ts';
import { diffAgenda } from '../src/agenda/domain/diff.ts';
import { applyImport } from '../src/agenda/domain/import.ts';
import { type Session, sessionDocument } from '../src/agenda/domain/session.ts';
import { liveSessions, loadAgenda } from '../src/agenda/load.ts';
import { readFile } from '../src/agenda/read-file.ts';
import type { RequestContext } from '../src/core/command.ts';
import type { Deps } from '../src/core/deps.ts';
import { exportFrab } from '../src/formats/frab-export.ts';
import { translator } from '../src/i18n/index.ts';
import { startRedis } from '../test/support/redis.ts';
import { testSealer } from '../test/support/sealer.ts';
import { type Benchmark, type Figure, measured, percentile } from './figure.ts';
import { programme, ROOMS, START } from './programme.ts';

const SIZES = [100, 1000, 10_000] as const;
const ROUNDS = 200;
/** Milliseconds, of DESIGN.md's numbers: for 1,000 sessions, the first time and with one change. */
const FIRST = 500;
const ONE_CHANGE = 100;
const GROWTH = 1.2;

const file = (sessions: readonly Session[]): Uint8Array =>
  new TextEncoder().encode(
    exportFrab({
      title: 'Benchmark',
      zone: 'Europe/Madrid',
      days: [],
      rooms: Array.from({ length: ROOMS }, (_, i) => `Room ${i}`),
      sessions,
      version: '1',
    }),
  );

type Needs = Pick<Deps, 'store' | 'sessions'>;

/** Read, compare and commit, as `import` and `Apply` do; milliseconds. */
async function importFile(bytes: Uint8Array, deps: Needs): Promise<number> {
  const began = performance.now();
  const now = Temporal.Instant.fromEpochMilliseconds(START);
  const parsed = await readFile(bytes, { zone: 'Europe/Madrid' });
  const state = await loadAgenda(deps);
  const diff = diffAgenda(liveSessions(state), parsed, { now });
  const change = applyImport(state, diff, { parsed, by: 'bench', now });
  if (change) await deps.store.commit(change);
  await deps.sessions.read();
  return performance.now() - began;
}

/** The middle of `/agenda now`, asked again and again; milliseconds. */
async function askNow(count: number, deps: Needs): Promise<number> {
  const middle = Temporal.Instant.fromEpochMilliseconds(START + (count / ROOMS / 2) * 30 * 60_000 + 60_000);
  const event = {
    name: 'Bench',
    zone: 'Europe/Madrid',
    language: 'en' as const,
    organizers: [],
    channels: {},
    rooms: [],
  };
  const asking: Pick<RequestContext, 't' | 'locale' | 'zone' | 'now' | 'event'> = {
    t: translator('en'),
    locale: 'en',
    zone: event.zone,
    now: middle,
    event,
  };
  const samples: number[] = [];
  for (let i = 0; i < ROUNDS; i++) {
    const began = performance.now();
    await answerQuery({ q: 'now' }, asking, deps as Deps);
    if (i >= ROUNDS / 10) samples.push(performance.now() - began);
  }
  return percentile(samples, 0.5);
}

async function measure(count: number) {
  const redis = await startRedis();
  const requests = connectForRequests(redis.url);
  await requests.connect();
  try {
    const store = new RedisStore(requests, `bench-agenda-${count}`, testSealer);
    const deps = { store, sessions: new DocumentCaches(store).of(sessionDocument) };
    await deps.sessions.read();
    const sessions = programme(count);
    const first = await importFile(file(sessions), deps);
    const changed = sessions.map((one, i) => (i === 7 ? { ...one, room: 'Room 1' } : one));
    const second = await importFile(file(changed), deps);
    return { count, first, second, now: await askNow(count, deps) };
  } finally {
    requests.disconnect();
    await redis.stop();
  }
}

const figure = (what: string, took: number, most?: number): Figure =>
  measured({ what, unit: 'ms', ours: took, ...(most !== undefined && { goal: { of: 'ours', most } }) });

export const agenda: Benchmark = {
  name: 'agenda',
  async run() {
    const found = [];
    for (const count of SIZES) found.push(await measure(count));
    const [small, middle, large] = found;
    if (!small || !middle || !large) return [];
    return [
      ...found.flatMap(({ count, first, second }) => [
        figure(`import of ${count} sessions, first time`, first, count === 1000 ? FIRST : undefined),
        figure(`import of ${count} sessions, one changed`, second, count === 1000 ? ONE_CHANGE : undefined),
      ]),
      figure('`/agenda now`, 100 sessions, p50', small.now),
      figure('`/agenda now`, 1,000 sessions, p50', middle.now),
      measured({
        what: '`/agenda now`, 10,000 sessions, p50, beside 100',
        unit: 'ms',
        ours: large.now,
        bare: small.now,
        goal: { of: 'ratio', most: GROWTH },
      }),
    ];
  },
};
