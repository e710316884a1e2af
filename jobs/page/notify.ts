/**
 * Lets one notification leave: to one person, on one channel. What may have left before a crash is looked
 * for first; a channel that refuses starts the next one; a provider in trouble is tried again.
 */

import { tellOrganizers } from '../../src/callboard/domain/jobs.ts';
import { personDocument } from '../../src/callboard/domain/person.ts';
import {
  type Change,
  mergeChanges,
  put,
  recordFact,
  scheduleJob,
  type Versioned,
} from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { RetryLater } from '../../src/core/errors.ts';
import { job } from '../../src/core/job.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import type { PagingChannel } from '../../src/core/ports/paging.ts';
import { attemptToSend, keptOfAccepted, recordRerouted } from '../../src/page/attempt.ts';
import { resumeEscalation } from '../../src/page/domain/ask-again.ts';
import {
  applyDeliveryReport,
  bundleNotifications,
  type DeliveryReport,
} from '../../src/page/domain/delivery.ts';
import {
  isPretendedOut,
  PRETENDED_OUTAGE,
  RUNNING,
  runningDrillDocument,
} from '../../src/page/domain/drill.ts';
import { optedOut } from '../../src/page/domain/facts.ts';
import { notify, scheduleDmUpdate, withdrawNotification } from '../../src/page/domain/jobs.ts';
import { type Notification, notificationDocument } from '../../src/page/domain/notification.ts';
import { mayLeave, type Page, pageDocument } from '../../src/page/domain/page.ts';
import { recordProviderTrouble } from '../../src/page/domain/provider-trouble.ts';
import { isSilent, wasAsleep } from '../../src/page/domain/quiet-hours.ts';
import { DEFAULT_LIMITS } from '../../src/page/domain/send-window.ts';
import { followDutyOfPage } from '../../src/page/follow-duty.ts';
import { notificationsOfStep } from '../../src/page/load.ts';
import { composeNotification, tellBundled, waitingToo } from '../../src/page/outgoing.ts';
import { acquireSlot, releaseSlot } from '../../src/page/rate-limit.ts';
import { mention } from '../../src/slack/mrkdwn.ts';

/** Where a notification stands once its channel has taken it: a network tells more later. */
const ACCEPTED_AS: Readonly<Record<string, DeliveryReport['state']>> = {
  slack: 'delivered',
  email: 'sent',
  push: 'sent',
  ntfy: 'sent',
};

export default job({
  kind: notify,
  async run({ notification, page: code, person: personId, channel: name }, deps, { mayHaveRunBefore }) {
    const { clock } = deps;
    const limit = (deps.pagingLimits ?? DEFAULT_LIMITS)[name];
    const [due, person, event] = await Promise.all([
      readDue(notification, code, deps),
      deps.directory.person(personId),
      deps.events.settings(),
    ]);
    if (!due) return undefined;
    const { one: first, page: opened } = due;
    const now = clock.now();
    const channel = deps.channels.find((known) => known.name === name);
    if (!channel || !person) {
      const others = await notificationsOfStep(first.value, opened.value, deps);
      const report = { state: 'failed', code: 'no-verified-number' } as const;
      return applyDeliveryReport(first, report, opened.value, others, now);
    }
    const { critical } = opened.value;
    const place = { person: personId, channel: name };
    let takenAt: string | undefined;
    const giveBack = async () => {
      if (takenAt !== undefined) await releaseSlot(place, takenAt, deps).catch(() => {});
    };
    if (limit && !critical && !mayHaveRunBefore && first.value.bundle === undefined) {
      const taken = await acquireSlot(place, limit, true, deps);
      if ('wait' in taken) throw new RetryLater(taken.wait / 1000, { untouched: true });
      takenAt = taken.at;
      const waiting =
        taken.first || name === 'voice' ? [] : await waitingToo(first.value, now.epochMilliseconds, deps);
      if (waiting.length > 0) return bundleNotifications(first, waiting, now);
    }
    // Its place in the queue of texts took its time, and may have been handed over to somebody else in it.
    const asked = takenAt === undefined ? due : await readDue(notification, code, deps);
    const current = asked?.one.value.at === first.value.at ? await afterSleep(asked, deps) : undefined;
    if (!current) {
      await giveBack();
      return undefined;
    }
    const { one, page } = current;
    const outgoing = await composeNotification(one.value, page.value, person, event, deps);
    const sent = (await isLostInDrill(page.value, name, deps))
      ? { refused: PRETENDED_OUTAGE }
      : await attemptToSend(channel, outgoing, one.value, mayHaveRunBefore, deps);
    if ('later' in sent) {
      await giveBack();
      throw new RetryLater(sent.later, { untouched: true });
    }
    if ('trouble' in sent) return recordProviderTrouble(one, page, sent.trouble, now, sent.inDoubtBy);
    if ('refused' in sent) {
      const others = await notificationsOfStep(one.value, page.value, deps);
      const failed = applyDeliveryReport(
        one,
        { state: 'failed', code: sent.refused },
        page.value,
        others,
        now,
      );
      return mergeChanges(failed, await stopTexting(sent.refused, personId, page.value, deps));
    }
    const report: DeliveryReport = {
      state: ACCEPTED_AS[name] ?? 'queued',
      ...keptOfAccepted(sent.accepted),
    };
    const told = await tellBundled(one.value, page.value, report, deps);
    // A critical page asks for no place, but is counted. Not in the commit below: a conflict about a counter
    // must never make a text leave twice, and an uncounted one is better than that.
    if (limit && critical) await acquireSlot(place, limit, false, deps).catch(() => {});
    return mergeChanges(
      applyDeliveryReport(one, report, page.value, [], now),
      recordRerouted(one.value, sent.accepted, now),
      told,
      await answeredMeanwhile(channel, one.value, deps),
    );
  },
});

