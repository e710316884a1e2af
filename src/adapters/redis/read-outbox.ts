/**
 * Reads the outbox. What belongs together is read at one moment (MULTI): read one after the other, a job that
 * ends and leaves another in its place between two reads would be in neither, and the outbox would look empty.
 */
import type { ChainableCommander } from 'ioredis';
import { Temporal } from 'temporal-polyfill';
import type { QueueName } from '../../core/commit.ts';
import {
  LATE_SECONDS,
  OUTBOX_STATES,
  type OutboxCounts,
  type OutboxEntry,
  type OutboxPart,
  type OutboxState,
  type QueueStanding,
} from '../../core/ports/store.ts';
import { request } from './connect.ts';
import { parseHeader } from './format.ts';
import type { Place } from './place.ts';
import { script } from './script.ts';

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

/** Of a queue's sorted sets: the one in which a state lies, and from which score to which; all where neither is said. */
function rangeOf(
  state: OutboxState,
  now: number,
): { readonly set: string; readonly range?: [string, string] } {
  switch (state) {
    case 'waiting':
      return { set: 'due', range: [`(${now}`, '+inf'] };
    case 'due':
      return { set: 'due', range: ['-inf', `${now}`] };
    case 'late':
      return { set: 'due', range: ['-inf', `(${now - LATE_SECONDS * 1000}`] };
    case 'leased':
    case 'retried':
      return { set: state };
  }
}

/**
 * How many jobs stand how, and since when the oldest is due: counts and ends of the sorted sets, which know without
 * looking at each.
 */
export async function countOutbox({ redis, prefix }: Place, now: Temporal.Instant): Promise<OutboxCounts> {
  const asked = redis.multi();
  for (const queue of QUEUES) {
    for (const state of OUTBOX_STATES) {
      const { set, range } = rangeOf(state, now.epochMilliseconds);
      asked.zcount(`${prefix}:outbox:${set}:${queue}`, ...(range ?? (['-inf', '+inf'] as const)));
    }
    asked.zrange(`${prefix}:outbox:due:${queue}`, 0, '0', 'WITHSCORES');
  }
  const answers = await together(asked);
  const ofQueue = (i: number): QueueStanding => {
    const own = answers.slice(i * (OUTBOX_STATES.length + 1));
    const counts = Object.fromEntries(OUTBOX_STATES.map((state, j) => [state, Number(own[j] ?? 0)]));
    const [, first] = own[OUTBOX_STATES.length] as string[];
    const oldest = counts['due'] ? Temporal.Instant.fromEpochMilliseconds(Number(first)) : undefined;
    return { ...(counts as Record<OutboxState, number>), oldest };
  };
  return Object.fromEntries(QUEUES.map((queue, i) => [queue, ofQueue(i)])) as unknown as OutboxCounts;
}

/** A part of the outbox, found by its place in the sorted set. */
export async function readOutboxPart(
  { redis, prefix }: Place,
  { queue, state, from, limit }: OutboxPart,
  now: Temporal.Instant,
): Promise<Omit<OutboxEntry, 'data'>[]> {
  const { set, range } = rangeOf(state, now.epochMilliseconds);
  const [low, high] = range ?? ['-inf', '+inf'];
  const found = await request(
    redis.zrangebyscore(`${prefix}:outbox:${set}:${queue}`, low, high, 'WITHSCORES', 'LIMIT', from, limit),
  );
  const ids = found.filter((_, i) => i % 2 === 0);
  if (ids.length === 0) return [];
  const headers = await request(redis.hmget(`${prefix}:outbox:jobs`, ...ids));
  return ids.flatMap((id, i) => {
    const header = headers[i];
    // It ended between the two reads.
    if (header == null) return [];
    const { deliveryCount: _, ...job } = parseHeader(header);
    return [{ id, ...job, ...(state === 'leased' && { leasedUntil: Number(found[i * 2 + 1]) }) }];
  });
}

const beginningScript = script('beginning');

/** How many jobs have ids that begin so. */
export async function countBeginning({ redis, prefix }: Place, beginning: string): Promise<number> {
  return Number(await beginningScript(redis, [prefix], [beginning, 'count']));
}

/** The jobs whose ids begin so; those that end meanwhile are left out. */
export async function readBeginning(place: Place, beginning: string): Promise<OutboxEntry[]> {
  const { redis, prefix } = place;
  const ids = (await beginningScript(redis, [prefix], [beginning, 'list'])) as string[];
  if (ids.length === 0) return [];
  const asked = redis.multi();
  asked.hmget(`${prefix}:outbox:jobs`, ...ids).hmget(`${prefix}:outbox:data`, ...ids);
  const [headers = [], data = []] = (await together(asked)) as (string | null)[][];
  return ids.flatMap((id, i) => {
    const [header, payload] = [headers[i], data[i]];
    return header == null || payload == null ? [] : [entryOf(place, id, header, payload, undefined)];
  });
}

/** One job. */
export async function readJob(place: Place, id: string): Promise<OutboxEntry | undefined> {
  const { redis, prefix } = place;
  const asked = redis.multi().hget(`${prefix}:outbox:jobs`, id).hget(`${prefix}:outbox:data`, id);
  for (const queue of QUEUES) asked.zscore(`${prefix}:outbox:leased:${queue}`, id);
  const [header, payload, ...leases] = (await together(asked)) as (string | null)[];
  if (header == null || payload == null) return undefined;
  const lease = leases.find((one) => one != null);
  return entryOf(place, id, header, payload, lease == null ? undefined : Number(lease));
}

function entryOf(
  { codec }: Place,
  id: string,
  header: string,
  payload: string,
  leasedUntil: number | undefined,
): OutboxEntry {
  const { deliveryCount: _, ...job } = parseHeader(header);
  const data: unknown = JSON.parse(codec.readJob(id, payload));
  return { id, ...job, data, ...(leasedUntil !== undefined && { leasedUntil }) };
}
