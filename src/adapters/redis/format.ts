/** How documents, facts and jobs are written in Redis; commit.lua writes the same forms. */
import { Temporal } from 'temporal-polyfill';
import type { DocumentKind, QueueName, Recorded, Versioned } from '../../core/commit.ts';
import { instant } from '../../core/instant.ts';
import type { Codec } from './codec.ts';

/** A document is `version:schema number:JSON`, or in place of the JSON what it was sealed to. An older schema number is upgraded on the way. */
export function parseDocument<T>(
  codec: Codec,
  kind: DocumentKind<T>,
  id: string,
  stored: string,
): Versioned<T> {
  const first = stored.indexOf(':');
  const second = stored.indexOf(':', first + 1);
  const number = Number(stored.slice(first + 1, second));
  let value: unknown = JSON.parse(codec.readDocument(kind, id, stored.slice(second + 1)));
  if (number !== kind.schemaVersion) {
    if (number > kind.schemaVersion || !kind.upgrade) {
      throw new Error(
        `${kind.name} has schema ${number}; this version of Callboard reads ${kind.schemaVersion}`,
      );
    }
    value = kind.upgrade(value, number);
  }
  return { id, value: kind.schema.parse(value), version: Number(stored.slice(0, first)) };
}

/** A job's header is `revision|deliveryCount|attemptsMade|queue|at in ms|name`. */
export function parseHeader(header: string): {
  revision: number;
  deliveryCount: number;
  attemptsMade: number;
  queue: QueueName;
  at: Temporal.Instant;
  name: string;
} {
  const [revision, deliveryCount, attemptsMade, queue, at, ...name] = header.split('|');
  return {
    revision: Number(revision),
    deliveryCount: Number(deliveryCount),
    attemptsMade: Number(attemptsMade),
    queue: queue as QueueName,
    at: Temporal.Instant.fromEpochMilliseconds(Number(at)),
    name: name.join('|'),
  };
}

/** A ledger entry's fields in the order in which commit.lua writes them, each behind its name. */
export function ledgerEntry(codec: Codec, id: string, fields: readonly string[]): Recorded {
  const [, name = '', , at = '', , by = '', , about = '[]', , data = 'null'] = fields;
  return {
    id,
    name,
    at: instant(at),
    by,
    about: JSON.parse(about),
    data: JSON.parse(codec.readFact(name, at, data)),
  };
}

/** The documents that an entry's commit touched, as `kind id` lines. */
export const ledgerDocuments = (fields: readonly string[]): string[] =>
  fields[11] ? fields[11].split('\n') : [];