interface Due {
  readonly one: Versioned<Notification>;
  readonly page: Versioned<Page>;
}

/**
 * Who is on duty right before something leaves: a change of shifts may have been committed at the same moment as
 * the page, or be on its way. The page is made to ask whoever is on duty; undefined where that is not this one, or
 * not now, since their quiet hours or their talk have begun.
 */
async function readDue(id: string, code: string, deps: Deps): Promise<Due | undefined> {
  const look = async (): Promise<Due | undefined> => {
    const [one, page] = await Promise.all([
      deps.store.get(notificationDocument, id),
      deps.store.get(pageDocument, code),
    ]);
    const isWaiting = one?.value.state === 'planned' && one.value.bundledIn === undefined;
    return isWaiting && page && mayLeave(page.value, one.value) ? { one, page } : undefined;
  };
  const [before, changed] = await Promise.all([look(), followDutyOfPage(code, deps)]);
  if (!changed || !before) return before;
  const after = await look();
  return after?.one.value.at === before.one.value.at ? after : undefined;
}

/** What waited for the end of their quiet hours is handed over now: a page that had been given up goes on. */
async function afterSleep(due: Due, deps: Deps): Promise<Due | undefined> {
  const { one, page } = due;
  if (isSilent(one.value.channel) || !wasAsleep(page.value, one.value)) return due;
  const now = deps.clock.now();
  await withOptimisticRetry(deps.store, async () => {
    const fresh = await deps.store.get(pageDocument, page.value.code);
    return { change: fresh && resumeEscalation(fresh, now), result: undefined };
  });
  return await readDue(one.value.id, page.value.code, deps);
}

/** Whether a drill pretends that its provider is out: asked for a drill's own pages alone. */
async function isLostInDrill(
  page: Page,
  channel: string,
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
): Promise<boolean> {
  if (!page.drill) return false;
  const running = await store.get(runningDrillDocument, RUNNING);
  return isPretendedOut(page, channel, running?.value, clock.now());
}

/** A call that began while somebody else answered, or while they went off duty, is stopped; a message that left then is brought up to date. */
async function answeredMeanwhile(
  channel: PagingChannel,
  one: Notification,
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
): Promise<Change | undefined> {
  if (!channel.withdraw && channel.name !== 'slack') return undefined;
  const page = await store.get(pageDocument, one.page);
  if (!page || mayLeave(page.value, one)) return undefined;
  if (!channel.withdraw) return { jobs: [scheduleDmUpdate(page.value.code, clock.now())] };
  return {
    jobs: [scheduleJob(withdrawNotification, clock.now(), { notification: one.id })],
  };
}

/** Refusals to text somebody who has sent STOP, and whose they are. */
const OPTED_OUT: Readonly<Record<string, string>> = { '21610': 'twilio', 'telnyx-40300': 'telnyx' };

/** The provider says that they opted out: no more texts, and somebody must know that they are on shift. */
async function stopTexting(
  code: string,
  person: string,
  page: Page,
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
): Promise<Change | undefined> {
  const provider = OPTED_OUT[code];
  const known = provider && (await store.get(personDocument, person));
  if (!known || known.value.optedOut) return undefined;
  const now = clock.now();
  return {
    put: [put(personDocument, person, { ...known.value, optedOut: true }, known.version)],
    facts: [
      recordFact(optedOut, {
        at: now,
        by: provider,
        about: [`person:${person}`, `page:${page.code}`],
        data: { person },
      }),
    ],
    jobs: [
      scheduleJob(
        tellOrganizers,
        now,
        {
          key: 'page.optedOutAlarm',
          params: { person: { mrkdwn: mention(known.value) } },
        },
        `opted-out:${person}`,
      ),
    ],
  };
}
