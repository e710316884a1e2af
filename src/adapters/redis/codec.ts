/**
 * How documents, facts and jobs are written where they are sealed at rest. Here and nowhere else: whoever reads
 * and puts them sees plain values.
 */
import type { DocumentKind, Fact } from '../../core/commit.ts';
import { isSealed, type Sealer } from './seal.ts';

type Kind<T> = Pick<DocumentKind<T>, 'name' | 'sealed' | 'digested' | 'indexes'>;

const documentPlace = (kind: string, id: string): string => `doc ${kind} ${id}`;
const factPlace = (name: string, at: string): string => `fact ${name} ${at}`;
const jobPlace = (id: string): string => `job ${id}`;

export interface Codec {
  /** The name of the key that seals. */
  readonly key: string;
  /** Whether a stored value is sealed, and whether under that key. */
  isSealed(stored: string): boolean;
  isCurrent(stored: string): boolean;
  /** @param value - as its schema parsed it */
  writeDocument<T>(kind: Kind<T>, id: string, value: T): string;
  /** JSON. @param stored - behind version and schema number */
  readDocument(kind: { readonly name: string }, id: string, stored: string): string;
  /** An index as the database names it: `phone:` and a keyed digest, where the kind says so. */
  indexKey(kind: Pick<DocumentKind<never>, 'digested'>, index: string): string;
  indexKeys<T>(kind: Kind<T>, value: T): string[];
  /** @param at - the fact's time, as the ledger writes it */
  writeFact(fact: Pick<Fact, 'name' | 'data' | 'sealed'>, at: string): string;
  readFact(name: string, at: string, stored: string): string;
  /** The same data gives the same text: a job that is scheduled as it stands stays as it is. */
  writeJob(id: string, data: unknown): string;
  readJob(id: string, stored: string): string;
}

export function createCodec(sealer: Sealer): Codec {
  const indexKey: Codec['indexKey'] = ({ digested }, index) => {
    const colon = index.indexOf(':');
    const name = index.slice(0, colon);
    return colon > 0 && digested?.includes(name)
      ? `${name}:${sealer.digest(`${name}:${index.slice(colon + 1)}`)}`
      : index;
  };
  return {
    key: sealer.keys[0] ?? '',
    isSealed,
    isCurrent: sealer.isCurrent,
    writeDocument(kind, id, value) {
      const json = JSON.stringify(value);
      const sealed = typeof kind.sealed === 'function' ? kind.sealed(value) : kind.sealed;
      return sealed ? sealer.seal(json, documentPlace(kind.name, id)) : json;
    },
    readDocument: (kind, id, stored) => sealer.open(stored, documentPlace(kind.name, id)),
    indexKey,
    indexKeys: (kind, value) => [
      ...new Set((kind.indexes?.(value) ?? []).map((index) => indexKey(kind, index))),
    ],
    writeFact({ name, data, sealed }, at) {
      const json = JSON.stringify(data ?? null);
      return sealed ? sealer.seal(json, factPlace(name, at)) : json;
    },
    readFact: (name, at, stored) => sealer.open(stored, factPlace(name, at)),
    writeJob: (id, data) => sealer.sealAlike(JSON.stringify(data ?? null), jobPlace(id)),
    readJob: (id, stored) => sealer.open(stored, jobPlace(id)),
  };
}
