/** What a provider has accepted and nobody has got: missed after a while, and followed by the next channel. */
import type { Temporal } from 'temporal-polyfill';
import { type Change, put, recordFact, type Versioned } from '../../core/commit.ts';
import { nextChannel, stillCounts } from './delivery.ts';
import { notificationOverdue } from './facts.ts';
import { scheduleJudgeProvider, scheduleNumbers, schedulePageCardSoon } from './jobs.ts';
import { type Notification, notificationDocument } from './notification.ts';
import { type Page, pageDocument, withLostBy } from './page.ts';

/** The round of asking by which a phone should have rung, or a text should have arrived: after 20 s, after 45. */
const DUE_BY_ROUND: Readonly<Record<string, number>> = { voice: 0, sms: 1 };

/** Whether it was accepted and should have arrived by now. */
export function isOverdueAt(round: number, one: Notification): boolean {
  const due = DUE_BY_ROUND[one.channel];
  if (due === undefined || round < due || one.isOverdue) return false;
  return one.state === 'queued' || (one.channel === 'sms' && one.state === 'sent');
}

/**
 * Accepted and not delivered: what else this page sends goes by another provider. It is not sent again: it may still
 * come. Where silence means something the next channel starts now, and it counts against who carries it; many carriers
 * never say that a text arrived.
 *
 * @param confirms - Whether who carries it says of texts that they arrived.
 */
export function recordOverdue(
  { value: before, version }: Versioned<Notification>,
  page: Versioned<Page>,
  confirms: boolean,
  now: Temporal.Instant,
): Change {
  const one: Notification = { ...before, isOverdue: true };
  const { id, person, channel, provider } = one;
  const isMissed = one.state === 'queued' || confirms;
  const isFirst = isMissed && !one.troubles && one.attempt === 1 && stillCounts(page.value, one);
  const other = withLostBy(page.value, one.reserve === undefined ? undefined : provider);
  return {
    put: [
      put(notificationDocument, id, one, version),
      ...(other ? [put(pageDocument, page.id, other, page.version)] : []),
    ],
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
      ...(isFirst ? nextChannel(one, page.value, now) : []),
      ...(provider !== undefined && one.reserve !== undefined
        ? [scheduleJudgeProvider(provider, channel, now)]
        : []),
      ...scheduleNumbers(page.value, now),
      schedulePageCardSoon(page.id, now),
    ],
  };
}
