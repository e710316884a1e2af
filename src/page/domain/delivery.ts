/**
 * What providers tell about a notification, and what follows: a failure starts the person's next channel at
 * once; where nobody of a step is left to be reached, the step is over at once.
 */
import type { Temporal } from 'temporal-polyfill';
import {
  type Change,
  cancelJob,
  type JobChange,
  put,
  recordFact,
  scheduleJob,
  type Versioned,
} from '../../core/commit.ts';
import { instant, instantText } from '../../core/instant.ts';
import { notificationMoved } from './facts.ts';
import {
  escalatePage,
  notify,
  pollNotification,
  scheduleJudgeProvider,
  scheduleNotify,
  scheduleNumbers,
  schedulePageCardSoon,
  withdrawNotification,
} from './jobs.ts';
import {
  type DeliveryName,
  isFinal,
  isForward,
  isWithdrawable,
  laterTry,
  type Notification,
  notificationDocument,
  retryId,
} from './notification.ts';
import { askingOf, isOff, mayLeave, type Page } from './page.ts';
import { carriedOutcome } from './provider-health.ts';
import { asleepOf } from './quiet-hours.ts';

/** A report about a notification: where it stands now, why, under which of the provider's ids. */
export interface DeliveryReport {
  readonly state: DeliveryName;
  readonly code?: string;
  readonly reference?: string;
  /** Who says so, or carries it. */
  readonly provider?: string;
  readonly reserve?: string;
  /** Its provider is not the first of the order. */
  readonly isStandIn?: true;
}

/** After how many more seconds without an end the provider is asked, by round. Voice rings for 30 s. */
const POLL_AFTER = [20, 25, 105, 180] as const;

/** How a call ends that is withdrawn, or whose digit was the answer. */
const ENDED: ReadonlySet<string> = new Set(['no-digit', 'canceled', 'no-answer']);

/** The page was acknowledged by this very call, although the record of its digit may have been lost. */
const answeredIt = (page: Page, notification: Notification): boolean =>
  notification.channel === 'voice' &&
  page.acknowledged?.via === 'voice' &&
  page.acknowledged.by === notification.person;

/** Whether what fails now still has something follow. */
export const stillCounts = (page: Page, notification: Notification): boolean =>
  page.state === 'open' && mayLeave(page, notification);

/** Somebody has it, or whom it rang has gone off duty: the call is stopped. */
const isStopped = (page: Page, notification: Notification): boolean =>
  page.state !== 'open' || isOff(page, notification);

/**
 * Moves a notification forward, or answers undefined where the report is old news. `others` are the
 * notifications of the same step, as far as they exist.
 */
