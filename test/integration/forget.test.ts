/**
 * Erasure, proven by a search of the whole store: somebody is put into every kind of document, fact and job that
 * is declared, in every text of it; then they are forgotten, and nothing of them is found in any key or value.
 */
import type { Redis } from 'ioredis';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import eraseFactsJob from '../../jobs/callboard/erase-facts.ts';
import { DocumentCaches } from '../../src/adapters/redis/mirror.ts';
import { RedisStore } from '../../src/adapters/redis/store.ts';
import { createEraser, FORGOTTEN } from '../../src/callboard/domain/erase.ts';
import { type Person, personDocument } from '../../src/callboard/domain/person.ts';
import { ERASURES } from '../../src/callboard/erase-documents.ts';
import { eraseFact, OWN_WORDS } from '../../src/callboard/erase-facts.ts';
import { forgetPeople } from '../../src/callboard/forget.ts';
import type { DocumentKind, Fact } from '../../src/core/commit.ts';
import { newId } from '../../src/core/new-id.ts';
import { declaredKinds, made } from '../support/declared-kinds.ts';
import { hasRedis, type PrivateRedis, startRedis } from '../support/redis.ts';
import { testSealer } from '../support/sealer.ts';

const T = Temporal.Instant.from('2019-07-20T08:00:00Z');
const NORA: Person = {
  id: 'U0NORA0001',
  slack: 'U0NORA0001',
  handle: 'nora-n',
  name: 'Nora Nieto',
  email: 'nora.nieto@example.org',
  phone: { number: '+34600123456', verifiedAt: '2019-06-01T08:00:00Z' },
};
/** Of somebody else, whose id begins as hers does, and who stays. */
const OTHER = 'U0NORA00012';
/** As people write about her, in every text there is. */
const ABOUT = `<@${NORA.id}|nora> U0NORA0001 Nora  Nieto, @nora-n, call +34 600 12 34 56 or 600-123-456, Nora.Nieto@example.org, not ${OTHER}`;
const TRACES = /U0NORA0001(?!2)|nora\s+nieto|nora-n\b|600\W?12\W?34\W?56|600-123-456|nora\.nieto@/i;
/** Her own words say nothing of her, and go all the same. */
const WORDS = 'the projector hums and I am tired of it';

const isKeys = ({ name }: { readonly name: string }) => name.startsWith('keys.');

