/**
 * An event of many days on a real database, by the bot's own commands and jobs, with a clock that goes from one thing
 * that is due to the next: what is left of a day when it is over, and how much of it. Slack and the phones are faked.
 */
import type { Redis } from 'ioredis';
import { incident as incidentCommand } from '../../commands/incident/command.ts';
import { page as pageCommand } from '../../commands/page/command.ts';
import { jobs } from '../../jobs/index.ts';
import { DocumentCaches } from '../../src/adapters/redis/mirror.ts';
import { RedisStore } from '../../src/adapters/redis/store.ts';
import { cardsCountedWith } from '../../src/callboard/cards/count.ts';
import { readOnce } from '../../src/callboard/domain/text.ts';
import { countedWith } from '../../src/callboard/promises/count.ts';
import { atStart } from '../../src/chores.ts';
import { put, recordFact } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import type { Archive, ArchivePlace } from '../../src/core/ports/archive.ts';
import { policyChanged } from '../../src/page/domain/facts.ts';
import { roleDocument, shiftDocument } from '../../src/rota/domain/shift.ts';
import { fakeEvent, fakeWorld, somebody, type World } from './fake-deps.ts';
import type { MemoryStore } from './memory-store.ts';
import { publishDraft } from './publish.ts';
import { testSealer } from './sealer.ts';

const ROOM = 'Main stage';
const START = '2019-01-01T06:00:00Z';

const phone = (number: string) => ({ phone: { number, verifiedAt: '2018-12-01T00:00:00Z' } });

/** Files in memory, unlocked; `before` may throw, or wait, as a place does that is away. */
export class MemoryPlace implements ArchivePlace {
  readonly files = new Map<string, Uint8Array>();
  writes = 0;
  before: (what: 'read' | 'write', day: string) => Promise<void> | void = () => {};
  async read(day: string): Promise<Uint8Array | undefined> {
    await this.before('read', day);
    return this.files.get(day);
  }
  async write(day: string, file: Uint8Array): Promise<void> {
    await this.before('write', day);
    this.writes++;
    this.files.set(day, file);
  }
}

interface LongEvent {
  readonly world: World;
  readonly store: RedisStore;
  readonly place: MemoryPlace;
  readonly archive: Archive;
  /**
   * Goes on for a day: so many pages, each answered and resolved, and all that happens beside them.
   *
   * @param everyDays - An incident each so many days, 7 unless told; 0 for none.
   */
  day(pages: number, everyDays?: number): Promise<void>;
}

export interface EventSize {
  /** Bytes of all keys of the event, as MEMORY USAGE says. */
  readonly bytes: number;
  /** Of those, by what the key is: `ledger`, `about`, `doc:page`, `index:page`. */
  readonly bytesOf: Readonly<Record<string, number>>;
  readonly keys: number;
  readonly facts: number;
  /** Documents by kind. */
  readonly documents: Readonly<Record<string, number>>;
  /** Jobs that wait. */
  readonly jobs: number;
  /** Fields of counts. */
  readonly counts: number;
}

