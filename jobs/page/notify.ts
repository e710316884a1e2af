/**
 * Lets one notification leave: to one person, on one channel. What may have left before a crash is looked
 * for first; a channel that refuses starts the next one; a provider in trouble is tried again.
 */

import type { EventSettings } from '../../src/callboard/domain/event.ts';
import { tellOrganizers } from '../../src/callboard/domain/jobs.ts';
import { type Person, personDocument } from '../../src/callboard/domain/person.ts';
import {
  type Change,
  mergeChanges,
  put,
  recordFact,
  scheduleJob,
  type Versioned,
} from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { PermanentError, RetryLater } from '../../src/core/errors.ts';
import { instant } from '../../src/core/instant.ts';
import { job } from '../../src/core/job.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import type { Accepted, Outgoing, PagingChannel } from '../../src/core/ports/paging.ts';
import { languageOf } from '../../src/i18n/index.ts';
import { dmMessage } from '../../src/page/card.ts';
import { resumeEscalation } from '../../src/page/domain/answers.ts';
import {
  applyDeliveryReport,
  bundleNotifications,
  type DeliveryReport,
  recordProviderTrouble,
} from '../../src/page/domain/delivery.ts';
import { optedOut } from '../../src/page/domain/facts.ts';
import { notify, scheduleDmUpdate, withdrawNotification } from '../../src/page/domain/jobs.ts';
import { type Notification, notificationDocument } from '../../src/page/domain/notification.ts';
import { type Page, pageDocument } from '../../src/page/domain/page.ts';
import { isSilent, isStillTheirs, quietUntil, wasAsleep } from '../../src/page/domain/quiet-hours.ts';
import { DEFAULT_LIMITS } from '../../src/page/domain/send-window.ts';
import { loadDuty, loadPeople, notificationsOfStep } from '../../src/page/load.ts';
import { acquireSlot, releaseSlot } from '../../src/page/rate-limit.ts';
import { sendOut } from '../../src/page/send-out.ts';
import { bundleText, smsText } from '../../src/page/sms-text.ts';
import { mention } from '../../src/slack/mrkdwn.ts';

/** Seconds after which a text that is still queued is worth nothing (FIELD-NOTES, Twilio). */
const VALID_FOR = 300;

type Sent =
  | { readonly accepted: Accepted }
  | { readonly refused: string }
  | { readonly trouble: number | undefined }
  /** The provider's own pace: nothing left, and nothing is wrong. Seconds. */
  | { readonly later: number };

export default job({
  kind: notify,
  async run({ notification, page: code, person: personId, channel: name }, deps, { mayHaveRunBefore }) {
    const { store, clock } = deps;
    const limit = (deps.pagingLimits ?? DEFAULT_LIMITS)[name];
    const [one, page, person, event] = await Promise.all([
      store.get(notificationDocument, notification),
      store.get(pageDocument, code),
      deps.directory.person(personId),
      deps.events.settings(),
    ]);
    if (!one || !page || one.value.state !== 'planned' || one.value.bundledIn !== undefined) return undefined;
    if (page.value.state !== 'open' || one.value.sequence < page.value.countsFromStep) return undefined;
    const now = clock.now();
    const channel = deps.channels.find((known) => known.name === name);
    if (!channel || !person) {
      const others = await notificationsOfStep(one.value, page.value, deps);
      return applyDeliveryReport(
        one,
        { state: 'failed', code: 'no-verified-number' },
        page.value,
        others,
        now,
      );
    }
    const { critical } = page.value;
    const place = { person: personId, channel: name };
    let takenAt: string | undefined;
    const over = await afterQuietHours(one.value, page.value, person, event, deps);
    if (over)
      return applyDeliveryReport(
        one,
        over,
        page.value,
        await notificationsOfStep(one.value, page.value, deps),
        now,
      );
    if (limit && !critical && !mayHaveRunBefore && one.value.bundle === undefined) {
      const taken = await acquireSlot(place, limit, true, deps);
      if ('wait' in taken) throw new RetryLater(taken.wait / 1000, { untouched: true });
      const waiting =
        taken.first || name === 'voice' ? [] : await waitingToo(one.value, now.epochMilliseconds, deps);
      if (waiting.length > 0) return bundleNotifications(one, waiting, now);
      takenAt = taken.at;
    }
    const outgoing = await compose(one.value, page.value, person, event, deps);
    const sent = await attempt(channel, outgoing, mayHaveRunBefore || (one.value.troubles ?? 0) > 0, deps);
    if ('later' in sent) {
      if (takenAt !== undefined) await releaseSlot(place, takenAt, deps).catch(() => {});
      throw new RetryLater(sent.later, { untouched: true });
    }
    if ('trouble' in sent) return recordProviderTrouble(one, page, sent.trouble, now);
    if ('refused' in sent) {
      const others = await notificationsOfStep(one.value, page.value, deps);
      const failed = applyDeliveryReport(
        one,
        { state: 'failed', code: sent.refused },
        page.value,
        others,
        now,
      );
      return mergeChanges(
        failed,
        sent.refused === '21610' ? await stopTexting(personId, page.value, deps) : undefined,
      );
    }
    const report: DeliveryReport = {
      state: name === 'slack' ? 'delivered' : name === 'email' ? 'sent' : 'queued',
      reference: sent.accepted.reference,
    };
    const told = await tellBundled(one.value, page.value, report, deps);
    // A critical page asks for no place, but is counted. Not in the commit below: a conflict about a counter
    // must never make a text leave twice, and an uncounted one is better than that.
    if (limit && critical) await acquireSlot(place, limit, false, deps).catch(() => {});
    return mergeChanges(
      applyDeliveryReport(one, report, page.value, [], now),
      told,
      await answeredMeanwhile(channel, one.value, deps),
    );
  },
});

