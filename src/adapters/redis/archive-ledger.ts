/** The old part of the ledger: read as it is stored, rewritten in files, and taken out. */
import type { Fact, Recorded } from '../../core/commit.ts';
import { instantText } from '../../core/instant.ts';
import type { ArchivableLedger, LedgerSize, StoredFact } from '../../core/ports/archive.ts';
import { request } from './connect.ts';
import { ledgerEntry } from './format.ts';
import type { Place } from './place.ts';
import { script } from './script.ts';

const dropScript = script('drop-facts');

/** Facts that are taken out in one script, for which everybody else waits: under a millisecond. */
const BATCH = 100;

const stored = (id: string, fields: readonly string[]): StoredFact => {
  const [, name = '', , at = '', , by = '', , about = '[]', , data = 'null'] = fields;
  return { id, name, at, by, about: JSON.parse(about), data };
};

const fieldsOf = ({ name, at, by, about, data }: StoredFact): string[] => [
  ...['name', name, 'at', at, 'by', by],
  ...['about', JSON.stringify(about), 'data', data],
];

export function createArchivableLedger({ redis, prefix, codec }: Place): ArchivableLedger {
  const ledger = `${prefix}:ledger`;
  const open = (fact: StoredFact): Recorded => ledgerEntry(codec, fact.id, fieldsOf(fact));
  return {
    async read({ after, upTo, limit }) {
      const from = after === undefined ? '-' : `(${after}`;
      const entries = await request(redis.xrange(ledger, from, upTo ?? '+', 'COUNT', limit));
      return entries.map(([id, fields]) => stored(id, fields));
    },
    open,
    rewrite(fact, rewrite) {
      const before = open(fact);
      const after: Fact = rewrite(before);
      if (after === before) return fact;
      const at = instantText(after.at);
      const isSealed = codec.isSealed(fact.data);
      const data = codec.writeFact({ ...after, ...(isSealed && { sealed: true }) }, at);
      return { id: fact.id, name: after.name, at, by: after.by, about: after.about, data };
    },
    async drop(facts) {
      for (let from = 0; from < facts.length; from += BATCH) {
        const args = facts.slice(from, from + BATCH).flatMap(({ id, about }) => [id, about.length, ...about]);
        await dropScript(redis, [prefix, ledger], args);
      }
    },
    async dropCounts(isOld) {
      const old = (await request(redis.hkeys(`${prefix}:sequences`))).filter(isOld);
      if (old.length > 0) await request(redis.hdel(`${prefix}:sequences`, ...old));
    },
  };
}

/** Two requests, whatever the ledger's length. */
export async function ledgerSize({ redis, prefix }: Pick<Place, 'redis' | 'prefix'>): Promise<LedgerSize> {
  const ledger = `${prefix}:ledger`;
  const [facts, [first]] = await Promise.all([
    request(redis.xlen(ledger)),
    request(redis.xrange(ledger, '-', '+', 'COUNT', 1)),
  ]);
  return { facts, oldest: first && stored(...first).at };
}