/** @param afterDays - undefined: nothing is archived */
export async function longEvent(
  redis: Redis,
  event: string,
  afterDays: number | undefined,
): Promise<LongEvent> {
  const store = new RedisStore(redis, event, testSealer);
  const caches = new DocumentCaches(store);
  const place = new MemoryPlace();
  const archive: Archive = { afterDays: afterDays ?? 0, ledger: store.archivable(), place };
  const people = [
    somebody('UORG', { name: 'Olga', ...phone('+12025550101') }),
    somebody('UVOL', { name: 'Vera', ...phone('+12025550111') }),
    somebody('UANY', { name: 'Ana' }),
  ];
  const rooms = [{ name: ROOM, channel: 'CSTAGE', aliases: ['stage-main'] }];
  const asStore = Object.assign(store, { mirror: caches.of.bind(caches) }) as unknown as MemoryStore;
  const world = await fakeWorld(START, people, fakeEvent({ rooms, cards: true }), asStore);
  if (afterDays !== undefined) Object.assign(world.deps, { archive });
  const { deps, clock } = world;
  const settings = {
    peek: async () => new Map([['event', { id: 'event', version: 1, value: await deps.events.settings() }]]),
  };
  store.followedBy(countedWith(clock));
  store.followedBy(cardsCountedWith(settings, clock));
  await store.commit({
    put: [
      put(roleDocument, 'stage', { name: 'stage', leads: ['UORG'] }),
      put(shiftDocument, 'H1', {
        ...{ code: 'H1', role: 'stage', room: ROOM, min: 1 },
        ...{ start: START, end: '2021-01-01T00:00:00Z' },
        assignments: [{ person: 'UVOL', state: 'accepted' }],
      }),
    ],
    facts: [recordFact(policyChanged, { at: clock.now(), by: 'test', about: [], data: { policy: 'none' } })],
  });
  await atStart(deps);
  let days = 0;
  return {
    ...{ world, store, place, archive },
    async day(pages, everyDays = 7) {
      days++;
      await world.advance('PT3H', jobs);
      for (let i = 0; i < pages; i++) await onePage(world, days * 1000 + i);
      await oneText(deps, days);
      if (everyDays > 0 && days % everyDays === 3 % everyDays) await oneIncident(world);
      await world.advance('PT20H', jobs);
      // To the same hour of the next day.
      const next = clock.now().round({ smallestUnit: 'hour' });
      clock.t = next.add({ hours: (30 - next.toZonedDateTimeISO('UTC').hour) % 24 });
    },
  };
}

async function onePage(world: World, number: number): Promise<void> {
  await world.type('UANY', pageCommand, `stage-main The microphone hums, for the ${number}th time`);
  await world.settle(jobs);
  const [open] = (await world.deps.store.outbox()).flatMap(
    ({ id }) => /^escalate:(P\d+):/.exec(id)?.[1] ?? [],
  );
  if (open === undefined) throw new Error('no page is open');
  await world.advance('PT1M', jobs);
  await world.type('UVOL', pageCommand, `ack ${open}`);
  await world.advance('PT4M', jobs);
  await world.type('UVOL', pageCommand, `resolve ${open} It was the cable`);
  await world.advance('PT1M', jobs);
}

const oneText = async ({ store, clock }: Deps, day: number): Promise<unknown> =>
  await store.commit(readOnce(`SM${day}`, 'UVOL', '', clock.now()));

async function oneIncident(world: World): Promise<void> {
  await world.type('UORG', incidentCommand, 'declare sev2 Power cut in main');
  const code = `I${await world.deps.store.next('incident', 0)}`;
  await world.advance('PT10M', jobs);
  await world.type('UORG', incidentCommand, `resolve ${code} A breaker`);
  await world.advance('PT1H', jobs);
  await publishDraft(world, 'UORG', code);
  await world.advance('PT1M', jobs);
}

/** What the database holds of an event. */
export async function sizeOf(redis: Redis, store: RedisStore): Promise<EventSize> {
  const keys: string[] = [];
  for (let cursor = '0'; ; ) {
    const [next, some] = await redis.scan(cursor, 'MATCH', `${store.prefix}:*`, 'COUNT', 1000);
    keys.push(...some);
    cursor = next;
    if (cursor === '0') break;
  }
  const bytes = await Promise.all(keys.map((key) => redis.memory('USAGE', key, 'SAMPLES', 0)));
  const documents: Record<string, number> = {};
  for (const key of keys) {
    const kind = key.split(':doc:')[1];
    if (kind !== undefined) documents[kind] = await redis.hlen(key);
  }
  const bytesOf: Record<string, number> = {};
  for (const [i, key] of keys.entries()) {
    const [first = '', second = ''] = key.slice(store.prefix.length + 1).split(':');
    const of = /^(?:doc|index|indexed)$/.test(first) ? `${first}:${second}` : first;
    bytesOf[of] = (bytesOf[of] ?? 0) + (bytes[i] ?? 0);
  }
  return {
    bytesOf,
    bytes: bytes.reduce<number>((sum, one) => sum + (one ?? 0), 0),
    keys: keys.length,
    facts: (await store.ledgerSize()).facts,
    documents,
    jobs: await redis.hlen(`${store.prefix}:outbox:jobs`),
    counts: await redis.hlen(`${store.prefix}:sequences`),
  };
}
