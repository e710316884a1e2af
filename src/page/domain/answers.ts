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
  type JobPut,
  put,
  recordFact,
  scheduleJob,
  type Versioned,
} from '../../core/commit.ts';
import { instant, instantText } from '../../core/instant.ts';
import { followLessonPage } from './dojo-jobs.ts';
import {
  drillAnswered,
  notesOf,
  pageAcknowledged,
  pageKept,
  pageNoted,
  pageReasked,
  pageResolved,
  pageTakenOver,
} from './facts.ts';
import {
  confirmStillHandling,
  escalatePage,
  finishTest,
  notify,
  pollNotification,
  recheckPage,
  reopenUnresolvedPage,
  scheduleDmUpdate,
  schedulePageCard,
  scheduleTellAsker,
  withdrawNotification,
} from './jobs.ts';
import { retryId, rings } from './notification.ts';
import {
  isConfidential,
  isFromPerson,
  type Page,
  pageDocument,
  pendingNotifications,
  targetKey,
  type Via,
} from './page.ts';

/** COMMANDS, /page: an acknowledged page asks again after so many minutes, and re-pages after so many. */
export const REASK_MINUTES = 20;
export const REPAGE_MINUTES = 30;

export interface Answerer {
  readonly by: string;
  readonly via: Via;
  readonly now: Temporal.Instant;
  /** The notification through which it came: its own call is not cut off, while notices go from all screens. */
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

/** The references of a fact about a page. */
export const aboutPage = (page: Page): string[] => [`page:${page.code}`, targetKey(page.target)];
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
      ...(rings(channel) && (channel !== 'voice' || id !== through)
        ? [scheduleJob(withdrawNotification, now, { notification: id })]
        : []),
    ]),
  ];
}

/** The card and the direct messages are redrawn at once. */
export const redrawPage = (page: Page, now: Temporal.Instant): JobChange[] => [
  schedulePageCard(page.code, now),
  scheduleDmUpdate(page.code, now),
  ...(isFromPerson(page) ? [scheduleTellAsker(page.code, now)] : []),
];

/** Asked whether they are still on it, and asked anew where they do not say so: both from now. */
export const scheduleHandling = (page: string, now: Temporal.Instant): JobChange[] => [
  scheduleJob(confirmStillHandling, now.add({ minutes: REASK_MINUTES }), { page }),
  scheduleJob(reopenUnresolvedPage, now.add({ minutes: REPAGE_MINUTES }), { page }),
];

const answeredDrill = (page: Page, { by, now }: Answerer) =>
  recordFact(drillAnswered, {
    at: now,
    by,
    about: [`page:${page.code}`, `person:${by}`],
    data: { page: page.code, person: by, seconds: seconds(page, now) },
  });

/** A dojo goes on with what somebody answered. */
export const followLesson = (
  { code, lesson }: Pick<Page, 'code' | 'lesson'>,
  now: Temporal.Instant,
): JobPut[] => (lesson ? [scheduleJob(followLessonPage, now, { page: code })] : []);

/** Anybody in the workspace may: the one who can help is not always the one who was asked. */
export function acknowledge({ value: page, version }: Versioned<Page>, who: Answerer): Decision {
  if (page.state === 'resolved') return { outcome: 'resolved', page };
  if (page.handover?.to.includes(who.by)) return takeOver({ id: page.code, value: page, version }, who);
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
        about: [...aboutPage(page), `person:${by}`],
        data: { page: code, via, seconds: seconds(page, now) },
      }),
      ...(page.drill ? [answeredDrill(page, who)] : []),
    ],
    jobs: [
      ...stopPending(page, who),
      ...redrawPage(page, now),
      ...followLesson(page, now),
      ...(page.kind === 'test' ? [] : scheduleHandling(code, now)),
    ],
  };
  return { outcome: 'done', page: next, change };
}

/** Somebody takes a page from whoever has it, as at a change of shift; one that nobody has is acknowledged. */
export function takeOver({ value: page, version }: Versioned<Page>, who: Answerer): Decision {
  const { now, by, via } = who;
  const had = page.acknowledged?.by;
  if (page.state !== 'acknowledged' || had === undefined)
    return acknowledge({ id: page.code, value: page, version }, who);
  if (had === by)
    return page.handover
      ? keepHandling({ id: page.code, value: page, version }, who)
      : { outcome: 'already', page };
  const { handover: _, ...rest } = page;
  const next: Page = { ...rest, acknowledged: { by, at: instantText(now), via } };
  const change: Change = {
    put: [put(pageDocument, page.code, next, version)],
    facts: [
      recordFact(pageTakenOver, {
        at: now,
        by,
        about: [...aboutPage(page), `person:${by}`, `person:${had}`],
        data: { page: page.code, from: had, via },
      }),
    ],
    jobs: [...stopPending(page, who), ...redrawPage(page, now), ...scheduleHandling(page.code, now)],
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
  const { gaveUpAt: _, heldUntil: __, handover: ___, ...rest } = page;
  const resolved = { by, at: instantText(now), via, ...(note && { note }) };
  const next: Page = { ...rest, state: 'resolved', resolved };
  const { code } = page;
  const change: Change = {
    put: [put(pageDocument, code, next, version)],
    facts: [
      recordFact(pageResolved, {
        at: now,
        by,
        about: aboutPage(page),
        ...(isConfidential(page) && { sealed: true }),
        data: { page: code, via, seconds: seconds(page, now), ...(note && { note }) },
      }),
    ],
    jobs: [
      ...stopPending(page, who),
      cancelJob(confirmStillHandling, { page: code }),
      cancelJob(reopenUnresolvedPage, { page: code }),
      cancelJob(finishTest, { page: code }),
      cancelJob(recheckPage, { page: code }),
      ...redrawPage(page, now),
      ...followLesson(page, now),
    ],
  };
  return { outcome: 'done', page: next, change };
}

export function addPageNote(page: Page, text: string, { by, now }: Omit<Answerer, 'via'>): Change {
  return {
    facts: [
      recordFact(pageNoted, {
        at: now,
        by,
        about: [...aboutPage(page), notesOf(page.code)],
        ...(isConfidential(page) && { sealed: true }),
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
  const { handover: _, ...kept } = page;
  return {
    outcome: 'done',
    page: kept,
    change: {
      put: [put(pageDocument, code, kept, version)],
      facts: [recordFact(pageKept, { at: now, by, about: aboutPage(page), data: { page: code } })],
      jobs: [
        ...scheduleHandling(code, now),
        ...(page.handover ? [...stopPending(page, { now }), schedulePageCard(code, now)] : []),
        scheduleDmUpdate(code, now),
      ],
    },
  };
}

export const recordStillHandlingAsked = (page: Page, now: Temporal.Instant): Change => ({
  facts: [
    recordFact(pageReasked, { at: now, by: 'callboard', about: aboutPage(page), data: { page: page.code } }),
  ],
});
