/** A change as commit.lua reads it: one flat list. Pure, so that its order is tested without Redis. */
import type { Change, Fact, JobChange, JobPut, Put, QueueName } from '../../core/commit.ts';
import { instantText } from '../../core/instant.ts';
import type { LocalExecutor } from '../../core/ports/outbox.ts';
import type { Codec } from './codec.ts';

type Argument = string | number;

function document(codec: Codec, { kind, id, value, version }: Put): Argument[] {
  if (value === null) return [kind.name, id, version, '', kind.schemaVersion, 0];
  const parsed = kind.schema.parse(value);
  const indexes = codec.indexKeys(kind, parsed);
  const written = codec.writeDocument(kind, id, parsed);
  return [kind.name, id, version, written, kind.schemaVersion, indexes.length, ...indexes];
}

const factArguments = (codec: Codec, fact: Fact): Argument[] => [
  fact.name,
  instantText(fact.at),
  fact.by,
  codec.writeFact(fact, instantText(fact.at)),
  fact.about.length,
  ...fact.about,
];

/** What goes with a job, for what comes of it to be followed; undefined for nothing. */
export type TraceOf = (job: JobPut) => string | undefined;

const jobArguments = (codec: Codec, jobChange: JobChange, traceOf: TraceOf): Argument[] =>
  'cancel' in jobChange
    ? ['cancel', jobChange.cancel]
    : [
        'put',
        jobChange.id,
        jobChange.queue,
        jobChange.name,
        jobChange.at.epochMilliseconds,
        codec.writeJob(jobChange.id, jobChange.data),
        traceOf(jobChange) ?? '',
      ];

/** Room for what is due now, of the queues that this commit makes something due in. */
function handArguments(
  jobs: readonly JobChange[],
  lease: number,
  executor: LocalExecutor | undefined,
): Argument[] {
  const now = executor?.now().epochMilliseconds ?? 0;
  const queues = new Set<QueueName>();
  if (executor)
    for (const one of jobs) if ('at' in one && one.at.epochMilliseconds <= now) queues.add(one.queue);
  const rooms = [...queues].flatMap((queue) => {
    const { here, everywhere } = executor?.capacity(queue) ?? { here: 0, everywhere: 0 };
    return here > 0 ? [[queue, here, everywhere]] : [];
  });
  return [now, lease, rooms.length, ...rooms.flat()];
}

/**
 * Throws where a document does not fit its schema, or where something is put and no fact says why. `lease`
 * is in milliseconds, for what `hands` begin.
 */
export function commitArguments(
  codec: Codec,
  { put = [], facts = [], jobs = [], done }: Change,
  lease: number,
  executor?: LocalExecutor,
  traceOf: TraceOf = () => undefined,
): Argument[] {
  if (put.length > 0 && facts.length === 0) throw new Error('a commit that puts documents states a fact');
  return [
    put.length,
    ...put.flatMap((one) => document(codec, one)),
    facts.length,
    ...facts.flatMap((one) => factArguments(codec, one)),
    jobs.length,
    ...jobs.flatMap((one) => jobArguments(codec, one, traceOf)),
    done?.id ?? '',
    done?.revision ?? '',
    done?.again?.at.epochMilliseconds ?? '',
    done?.again?.attemptsMade ?? '',
    done?.again?.nothingSent ? 1 : '',
    ...handArguments(jobs, lease, executor),
  ];
}
