/** The provider itself is in trouble (500, time-out, gone): what was to leave is tried again, and others start. */
import type { Temporal } from 'temporal-polyfill';
import { type Change, put, recordFact, type Versioned } from '../../core/commit.ts';
import { instant, instantText } from '../../core/instant.ts';
import { applyDeliveryReport, nextChannel } from './delivery.ts';
import { pageTroubled } from './facts.ts';
import { scheduleJudgeProvider, scheduleNotify, scheduleNumbers, schedulePageCardSoon } from './jobs.ts';
import { type Notification, notificationDocument } from './notification.ts';
import { type Page, pageDocument, withLostBy } from './page.ts';
import { delayBefore } from './policy.ts';

/** Longest pause between two tries while a provider is in trouble, and how long it is tried at all. */
const MAX_PAUSE = 30;
const TROUBLE_FOR = 600;

/**
 * The provider is in trouble (500, time-out, gone). It is tried again soon, the next channel starts now, and from the
 * second time on it is looked at whether organizers need the numbers to dial.
 *
 * @param seconds - The pause that the provider asks for, if it does.
 * @param inDoubtBy - The provider that it may have left by; undefined where it has surely not left.
 */
export function recordProviderTrouble(
  { value: before, version }: Versioned<Notification>,
  page: Versioned<Page>,
  seconds: number | undefined,
  now: Temporal.Instant,
  inDoubtBy?: string,
): Change {
  const troubles = (before.troubles ?? 0) + 1;
  const { inDoubtBy: _, ...known } = before;
  const one: Notification = {
    ...known,
    troubles,
    changedAt: instantText(now),
    ...(inDoubtBy !== undefined && { inDoubtBy }),
  };
  const waited = (now.epochMilliseconds - instant(before.at).epochMilliseconds) / 1000;
  if (waited > TROUBLE_FOR)
    return (
      applyDeliveryReport(
        { id: one.id, value: one, version },
        { state: 'failed', code: 'provider-down' },
        page.value,
        [],
        now,
      ) ?? {}
    );
  const pause = Math.min(MAX_PAUSE, seconds ?? 2 ** Math.min(troubles, 5));
  const first = page.value.trouble === undefined && troubles > 1;
  const troubled = first ? { ...page.value, trouble: one.channel } : page.value;
  const after = withLostBy(troubled, inDoubtBy) ?? (first ? troubled : undefined);
  const { code } = page.value;
  return {
    put: [
      put(notificationDocument, one.id, one, version),
      ...(after ? [put(pageDocument, code, after, page.version)] : []),
    ],
    facts: [
      recordFact(pageTroubled, {
        at: now,
        by: 'callboard',
        about: [`page:${code}`, `person:${one.person}`],
        data: {
          page: code,
          channel: one.channel,
          ...(inDoubtBy !== undefined && { provider: inDoubtBy }),
        },
      }),
    ],
    jobs: [
      scheduleNotify(one, now.add({ milliseconds: Math.round(pause * 1000) })),
      ...(troubles === 1 ? nextChannel(one, page.value, now) : []),
      ...scheduleNumbers(troubled, now),
      ...(inDoubtBy === undefined ? [] : [scheduleJudgeProvider(inDoubtBy, one.channel, now)]),
      schedulePageCardSoon(code, now),
    ],
  };
}

/**
 * When the page's own next step after this notification's is due, or was. From then on somebody else is asked as
 * well, and that it comes twice is the lesser harm than that it does not come.
 */
export function nextStepDue(page: Page, { sequence, at }: Notification): Temporal.Instant {
  const ran = page.stepsRun.find((one) => one.sequence === sequence);
  const following = page.stepsRun.find((one) => one.sequence > sequence);
  if (following) return instant(following.at);
  const delay = page.kind === 'test' ? page.policy.pause : delayBefore(page.policy, sequence + 1);
  return instant(ran?.at ?? at).add({ seconds: delay });
}
