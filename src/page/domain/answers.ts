/**
 * What people say to a page. From a card, a message, a text, a call or a command it is the same decision,
 * and two at once are one: the page's version lets only the first through, and the second then reads what
 * is true. Everything that was pending is taken back in the commit of the acknowledgement.
 */
import type { Temporal } from 'temporal-polyfill';
import {
  type Change,
  cancelJob,
  type JobChange,
  mergeChanges,
  put,
  recordFact,
  scheduleJob,
  type Versioned,
} from '../../core/commit.ts';
import { instant, instantText, isRecent, milliseconds } from '../../core/instant.ts';
import type { PagingContext } from './context.ts';
import {
  notesOf,
  pageAcknowledged,
  pageEscalated,
  pageHandedOver,
  pageKept,
  pageNoted,
  pageReasked,
  pageRepaged,
  pageResolved,
} from './facts.ts';
import {
  confirmStillHandling,
  escalatePage,
  finishTest,
  notify,
  pollNotification,
  reopenUnresolvedPage,
  scheduleDmUpdate,
  schedulePageCard,
  scheduleTellAsker,
  withdrawNotification,
} from './jobs.ts';
import { retryId } from './notification.ts';
import {
  hasStep,
  isFromPerson,
  type Page,
  pageDocument,
  pendingNotifications,
  targetKey,
  type Via,
} from './page.ts';
import { stepsOf } from './policy.ts';
import { runStep } from './steps.ts';

/** COMMANDS, /page: an acknowledged page asks again after so many minutes, and re-pages after so many. */
export const REASK_MINUTES = 20;
export const REPAGE_MINUTES = 30;

export interface Answerer {
  readonly by: string;
  readonly via: Via;
  readonly now: Temporal.Instant;
  /** The notification through which it came: its own call is not cut off. */
  readonly through?: string;
}

/** What became of an answer. `too-late` ones changed nothing; the page says what is true now. */
export type AnswerOutcome =
  | 'done'
  | 'already'
  | 'resolved'
  | 'held'
  | 'end'
  | 'too-often'
  | 'answered-before';

export interface Decision {
  readonly outcome: AnswerOutcome;
  readonly page: Page;
  readonly change?: Change;
}

const about = (page: Page): string[] => [`page:${page.code}`, targetKey(page.target)];
const seconds = (page: Page, now: Temporal.Instant): number =>
  Math.max(0, Math.round((now.epochMilliseconds - instant(page.openedAt).epochMilliseconds) / 1000));

/** Takes back everything of this page that has not left, and stops what rings. */
export function stopPending(page: Page, { now, through }: Pick<Answerer, 'now' | 'through'>): JobChange[] {
  return [
    cancelJob(escalatePage, { page: page.code, sequence: page.nextStep }),
    ...pendingNotifications(page).flatMap(({ id, channel }): JobChange[] => [
      ...[id, retryId(id)].flatMap((one) => [
        cancelJob(notify, { notification: one }),
        cancelJob(pollNotification, { notification: one }),
      ]),
      ...(channel === 'voice' && id !== through
        ? [scheduleJob(withdrawNotification, now, { notification: id })]
        : []),
    ]),
  ];
}

const shown = (page: Page, now: Temporal.Instant): JobChange[] => [
  schedulePageCard(page.code, now),
  scheduleDmUpdate(page.code, now),
  ...(isFromPerson(page) ? [scheduleTellAsker(page.code, now)] : []),
];

/** Anybody in the workspace may: the one who can help is not always the one who was asked. */
export function acknowledge({ value: page, version }: Versioned<Page>, who: Answerer): Decision {
  if (page.state === 'resolved') return { outcome: 'resolved', page };
  if (page.state === 'acknowledged') return { outcome: 'already', page };
  const { now, by, via } = who;
  const { gaveUpAt: _, heldUntil: __, ...rest } = page;
  const next: Page = { ...rest, state: 'acknowledged', acknowledged: { by, at: instantText(now), via } };
  const { code } = page;
  const change: Change = {
    put: [put(pageDocument, code, next, version)],
    facts: [
      recordFact(pageAcknowledged, {
        at: now,
        by,
        about: [...about(page), `person:${by}`],
        data: { page: code, via, seconds: seconds(page, now) },
      }),
    ],
    jobs: [
      ...stopPending(page, who),
      ...shown(page, now),
      ...(page.kind === 'test'
        ? []
        : [
            scheduleJob(confirmStillHandling, now.add({ minutes: REASK_MINUTES }), { page: code }),
            scheduleJob(reopenUnresolvedPage, now.add({ minutes: REPAGE_MINUTES }), { page: code }),
          ]),
    ],
  };
  return { outcome: 'done', page: next, change };
}

export function resolvePage(
  { value: page, version }: Versioned<Page>,
  who: Answerer,
  note?: string,
): Decision {
  if (page.state === 'resolved') return { outcome: 'resolved', page };
  const { now, by, via } = who;
  const { gaveUpAt: _, heldUntil: __, ...rest } = page;
  const resolved = { by, at: instantText(now), via, ...(note && { note }) };
  const next: Page = { ...rest, state: 'resolved', resolved };
  const { code } = page;
  const change: Change = {
    put: [put(pageDocument, code, next, version)],
    facts: [
      recordFact(pageResolved, {
        at: now,
        by,
        about: about(page),
        data: { page: code, via, seconds: seconds(page, now), ...(note && { note }) },
      }),
    ],
    jobs: [
      ...stopPending(page, who),
      cancelJob(confirmStillHandling, { page: code }),
      cancelJob(reopenUnresolvedPage, { page: code }),
      cancelJob(finishTest, { page: code }),
      ...shown(page, now),
    ],
  };
  return { outcome: 'done', page: next, change };
}

