/**
 * When organizers get the numbers to dial by hand: never while another channel may be ringing in that very second, and
 * never later than the page itself would ask somebody else.
 */
import type { Temporal } from 'temporal-polyfill';
import { type Change, put, recordFact, type Versioned } from '../../core/commit.ts';
import { instant, instantText } from '../../core/instant.ts';
import { stillCounts } from './delivery.ts';
import { numbersTold } from './facts.ts';
import { schedulePageCardSoon } from './jobs.ts';
import type { Notification } from './notification.ts';
import { type Page, pageDocument } from './page.ts';
import { nextStepDue } from './provider-trouble.ts';

/** Seconds from the beginning of a step in which what has not left yet, and met no trouble, may be just leaving. */
const LEAVING_FOR = 30;

/** What makes a noise on somebody's phone. That Slack has a message is not that anybody hears it. */
const HEARD: ReadonlySet<string> = new Set(['sms', 'voice', 'push', 'ntfy']);

/** Ends of a call that rang. */
const RANG: ReadonlySet<string> = new Set(['no-answer', 'no-digit', 'passed']);

/** It was to leave, and its provider takes it not, or may have taken it and does not say so. */
const isTroubled = (one: Notification): boolean =>
  (one.state === 'planned' && (one.troubles ?? 0) > 0) || one.code === 'provider-down';

/** Known to be with a provider that has not lost it, or over after it rang. */
const canHaveRung = ({ channel, state, code, isOverdue }: Notification): boolean =>
  HEARD.has(channel) && !isOverdue && (state === 'failed' ? RANG.has(code ?? '') : state !== 'planned');

const isLeaving = (one: Notification): boolean =>
  HEARD.has(one.channel) && one.state === 'planned' && !one.troubles;

/**
 * The instant from which somebody should dial: of the steps in trouble, the first for which nothing can have rung, or
 * whose next step is due without an answer. Undefined where nothing is in trouble any more.
 *
 * @param notifications - Of this page, as far as they exist.
 */
export function numbersDue(page: Page, notifications: readonly Notification[]): Temporal.Instant | undefined {
  const counting = notifications.filter((one) => stillCounts(page, one));
  const due = counting.filter(isTroubled).map((troubled) => {
    const step = counting.filter(({ sequence }) => sequence === troubled.sequence);
    const next = nextStepDue(page, troubled);
    if (step.some(canHaveRung)) return next;
    const ran = page.stepsRun.find(({ sequence }) => sequence === troubled.sequence);
    const begun = instant(ran?.at ?? troubled.at);
    return sooner(step.some(isLeaving) ? begun.add({ seconds: LEAVING_FOR }) : begun, next);
  });
  return due.length === 0 ? undefined : due.reduce(sooner);
}

const sooner = (one: Temporal.Instant, other: Temporal.Instant): Temporal.Instant =>
  one.epochMilliseconds <= other.epochMilliseconds ? one : other;

/** That they have them: once for a page. */
export const recordNumbersTold = (
  { value: page, version }: Versioned<Page>,
  now: Temporal.Instant,
): Change => ({
  put: [put(pageDocument, page.code, { ...page, numbersAt: instantText(now) }, version)],
  facts: [
    recordFact(numbersTold, {
      at: now,
      by: 'callboard',
      about: [`page:${page.code}`],
      data: { page: page.code },
    }),
  ],
  jobs: [schedulePageCardSoon(page.code, now)],
});
