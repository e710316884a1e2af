/**
 * Open pages follow who is on duty. A change of shifts is committed together with what it means for the pages
 * that it concerns, so that nobody is ever shown who is not asked. Each of them makes the commit likelier to
 * conflict with an answer to that page: past a few, it leaves them to the job `recheck-pages`, which is in the
 * same commit, runs at once, and gives each page a commit of its own.
 */
import { eventDocument } from '../callboard/domain/event.ts';
import { personDocument } from '../callboard/domain/person.ts';
import { type Change, type DocumentKind, mergeChanges, scheduleJob, type Versioned } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import { withOptimisticRetry } from '../core/optimistic-retry.ts';
import { recheckPages } from '../rota/domain/jobs.ts';
import { roleDocument, shiftDocument } from '../rota/domain/shift.ts';
import { followDuty, isOutOfDate } from './domain/duty-change.ts';
import { type Notification, notificationDocument, retryId } from './domain/notification.ts';
import { type Page, pageDocument, pendingNotifications } from './domain/page.ts';
import { scheduleRecheck } from './domain/steps.ts';
import type { Notifications } from './domain/withdraw.ts';
import { type LoadedDuty, loadDuty, loadPagingContext, type PagingContextDeps } from './load.ts';

/** Pages whose change goes into the commit of the rota's own. */
const MAX_PAGES_IN_ONE_COMMIT = 8;

/** The notifications of the steps that count, their later retries, and what is told in their texts. */
async function loadPending(page: Page, { store }: Pick<Deps, 'store'>): Promise<Notifications> {
  const ids = pendingNotifications(page).flatMap(({ id }) => [id, retryId(id)]);
  const own = await loadByIds(ids, store);
  const told = [...own.values()].flatMap(({ value }) => value.bundle ?? []);
  return told.length > 0 ? new Map([...own, ...(await loadByIds(told, store))]) : own;
}

async function loadByIds(
  ids: readonly string[],
  store: Deps['store'],
): Promise<Map<string, Versioned<Notification>>> {
  const found = await store.getMany(notificationDocument, ids);
  return new Map(found.flatMap((one) => (one ? [[one.id, one] as const] : [])));
}

/** Makes one page ask whoever is on duty now, in a commit of its own. Says whether it asked others before. */
export async function followDutyOfPage(code: string, deps: PagingContextDeps): Promise<boolean> {
  return await withOptimisticRetry(deps.store, async () => {
    const change = await loadDutyChange(code, deps);
    return { change, result: change !== undefined };
  });
}

/** What makes one page ask whoever is on duty now; undefined where it does. */
export async function loadDutyChange(code: string, deps: PagingContextDeps): Promise<Change | undefined> {
  const page = await deps.store.get(pageDocument, code);
  if (!page) return undefined;
  const context = await loadPagingContext(page.value, deps);
  if (!isOutOfDate(page.value, context)) return undefined;
  return followDuty(page, await loadPending(page.value, deps), context);
}

/** The same, and when it is to be looked at next. */
export async function loadRecheck(code: string, deps: PagingContextDeps): Promise<Change | undefined> {
  const change = await loadDutyChange(code, deps);
  if (change) return change;
  const page = (await deps.store.get(pageDocument, code))?.value;
  if (page?.state !== 'open' && page?.state !== 'acknowledged') return undefined;
  return { jobs: scheduleRecheck(page, await loadPagingContext(page, deps)) };
}

/** Who is on duty, who leads and organizes, and how they can be asked. */
const KINDS: ReadonlySet<string> = new Set(
  [shiftDocument, roleDocument, personDocument, eventDocument].map(({ name }) => name),
);

/** A change of who can be asked, together with what it means for the pages that are open. */
export async function withOpenPages<C extends Change | undefined>(
  change: C,
  deps: PagingContextDeps,
): Promise<C | Change> {
  if (!change?.put?.some(({ kind }) => KINDS.has(kind.name))) return change;
  const open = (await deps.store.find(pageDocument, 'unresolved')).filter(
    ({ value }) => value.kind === 'page',
  );
  if (open.length === 0) return change;
  const duty = dutyAfter(await loadDuty(deps), change);
  const followed: Change[] = [];
  for (const page of open) {
    const context = await loadPagingContext(page.value, deps, duty);
    if (!isOutOfDate(page.value, context)) continue;
    if (followed.length === MAX_PAGES_IN_ONE_COMMIT) break;
    const more = followDuty(page, await loadPending(page.value, deps), context);
    if (more) followed.push(more);
  }
  const rest: Change = { jobs: [scheduleJob(recheckPages, deps.clock.now(), { stamp: deps.newId() })] };
  return mergeChanges(change, ...followed, rest);
}

/** Shifts, roles and people as they are once the change is committed. */
function dutyAfter(duty: LoadedDuty, change: Change): LoadedDuty {
  const put = <T>(kind: DocumentKind<T>) =>
    new Map(
      (change.put ?? [])
        .filter((one) => one.kind.name === kind.name)
        .map((one) => [one.id, one.value as T | null]),
    );
  const merged = <T>(
    before: readonly T[],
    idOf: (value: T) => string,
    after: ReadonlyMap<string, T | null>,
  ): T[] => [
    ...before.filter((one) => !after.has(idOf(one))),
    ...[...after.values()].filter((value) => value !== null),
  ];
  const people = [...put(personDocument)].flatMap(([id, value]) => (value ? [[id, { value }] as const] : []));
  const [event] = put(eventDocument).values();
  return {
    event: event ?? duty.event,
    shifts: merged(duty.shifts, ({ code }) => code, put(shiftDocument)),
    roles: merged(duty.roles, ({ name }) => name, put(roleDocument)),
    known: new Map([...duty.known, ...people]),
    chatLost: duty.chatLost,
  };
}
