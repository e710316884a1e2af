/**
 * Reads the outbox. What belongs together is read at one moment (MULTI): read one after the other, a job that
 * ends and leaves another in its place between two reads would be in neither, and the outbox would look empty.
 */
import type { ChainableCommander } from 'ioredis';
import { Temporal } from 'temporal-polyfill';
import type { QueueName } from '../../core/commit.ts';
import type { OutboxEntry } from '../../core/ports/store.ts';
import { request } from './connect.ts';
import { parseHeader } from './format.ts';
import type { Place } from './place.ts';

const QUEUES = ['pages', 'reminders', 'chores', 'webhooks'] satisfies QueueName[];

async function together(asked: ChainableCommander): Promise<unknown[]> {
  const answers = (await request(asked.exec())) ?? [];
  return answers.map(([error, answer]) => {
    if (error) throw error;
    return answer;
  });
}

/** All jobs that wait or run, by when they are due. */
export async function readOutbox(place: Place): Promise<OutboxEntry[]> {
  const { redis, prefix } = place;
  const asked = redis.multi().hgetall(`${prefix}:outbox:jobs`).hgetall(`${prefix}:outbox:data`);
  for (const queue of QUEUES) asked.zrange(`${prefix}:outbox:leased:${queue}`, 0, '-1', 'WITHSCORES');
  const [headers, data, ...leased] = (await together(asked)) as [
    Record<string, string>,
    Record<string, string>,
    ...string[][],
  ];
  const leases = new Map<string, number>();
  for (const flat of leased)
    for (let i = 0; i < flat.length; i += 2) leases.set(flat[i] ?? '', Number(flat[i + 1]));
  return Object.entries(headers)
    .flatMap(([id, header]) => {
      const payload = data[id];
      return payload === undefined ? [] : [entryOf(place, id, header, payload, leases.get(id))];
    })
    .sort((a, b) => Temporal.Instant.compare(a.at, b.at));
}

/** One job; whether it is leased is not said. */
export async function readJob(place: Place, id: string): Promise<OutboxEntry | undefined> {
  const { redis, prefix } = place;
  const asked = redis.multi().hget(`${prefix}:outbox:jobs`, id).hget(`${prefix}:outbox:data`, id);
  const [header, payload] = (await together(asked)) as (string | null)[];
  return header == null || payload == null ? undefined : entryOf(place, id, header, payload, undefined);
}

function entryOf(
  { codec }: Place,
  id: string,
  header: string,
  payload: string,
  leasedUntil: number | undefined,
): OutboxEntry {
  const { name, queue, at, attemptsMade } = parseHeader(header);
  const data: unknown = JSON.parse(codec.readJob(id, payload));
  return { id, name, queue, at, attemptsMade, data, ...(leasedUntil !== undefined && { leasedUntil }) };
}