/**
 * What waited for the end of somebody's quiet hours is handed over now: a report where it no longer is
 * theirs. Waits on where they made the hours longer meanwhile.
 */
async function afterQuietHours(
  notification: Notification,
  page: Page,
  person: Person,
  event: EventSettings,
  deps: Deps,
): Promise<DeliveryReport | undefined> {
  if (isSilent(notification.channel) || !wasAsleep(page, notification.sequence, person.id)) return undefined;
  const now = deps.clock.now();
  const until = quietUntil(person, now, event.zone);
  if (until) throw new RetryLater((until.epochMilliseconds - now.epochMilliseconds) / 1000);
  const duty = { ...(await loadDuty(deps)), now };
  if (!isStillTheirs(page, notification.sequence, person.id, duty))
    return { state: 'failed', code: 'off-duty' };
  await withOptimisticRetry(deps.store, async () => {
    const known = await deps.store.get(pageDocument, page.code);
    return { change: known && resumeEscalation(known, now), result: undefined };
  });
  return undefined;
}

/** What left is found or sent; what the provider says about it is sorted. */
async function attempt(
  channel: PagingChannel,
  outgoing: Outgoing,
  mayHaveLeft: boolean,
  deps: Deps,
): Promise<Sent> {
  try {
    const before = mayHaveLeft ? await channel.find?.(outgoing) : undefined;
    return { accepted: before ?? (await sendOut(channel, outgoing, deps)) };
  } catch (error) {
    if (error instanceof PermanentError) return { refused: error.code };
    if (error instanceof RetryLater) {
      if ('providerDown' in error) return { trouble: error.seconds };
      return { later: error.seconds };
    }
    return { trouble: undefined };
  }
}

async function compose(
  one: Notification,
  page: Page,
  person: Person,
  event: EventSettings,
  deps: Deps,
): Promise<Outgoing> {
  const language = languageOf(person, event);
  // Of people, only what the page does not say itself is read: a round trip before the text can leave.
  const named = [
    ...(page.authorName === undefined && one.channel !== 'slack' ? [page.author] : []),
    ...(page.target.kind === 'person' ? [page.target.name] : []),
  ];
  const names = await loadPeople(named, deps);
  const model = {
    page,
    notifications: new Map(),
    names,
    zone: event.zone,
    now: deps.clock.now().epochMilliseconds,
  };
  const text = one.bundle
    ? bundleText([page, ...(await pagesOf(one.bundle, deps))], one, language.t)
    : smsText(page, one, names, language.t);
  return {
    notification: one.id,
    attempt: one.attempt,
    to: person,
    text,
    ...(one.channel === 'slack' && { message: dmMessage(model, person.id, one.id, language) }),
    validFor: VALID_FOR,
    since: instant(one.at),
    urgent: page.critical,
  };
}

async function pagesOf(ids: readonly string[], { store }: Pick<Deps, 'store'>): Promise<Page[]> {
  const others = await store.getMany(notificationDocument, ids);
  const codes = others.flatMap((other) => (other ? [other.value.page] : []));
  return (await store.getMany(pageDocument, [...new Set(codes)])).flatMap((page) =>
    page ? [page.value] : [],
  );
}

/** Others of this person on this channel whose time has come and whose page is open. */
async function waitingToo(
  notification: Notification,
  now: number,
  { store }: Pick<Deps, 'store'>,
): Promise<Versioned<Notification>[]> {
  const planned = await store.find(
    notificationDocument,
    `planned:${notification.person}:${notification.channel}`,
  );
  const ready = planned.filter(
    ({ id, value }) =>
      id !== notification.id &&
      !value.bundledIn &&
      !value.bundle &&
      instant(value.at).epochMilliseconds <= now,
  );
  const pages = await store.getMany(pageDocument, [...new Set(ready.map(({ value }) => value.page))]);
  const open = new Map(pages.flatMap((page) => (page ? [[page.id, page.value] as const] : [])));
  return ready.filter(({ value }) => {
    const page = open.get(value.page);
    return page?.state === 'open' && !page.critical && value.sequence >= page.countsFromStep;
  });
}

/** Those whose news is in this text have left with it. */
async function tellBundled(
  notification: Notification,
  page: Page,
  report: DeliveryReport,
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
): Promise<Change | undefined> {
  if (!notification.bundle) return undefined;
  const others = await store.getMany(notificationDocument, notification.bundle);
  const changes = others.map((other) =>
    other
      ? applyDeliveryReport(other, report, { ...page, code: other.value.page }, [], clock.now())
      : undefined,
  );
  return mergeChanges(...changes);
}

/** A call that began while somebody else answered is stopped; a message that left then is brought up to date. */
async function answeredMeanwhile(
  channel: PagingChannel,
  one: Notification,
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
): Promise<Change | undefined> {
  if (!channel.withdraw && channel.name !== 'slack') return undefined;
  const page = await store.get(pageDocument, one.page);
  if (!page || page.value.state === 'open') return undefined;
  if (!channel.withdraw) return { jobs: [scheduleDmUpdate(page.value.code, clock.now())] };
  return {
    jobs: [scheduleJob(withdrawNotification, clock.now(), { notification: one.id })],
  };
}

/** The provider says that they opted out: no more texts, and somebody must know that they are on shift. */
async function stopTexting(
  person: string,
  page: Page,
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
): Promise<Change | undefined> {
  const known = await store.get(personDocument, person);
  if (!known || known.value.optedOut) return undefined;
  const now = clock.now();
  return {
    put: [put(personDocument, person, { ...known.value, optedOut: true }, known.version)],
    facts: [
      recordFact(optedOut, {
        at: now,
        by: 'twilio',
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