export function applyDeliveryReport(
  { value: before, version }: Versioned<Notification>,
  told: DeliveryReport,
  page: Page,
  others: readonly Notification[],
  now: Temporal.Instant,
): Change | undefined {
  const { code: _, ...plain } = told;
  const report: DeliveryReport =
    ENDED.has(told.code ?? '') && answeredIt(page, before) ? { ...plain, state: 'delivered' } : told;
  const learns = report.reference !== undefined && before.reference === undefined;
  // A carrier may take a delivery back. Then the text was read by nobody, and waiting would be the worse mistake.
  const takenBack = before.channel === 'sms' && before.state === 'delivered' && report.state === 'failed';
  const forward = isForward(before.state, report.state) || takenBack;
  if (!forward && !learns) return undefined;
  const { inDoubtBy: __, isOverdue, ...known } = before;
  const hasCome = report.state !== 'queued' && report.state !== 'sent' && report.state !== 'failed';
  const one: Notification = {
    // Whoever says something about it has it.
    ...known,
    state: forward ? report.state : before.state,
    changedAt: instantText(now),
    ...(isOverdue && !hasCome && { isOverdue }),
    ...(forward && report.code !== undefined && { code: report.code }),
    ...(report.reference !== undefined && { reference: before.reference ?? report.reference }),
    ...(report.provider !== undefined && { provider: before.provider ?? report.provider }),
    ...(report.reserve !== undefined && { reserve: before.reserve ?? report.reserve }),
    ...(report.isStandIn && { isStandIn: report.isStandIn }),
  };
  const jobs: JobChange[] = [schedulePageCardSoon(page.code, now)];
  if (isFinal(one.state)) jobs.push(cancelJob(pollNotification, { notification: one.id }));
  if (isLost(one)) jobs.push(judgeCarrier(one, now));
  // A call that seems to talk to a machine goes on: the guess is wrong in noisy halls, and it ends by itself.
  // Its process died before it could say that it rang; somebody answered meanwhile another way.
  if (learns && isWithdrawable(one) && isStopped(page, one) && !answeredIt(page, one))
    jobs.push(withdrawNow(one, now));
  else if (before.state === 'planned' || learns) jobs.push(...schedulePolls(one, 0, now));
  const failed = forward && one.state === 'failed';
  // A call that ended because somebody else answered was not refused by whom it rang.
  if (failed && isStopped(page, one) && ENDED.has(one.code ?? ''))
    one.code = page.state === 'open' ? 'off-duty' : 'stopped';
  if (failed) jobs.push(...scheduleNumbers(page, now));
  const more = failed && stillCounts(page, one) ? afterFailure(one, page, others, now) : undefined;
  return {
    put: [put(notificationDocument, one.id, one, version), ...(more?.put ?? [])],
    facts: [moved(one, now)],
    jobs: [...jobs, ...(more?.jobs ?? [])],
  };
}

/**
 * A digit is the answer of its call, and a button that of its notice. Kept in the commit of what it does, so that the same request again,
 * hours later too, is known as answered. That the call ends later without another digit is no failure.
 */
export function recordDigit(
  { value: before, version }: Versioned<Notification>,
  digit: '1' | '2',
  now: Temporal.Instant,
): Change {
  const ended =
    digit === '1' ? { state: 'delivered' as const } : { state: 'failed' as const, code: 'passed' };
  const one: Notification = {
    ...before,
    // A notice that was shown has arrived, and is passed on all the same.
    ...((!isFinal(before.state) || before.channel !== 'voice') && ended),
    digit,
    changedAt: instantText(now),
  };
  return {
    put: [put(notificationDocument, one.id, one, version)],
    facts: [moved(one, now)],
    jobs: [cancelJob(pollNotification, { notification: one.id }), schedulePageCardSoon(one.page, now)],
  };
}

const withdrawNow = (one: Notification, now: Temporal.Instant): JobChange =>
  scheduleJob(withdrawNotification, now, { notification: one.id });

export const moved = (one: Notification, now: Temporal.Instant) =>
  recordFact(notificationMoved, {
    at: now,
    by: 'callboard',
    about: [`page:${one.page}`, `person:${one.person}`],
    data: {
      page: one.page,
      notification: one.id,
      person: one.person,
      channel: one.channel,
      state: one.state,
      ...(one.code !== undefined && { code: one.code }),
      ...(one.provider !== undefined && { provider: one.provider }),
    },
  });

type Carried = Notification & { readonly provider: string };

/** Lost by who carried it, where another provider could have: its health is looked at. */
const isLost = (one: Notification): one is Carried =>
  one.provider !== undefined &&
  one.reserve !== undefined &&
  carriedOutcome(one, one.provider, false) === 'lost';

const judgeCarrier = ({ provider, channel }: Carried, now: Temporal.Instant): JobChange =>
  scheduleJudgeProvider(provider, channel, now);

const ASKED_ABOUT: ReadonlySet<string> = new Set(['sms', 'voice']);