/** One person may pass one page on so often within the minutes below, and all together so often. */
export const MAX_ESCALATIONS = { person: 3, page: 10 } as const;
export const ESCALATIONS_WITHIN_MINUTES = 10;

/** Those that still count against the limit. */
const lateEscalations = (page: Page, now: Temporal.Instant) =>
  (page.escalations ?? []).filter(({ at }) =>
    isRecent(milliseconds(at), now.epochMilliseconds, ESCALATIONS_WITHIN_MINUTES * 60_000),
  );

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
  if (page.kind === 'test') return { outcome: 'end', page };
  const { now, by, via } = who;
  // A call rang for an open page. Whoever has it meanwhile does not lose it to a 2 that comes late.
  if (via === 'voice' && page.state === 'acknowledged' && page.acknowledged?.by !== by)
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
  const { gaveUpAt: _, heldUntil: __, acknowledged: ___, ...rest } = page;
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
    facts: [recordFact(pageEscalated, { at: now, by, about: about(page), data: { page: code, via } })],
    jobs: [
      cancelJob(escalatePage, { page: code, sequence: page.nextStep }),
      cancelJob(confirmStillHandling, { page: code }),
      cancelJob(reopenUnresolvedPage, { page: code }),
      // Who passes it on is left in peace.
      ...own.flatMap(({ id, channel }) => [
        cancelJob(notify, { notification: id }),
        cancelJob(notify, { notification: retryId(id) }),
        ...(channel === 'voice' && id !== who.through
          ? [scheduleJob(withdrawNotification, now, { notification: id })]
          : []),
      ]),
      ...(reopened ? [scheduleDmUpdate(code, now)] : []),
    ],
  };
  return { outcome: 'done', page: next, change: mergeChanges(told, change) };
}

export function addPageNote(page: Page, text: string, { by, now }: Omit<Answerer, 'via'>): Change {
  return {
    facts: [
      recordFact(pageNoted, {
        at: now,
        by,
        about: [...about(page), notesOf(page.code)],
        data: { page: page.code, text },
      }),
    ],
    jobs: [schedulePageCard(page.code, now)],
  };
}

/** "Still on it": asks again and re-pages as long again from now. */
export function keepHandling({ value: page, version }: Versioned<Page>, { by, now }: Answerer): Decision {
  if (page.state !== 'acknowledged') return { outcome: page.state === 'resolved' ? 'resolved' : 'end', page };
  const { code } = page;
  return {
    outcome: 'done',
    page,
    change: {
      put: [put(pageDocument, code, page, version)],
      facts: [recordFact(pageKept, { at: now, by, about: about(page), data: { page: code } })],
      jobs: [
        scheduleJob(confirmStillHandling, now.add({ minutes: REASK_MINUTES }), {
          page: code,
        }),
        scheduleJob(reopenUnresolvedPage, now.add({ minutes: REPAGE_MINUTES }), {
          page: code,
        }),
        scheduleDmUpdate(code, now),
      ],
    },
  };
}

export const recordStillHandlingAsked = (page: Page, now: Temporal.Instant): Change => ({
  facts: [
    recordFact(pageReasked, { at: now, by: 'callboard', about: about(page), data: { page: page.code } }),
  ],
});

/** Acknowledged half an hour ago and neither resolved nor kept: begins again with the first step. */
export function reopenUnresolved(
  { value: page, version }: Versioned<Page>,
  context: PagingContext,
): Change | undefined {
  if (page.state !== 'acknowledged') return undefined;
  const { acknowledged: _, ...rest } = page;
  const steps = page.policy.steps.length;
  // The numbering goes on, so that no job and no text of the first time is taken for one of this.
  const start = Math.ceil(page.nextStep / steps) * steps;
  const endStep = start + stepsOf(page.policy);
  const before: Page = { ...rest, state: 'open', nextStep: start, endStep, countsFromStep: start };
  const { change } = runStep(before, version, context);
  const { code } = page;
  const told: Change = {
    facts: [
      recordFact(pageRepaged, { at: context.now, by: 'callboard', about: about(page), data: { page: code } }),
    ],
    jobs: [scheduleDmUpdate(code, context.now), cancelJob(confirmStillHandling, { page: code })],
  };
  return mergeChanges(told, change);
}

/** The first of those who slept is asked now: a page that had been given up goes on where it was. */
export function resumeEscalation(
  { value: page, version }: Versioned<Page>,
  now: Temporal.Instant,
): Change | undefined {
  if (page.state !== 'open' || page.gaveUpAt === undefined) return undefined;
  const { gaveUpAt: _, ...rest } = page;
  const { code, nextStep: sequence } = page;
  const at = now.add({ seconds: page.policy.pause });
  return {
    put: [put(pageDocument, code, rest, version)],
    facts: [
      recordFact(pageHandedOver, { at: now, by: 'callboard', about: about(page), data: { page: code } }),
    ],
    jobs: [scheduleJob(escalatePage, at, { page: code, sequence }), ...shown(page, now)],
  };
}

/** The quiet window is over: a page that it held begins now. */
export function startHeldPage(
  { value: page, version }: Versioned<Page>,
  context: PagingContext,
): Change | undefined {
  if (page.state !== 'held') return undefined;
  const { heldUntil: _, ...rest } = page;
  const { change } = runStep({ ...rest, state: 'open' }, version, context);
  const told: Change = {
    facts: [
      recordFact(pageHandedOver, {
        at: context.now,
        by: 'callboard',
        about: about(page),
        data: { page: page.code },
      }),
    ],
  };
  return mergeChanges(told, change);
}
