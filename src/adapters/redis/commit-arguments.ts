/** A change as commit.lua reads it: one flat list. Pure, so that its order is tested without Redis. */
import type { Change, Fact, JobChange, Put } from '../../domain/commit.ts';

type Argument = string | number;

function document({ kind, id, value, version }: Put): Argument[] {
  if (value === null) return [kind.name, id, version, '', kind.number, 0];
  const parsed = kind.schema.parse(value);
  const indexes = [...new Set(kind.indexes?.(parsed) ?? [])];
  return [kind.name, id, version, JSON.stringify(parsed), kind.number, indexes.length, ...indexes];
}

const factArguments = ({ name, at, by, data, about }: Fact): Argument[] => [
  name,
  at.toString(),
  by,
  JSON.stringify(data ?? null),
  about.length,
  ...about,
];

const jobArguments = (one: JobChange): Argument[] =>
  'cancel' in one
    ? ['cancel', one.cancel]
    : ['put', one.id, one.queue, one.name, one.at.epochMilliseconds, JSON.stringify(one.data ?? null)];

/** Throws where a document does not fit its schema, or where something is put and no fact says why. */
export function commitArguments({ put = [], facts = [], jobs = [], done }: Change): Argument[] {
  if (put.length > 0 && facts.length === 0) throw new Error('a commit that puts documents states a fact');
  return [
    put.length,
    ...put.flatMap(document),
    facts.length,
    ...facts.flatMap(factArguments),
    jobs.length,
    ...jobs.flatMap(jobArguments),
    done?.id ?? '',
    done?.generation ?? '',
    done?.again?.at.epochMilliseconds ?? '',
    done?.again?.tried ?? '',
  ];
}
