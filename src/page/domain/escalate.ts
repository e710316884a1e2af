/** Passing a page on: its next step, now. */
import type { Temporal } from 'temporal-polyfill';
import {
  type Change,
  cancelJob,
  mergeChanges,
  put,
  recordFact,
  scheduleJob,
  type Versioned,
} from '../../core/commit.ts';
import { instantText, isRecent, milliseconds } from '../../core/instant.ts';
import { type Answerer, aboutPage, type Decision, resolvePage } from './answers.ts';
import type { PagingContext } from './context.ts';
import { pageEscalated } from './facts.ts';
import {
  confirmStillHandling,
  escalatePage,
  notify,
  reopenUnresolvedPage,
  scheduleDmUpdate,
  withdrawNotification,
} from './jobs.ts';
import { retryId, rings } from './notification.ts';
import { hasStep, type Page, pageDocument, pendingNotifications } from './page.ts';
import { runStep } from './steps.ts';

/** One person may pass one page on so often within the minutes below, and all together so often. */
export const MAX_ESCALATIONS = { person: 3, page: 10 } as const;
export const ESCALATIONS_WITHIN_MINUTES = 10;

/** Those that still count against the limit. */
const lateEscalations = (page: Page, now: Temporal.Instant) =>
  (page.escalations ?? []).filter(({ at }) =>
    isRecent(milliseconds(at), now.epochMilliseconds, ESCALATIONS_WITHIN_MINUTES * 60_000),
  );

/** In a dojo nobody else is asked: passing it on is the answer that was to be learned, and ends the page. */
function passLesson(read: Versioned<Page>, who: Answerer): Decision {
  const { value: page } = read;
  const data = { page: page.code, via: who.via };
  const over = resolvePage(read, who);
  const told = {
    facts: [recordFact(pageEscalated, { at: who.now, by: who.by, about: aboutPage(page), data })],
  };
  const escalations = [{ by: who.by, at: instantText(who.now) }];
  const next: Page = { ...over.page, escalations };
  const change = { ...over.change, put: [put(pageDocument, page.code, next, read.version)] };
  return { outcome: 'done', page: next, change: mergeChanges(told, change) };
}

/**
 * The next step, now. An acknowledged page is open again: whoever had it passes it on. Past the last step
 * the last one is run once more, since somebody is asking for it. Each time people are texted and called,
 * so that it is bounded: `too-often`.
 */
export function escalate(
  { value: page, version }: Versioned<Page>,
  who: Answerer,
  context: PagingContext,
  passing?: string,
): Decision {
  if (page.state === 'resolved') return { outcome: 'resolved', page };
  if (page.lesson?.name === 'pass') return passLesson({ id: page.code, value: page, version }, who);
  if (page.kind === 'test') return { outcome: 'end', page };
  const { now, by, via } = who;
  // It rang for an open page. Whoever has it meanwhile does not lose it to a press that comes late.
  if (rings(via) && page.state === 'acknowledged' && page.acknowledged?.by !== by)
    return { outcome: 'already', page };
  const late = lateEscalations(page, now);
  if (
    late.length >= MAX_ESCALATIONS.page ||
    late.filter((one) => one.by === by).length >= MAX_ESCALATIONS.person
  )
    return { outcome: 'too-often', page };
  const past = !hasStep(page, page.nextStep);
  const steps = page.policy.steps.length;
  const last = Math.ceil((page.nextStep + 1) / steps) * steps - 1;
  const { gaveUpAt: _, heldUntil: __, acknowledged: ___, handover: ____, ...rest } = page;
  const reopened = page.state !== 'open';
  const before: Page = {
    ...rest,
    state: 'open',
    escalations: [...late, { by, at: instantText(now) }],
    ...(reopened && { countsFromStep: page.nextStep }),
    ...(past && { nextStep: last, endStep: last + 1 }),
  };
  const { page: next, change } = runStep(before, version, context);
  const { code } = page;
  const own =
    passing === undefined ? [] : pendingNotifications(page).filter(({ person }) => person === passing);
  const told: Change = {
    facts: [recordFact(pageEscalated, { at: now, by, about: aboutPage(page), data: { page: code, via } })],
    jobs: [
      cancelJob(escalatePage, { page: code, sequence: page.nextStep }),
      cancelJob(confirmStillHandling, { page: code }),
      cancelJob(reopenUnresolvedPage, { page: code }),
      // Who passes it on is left in peace.
      ...own.flatMap(({ id, channel }) => [
        cancelJob(notify, { notification: id }),
        cancelJob(notify, { notification: retryId(id) }),
        ...(rings(channel) && (channel !== 'voice' || id !== who.through)
          ? [scheduleJob(withdrawNotification, now, { notification: id })]
          : []),
      ]),
      ...(reopened ? [scheduleDmUpdate(code, now)] : []),
    ],
  };
  return { outcome: 'done', page: next, change: mergeChanges(told, change) };
}