/** Only what a telephone network carries is asked about: others say at once what there is to know, or tell us. */
export function schedulePolls(one: Notification, round: number, now: Temporal.Instant): JobChange[] {
  const after = POLL_AFTER[round];
  if (after === undefined || !ASKED_ABOUT.has(one.channel)) return [];
  return [
    scheduleJob(pollNotification, now.add({ seconds: after }), {
      notification: one.id,
      round,
    }),
  ];
}

function afterFailure(
  notification: Notification,
  page: Page,
  others: readonly Notification[],
  now: Temporal.Instant,
): Pick<Change, 'put' | 'jobs'> {
  // Each channel starts the next one once: trouble before this failure has done it already.
  const jobs: JobChange[] =
    notification.troubles || notification.isOverdue || notification.attempt > 1
      ? []
      : nextChannel(notification, page, now);
  const later = laterTry(notification);
  if (later) {
    const at = now.add({ seconds: later.after });
    const again = tryAgain(notification, at, later.notBy);
    return {
      put: [put(notificationDocument, again.id, again)],
      jobs: [...jobs, scheduleNotify(again, at)],
    };
  }
  const asleep = asleepOf(ranOf(notification, page), now);
  const left = others.some(
    (other) =>
      other.id !== notification.id &&
      other.state !== 'failed' &&
      !asleep.has(other.person) &&
      !isOff(page, other),
  );
  if (
    !left &&
    page.nextStep === notification.sequence + 1 &&
    page.gaveUpAt === undefined &&
    page.kind === 'page'
  )
    jobs.push(
      scheduleJob(escalatePage, now, {
        page: page.code,
        sequence: page.nextStep,
      }),
    );
  return { jobs };
}

/** The second attempt, as it is planned: of the first one only what says whom it is for, and why. */
function tryAgain(
  { id, page, person, channel, sequence }: Notification,
  at: Temporal.Instant,
  notBy: readonly string[] = [],
): Notification {
  return {
    ...{ id: retryId(id), page, person, channel, sequence, attempt: 2 },
    at: instantText(at),
    state: 'planned',
    ...(notBy.length > 0 && { notBy: [...notBy] }),
  };
}

const ranOf = ({ sequence }: Notification, page: Page) =>
  page.stepsRun.find((ran) => ran.sequence === sequence);

/** What is due within so many milliseconds may be leaving already in a process whose clock is ahead. */
const MARGIN = 300;

/** The same person's next channel of the same step, unless its time has come already. */
export function nextChannel(notification: Notification, page: Page, now: Temporal.Instant): JobChange[] {
  const ran = ranOf(notification, page);
  // What makes a noise waits for the end of their quiet hours, whatever else fails.
  if (asleepOf(ran, now).has(notification.person)) return [];
  const planned = askingOf(page, notification)?.place.planned ?? [];
  const start = ran ? instant(ran.at).epochMilliseconds : 0;
  const place = planned.findIndex(({ id }) => id === notification.id || retryId(id) === notification.id);
  const next = place < 0 ? undefined : planned[place + 1];
  const waits = next && start + next.after * 1000 > now.epochMilliseconds + MARGIN;
  return waits ? [scheduleNotify({ ...notification, id: next.id, channel: next.channel }, now)] : [];
}

/**
 * Several of this person's notifications wait for the same channel: this one will tell them all. Said
 * before it leaves, so that the text is the same however often it is tried.
 */
export function bundleNotifications(
  { value: before, version }: Versioned<Notification>,
  others: readonly Versioned<Notification>[],
  now: Temporal.Instant,
): Change {
  const one: Notification = { ...before, bundle: others.map(({ id }) => id) };
  return {
    put: [
      put(notificationDocument, one.id, one, version),
      ...others.map((other) =>
        put(notificationDocument, other.id, { ...other.value, bundledIn: one.id }, other.version),
      ),
    ],
    facts: [moved(one, now)],
    jobs: [
      ...others.map(({ id }) => cancelJob(notify, { notification: id })),
      scheduleNotify(one, now.add({ milliseconds: 1 })),
    ],
  };
}
