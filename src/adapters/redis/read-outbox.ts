/**
 * Reads the outbox. What belongs together is read at one moment (MULTI): read one after the other, a job that
 * ends and leaves another in its place between two reads would be in neither, and the outbox would look empty.
 */
import type { ChainableCommander } from 'ioredis';
import { Temporal } from 'temporal-polyfill';
import type { QueueName } from '../../core/commit.ts';
import type { QueueDepth } from '../../core/ports/outbox.ts';
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

/** How much there is of each queue at `now`. Counts and ends of sorted sets only: nothing is read that waits. */
export async function readDepths({ redis, prefix }: Place, now: Temporal.Instant): Promise<QueueDepth[]> {
  const asked = redis.multi();
  for (const queue of QUEUES) {
    const due = `${prefix}:outbox:due:${queue}`;
    asked
      .zcard(due)
      .zcount(due, '-inf', now.epochMilliseconds)
      .zrange(due, 0, '0', 'WITHSCORES')
      .zcard(`${prefix}:outbox:leased:${queue}`);
  }
  const answers = await together(asked);
  return QUEUES.map((queue, i) => {
    const [all, due, first, leased] = answers.slice(4 * i) as [number, number, string[], number];
    const oldest = due > 0 ? Temporal.Instant.fromEpochMilliseconds(Number(first[1])) : undefined;
    return { queue, waiting: all - due, due, leased, oldest };
  });
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