describe.skipIf(!hasRedis)('forgetting somebody', () => {
  let server: PrivateRedis;
  let redis: Redis;
  let store: RedisStore;

  beforeAll(async () => {
    server = await startRedis();
    redis = await server.connect();
    store = new RedisStore(redis, 'erasure', testSealer);
  });
  afterAll(async () => {
    store.close();
    await server.stop();
  });

  /** All that Redis holds, keys and values as they are. */
  const raw = async (): Promise<string> => {
    const lines: string[] = [];
    for (const key of (await redis.keys('*')).sort()) {
      const type = await redis.type(key);
      const value =
        type === 'hash'
          ? await redis.hgetall(key)
          : type === 'stream'
            ? await redis.xrange(key, '-', '+')
            : type === 'list'
              ? await redis.lrange(key, 0, -1)
              : type === 'set'
                ? await redis.smembers(key)
                : type === 'zset'
                  ? await redis.zrange(key, 0, '-1')
                  : await redis.get(key);
      lines.push(`${key} ${JSON.stringify(value)}`);
    }
    return lines.join('\n');
  };

  /** All that the store gives, unsealed, a line each; the keys' own things are left out. */
  const read = async (): Promise<string[]> => {
    const kinds = ERASURES.map(({ kind }) => kind).filter((kind) => !isKeys(kind));
    const documents = await Promise.all(
      kinds.map(async (kind) => (await store.all(kind)).map((one) => [kind.name, one])),
    );
    const facts = (await store.facts()).filter((one) => !isKeys(one));
    const jobs = (await store.outbox()).filter(({ name }) => !name.startsWith('keys.'));
    return [...documents.flat(), ...facts, ...jobs].map((one) => JSON.stringify(one));
  };

  it('leaves nothing of them in any document, fact, job, key or index', { timeout: 240_000 }, async () => {
    const kinds = await declaredKinds();
    // The bot's own keys, of push messages and of the archive, hold nobody's words, and would be broken by a name in them that is none.
    const others = new Set(['forgotten', 'push-keys', 'archive-key']);
    const documents = kinds.documents.filter((kind) => !isKeys(kind) && !others.has(kind.name));
    const facts = kinds.facts
      .filter((kind) => !isKeys(kind))
      .flatMap((kind): Fact[] => {
        const stated = { name: kind.name, at: T, ...(kind.sealed && { sealed: kind.sealed }) };
        const about = [`person:${NORA.id}`, `person:${OTHER}`];
        const fields = (Object.hasOwn(OWN_WORDS, kind.name) && OWN_WORDS[kind.name]) || [];
        const plain = made(kind, 'K1') as object;
        const own = {
          ...plain,
          // A message that somebody else marked is words of whoever wrote it.
          ...('author' in plain && { author: NORA.id }),
          ...Object.fromEntries(fields.map((field) => [field, WORDS])),
        };
        return [
          { ...stated, by: NORA.id, about, data: made(kind, ABOUT) },
          ...(fields.length > 0 ? [{ ...stated, by: NORA.id, about: [], data: own }] : []),
        ];
      });
    const put = (kind: DocumentKind<unknown>, id: string, value: unknown) => ({
      kind,
      id,
      value,
      version: 0,
    });
    await store.commit({
      put: [
        put(personDocument as never, NORA.id, NORA),
        put(personDocument as never, OTHER, {
          id: OTHER,
          name: 'Otto Other',
          phone: { number: '+34600999888' },
        }),
        ...documents.flatMap((kind) => [
          put(kind, 'K1', made(kind, ABOUT)),
          put(kind, `S1:${NORA.id}`, made(kind, WORDS)),
        ]),
        ...documents
          .filter(({ name }) => name !== 'person')
          .map((kind) => put(kind, NORA.id, made(kind, NORA.id))),
      ],
      facts,
      jobs: kinds.jobs
        .filter((kind) => kind.name !== 'erase-facts' && kind.name !== 'erase-archives' && !isKeys(kind))
        .map(({ name, queue, ...kind }) => ({
          id: `${name}:${NORA.id}`,
          name,
          queue,
          at: T,
          data: made({ name, ...kind }, ABOUT),
        })),
    });
    const before = await read();
    // It cannot pass by finding nothing: each kind has her in it.
    const found = new Set(
      before.filter((line) => TRACES.test(line)).map((line) => /[\w.-]+/.exec(line)?.[0]),
    );
    expect(found.size).toBeGreaterThan(40);
    expect(await redis.keys('*600123456*')).toEqual([]);

    const gone = await forgetPeople([NORA], { store, newId }, { by: 'U0ORG', why: 'asked', now: T });
    expect(Object.keys(gone.documents).length).toBeGreaterThan(40);
    const [job] = (await store.outbox()).filter(({ name }) => name === 'erase-facts');
    const data = eraseFactsJob.kind.schema.parse(job?.data);
    const deps = { store, clock: { now: () => T } } as never;
    const change = await eraseFactsJob.run(data, deps, {} as never);
    await store.commit({ ...change, jobs: [{ cancel: job?.id ?? '' }] });

    const after = await read();
    expect(after.filter((line) => TRACES.test(line))).toEqual([]);
    expect(after.filter((line) => line.includes(WORDS))).toEqual([]);
    const stored = await raw();
    expect(stored).not.toMatch(TRACES);
    // Whoever only looks alike is where they were.
    expect((await store.get(personDocument, OTHER))?.value.phone?.number).toBe('+34600999888');
    expect((await store.facts({ about: `person:${OTHER}` })).length).toBeGreaterThan(60);
    expect(await store.find(personDocument, 'phone:+34600123456')).toEqual([]);
    const said = after.find((line) => line.includes('person.forgotten'));
    expect(said).toContain('"why":"asked"');
    expect(after.join()).toContain(FORGOTTEN);
  });

  it('rewrites a ledger that goes on growing: no fact is lost, doubled or out of order, and mirrors follow', async () => {
    const busy = new RedisStore(redis, 'busy', testSealer);
    const people = new DocumentCaches(busy).of(personDocument);
    const state = (n: number, by: string): Fact => ({
      name: 'page.noted',
      at: T,
      by,
      about: [`n:${by}`],
      data: { n },
    });
    for (let n = 0; n < 1200; n += 100)
      await busy.commit({ facts: Array.from({ length: 100 }, (_, i) => state(n + i, i % 2 ? 'U1' : 'U2')) });
    await busy.commit({
      put: [{ kind: personDocument as never, id: 'U1', value: { id: 'U1', name: 'Una' }, version: 0 }],
      facts: [state(1200, 'U2')],
    });
    expect((await people.read()).has('U1')).toBe(true);
    const before = (await busy.facts()).map(({ id }) => id);
    const eraser = createEraser([{ person: { id: 'U1', name: 'Una' }, alias: 'x-1' }]);
    const rewriting = busy.rewriteFacts((one) => eraseFact(one, eraser), eraser.text);
    for (let n = 1201; n < 1260; n++) await busy.commit({ facts: [state(n, 'U1')] });
    await rewriting;
    // What came in the very last moment is for the next time; in life it is another person's doing.
    await busy.rewriteFacts((one) => eraseFact(one, eraser), eraser.text);
    const after = await busy.facts();
    expect(after.slice(0, before.length).map(({ id }) => id)).toEqual(before);
    expect(after.map(({ data }) => (data as { n: number }).n)).toEqual(
      Array.from({ length: 1260 }, (_, n) => n),
    );
    expect(new Set(after.map(({ by }) => by))).toEqual(new Set(['U2', 'x-1']));
    expect((await busy.facts({ about: 'n:x-1' })).length).toBe(659);
    expect(await busy.facts({ about: 'n:U1' })).toEqual([]);
    // A mirror of another process that has not read since: the removal may not be named any more.
    await redis.hdel('cb:{busy}:doc:person', 'U1');
    await busy.commit({
      facts: [
        { name: 'facts.erased', at: T, by: 'callboard', about: [], data: { people: ['x-1'], facts: 1 } },
      ],
    });
    expect((await people.read()).has('U1')).toBe(false);
    busy.close();
  });
});
