/**
 * Reads how the queues stand: counts of all, and a part of one list. It costs the same however long the outbox is.
 * What a job carries is not read, and of its id only codes are shown. Work of private incidents and of confidential
 * pages is counted and not listed.
 */
import type { QueueName } from '../../core/commit.ts';
import type { Deps } from '../../core/deps.ts';
import { milliseconds } from '../../core/instant.ts';
import type { OutboxCounts, OutboxState } from '../../core/ports/store.ts';
import { isPrivateWork } from '../../incident/domain/privacy.ts';
import { notificationDocument } from '../../page/domain/notification.ts';
import { isConfidential, pageDocument } from '../../page/domain/page.ts';
import { FAILED_JOB_PLACES, failedJobDocument } from '../domain/failed-job.ts';
import type { JobHandle } from '../domain/job-handle.ts';

/** Lines of a list at a time. */
export const PART_LINES = 50;

export interface QueueLine {
  /** The job's kind. */
  readonly name: string;
  readonly queue: QueueName;
  /** What it is about, as codes: `S17`, `P3 H45`; '' where its id has none. */
  readonly about: string;
  /** When it is due, or when it failed for good, in milliseconds since 1970. */
  readonly at: number;
  /** How often it was tried. */
  readonly tried: number;
  /** Why it failed for good, as a program's word. */
  readonly code?: string;
  readonly handle: JobHandle;
}

/** What is looked at: a queue's jobs in a state, or all that have failed for good. */
export type QueueList =
  | { readonly queue: QueueName; readonly state: OutboxState }
  | { readonly state: 'dead' };

export interface Queues {
  /** In milliseconds since 1970. */
  readonly now: number;
  readonly counts: OutboxCounts;
  readonly dead: number;
  readonly lines: readonly QueueLine[];
  /** So many come before these. */
  readonly from: number;
  readonly hasMore: boolean;
}

/** What a job is of, as far as it is a code; a private incident's has six digits, and is none here. */
const CODE = /^[A-Z]\d{1,5}$/;
const NOTIFICATION = /^(?:notify|poll|withdraw|dm):([^:]+)$/;

const codesIn = (id: string): string[] => id.split(':').filter((part) => CODE.test(part));

type Found = Pick<QueueLine, 'name'> & { readonly id: string };

/** What each job is about; undefined for one that is not listed. */
async function aboutJobs(
  jobs: readonly Found[],
  { store }: Pick<Deps, 'store'>,
): Promise<(string | undefined)[]> {
  const notified = jobs.map(({ id }) => NOTIFICATION.exec(id)?.[1]);
  const notifications = await store.getMany(
    notificationDocument,
    notified.filter((id) => id !== undefined),
  );
  const pageOf = new Map(notifications.flatMap((one) => (one ? [[one.id, one.value.page]] : [])));
  const codes = jobs.map(({ id }, i) => {
    const page = pageOf.get(notified[i] ?? '');
    return page === undefined ? codesIn(id) : [page];
  });
  const named = [...new Set(codes.flat())].filter((code) => code.startsWith('P'));
  const pages = await store.getMany(pageDocument, named);
  const hidden = new Set(pages.flatMap((page) => (page && isConfidential(page.value) ? [page.id] : [])));
  return jobs.map((job, i) =>
    isPrivateWork(job) || codes[i]?.some((code) => hidden.has(code)) ? undefined : codes[i]?.join(' '),
  );
}

async function listed<T extends Found, L>(
  jobs: readonly T[],
  line: (job: T, about: string) => L,
  deps: Pick<Deps, 'store'>,
): Promise<L[]> {
  const about = await aboutJobs(jobs, deps);
  return jobs.flatMap((job, i) => {
    const words = about[i];
    return words === undefined ? [] : [line(job, words)];
  });
}

async function deadLines(deps: Pick<Deps, 'store'>): Promise<QueueLine[]> {
  const kept = await deps.store.getMany(failedJobDocument, FAILED_JOB_PLACES);
  const jobs = kept
    .filter((one) => one !== undefined)
    .map(({ id: place, value, version }) => ({ ...value, id: value.job, place, version }))
    .sort((a, b) => milliseconds(b.at) - milliseconds(a.at));
  return await listed(
    jobs,
    ({ name, queue, at, tried, code, place, version }, about) => ({
      ...{ name, queue, about, tried, code, at: milliseconds(at) },
      handle: { id: place, seen: version },
    }),
    deps,
  );
}

/** @param from - lines that are passed over */
export async function loadQueues(
  list: QueueList,
  from: number,
  deps: Pick<Deps, 'store' | 'clock'>,
): Promise<Queues> {
  const { store, clock } = deps;
  const time = clock.now();
  const [counts, dead] = await Promise.all([store.outboxCounts(time), deadLines(deps)]);
  const shared = { now: time.epochMilliseconds, counts, dead: dead.length, from };
  if (list.state === 'dead') {
    const end = from + PART_LINES;
    return { ...shared, lines: dead.slice(from, end), hasMore: dead.length > end };
  }
  // One more than is shown says whether there are more.
  const found = await store.outboxPart({ ...list, from, limit: PART_LINES + 1 }, time);
  const lines = await listed(
    found.slice(0, PART_LINES),
    ({ id, name, queue, at, attemptsMade, revision }, about) => ({
      ...{ name, queue, about, tried: attemptsMade, at: at.epochMilliseconds },
      handle: { id, seen: revision },
    }),
    deps,
  );
  return { ...shared, lines, hasMore: found.length > PART_LINES };
}

/** One job as it was seen, where it still stands so and may be seen: in the outbox, or among the dead. */
export async function findLine(
  list: QueueList['state'],
  { id, seen }: JobHandle,
  deps: Pick<Deps, 'store' | 'clock'>,
): Promise<(QueueLine & { readonly isLeased: boolean }) | undefined> {
  const { store } = deps;
  if (list === 'dead') {
    const dead = (await deadLines(deps)).find((one) => one.handle.id === id && one.handle.seen === seen);
    return dead && { ...dead, isLeased: false };
  }
  const job = await store.job(id);
  if (!job || job.revision !== seen) return undefined;
  const [line] = await listed(
    [job],
    ({ name, queue, at, attemptsMade, leasedUntil }, about) => ({
      ...{ name, queue, about, tried: attemptsMade, at: at.epochMilliseconds },
      handle: { id, seen },
      isLeased: leasedUntil !== undefined,
    }),
    deps,
  );
  return line;
}
