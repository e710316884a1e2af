/** What a provider has accepted and nobody has got: missed after a while, and followed by the next channel. */
import type { Temporal } from 'temporal-polyfill';
import { type Change, put, recordFact, type Versioned } from '../../core/commit.ts';
import { nextChannel, stillCounts } from './delivery.ts';
import { notificationOverdue } from './facts.ts';
import { scheduleJudgeProvider, schedulePageCardSoon } from './jobs.ts';
import { type Notification, notificationDocument } from './notification.ts';
import type { Page } from './page.ts';

/** The round of asking by which a phone should have rung, or a text should have arrived: after 20 s, after a minute. */
const DUE_BY_ROUND: Readonly<Record<string, number>> = { voice: 0, sms: 1 };

/**
 * Whether it was accepted and should have arrived by now. A text that was handed to a carrier is only missed where
 * its provider says of texts that they arrived.
 */
export function isOverdueAt(round: number, one: Notification, confirms: boolean): boolean {
  const due = DUE_BY_ROUND[one.channel];
  if (due === undefined || round < due || one.isOverdue) return false;
  return one.state === 'queued' || (one.channel === 'sms' && one.state === 'sent' && confirms);
}

/**
 * Accepted and not delivered: the next channel starts now, and it counts against who carries it. It is not sent
 * again: it may still come.
 */
export function recordOverdue(
  { value: before, version }: Versioned<Notification>,
  page: Page,
  now: Temporal.Instant,
): Change {
  const one: Notification = { ...before, isOverdue: true };
  const { id, person, channel, provider } = one;
  const isFirst = !one.troubles && one.attempt === 1 && stillCounts(page, one);
  return {
    put: [put(notificationDocument, id, one, version)],
    facts: [
      recordFact(notificationOverdue, {
        at: now,
        by: 'callboard',
        about: [`page:${one.page}`, `person:${person}`],
        data: {
          page: one.page,
          notification: id,
          person,
          channel,
          ...(provider !== undefined && { provider }),
        },
      }),
    ],
    jobs: [
      ...(isFirst ? nextChannel(one, page, now) : []),
      ...(provider !== undefined && one.reserve !== undefined
        ? [scheduleJudgeProvider(provider, channel, now)]
        : []),
      schedulePageCardSoon(page.code, now),
    ],
  };
}
