/** One notification as it leaves: whom to, in which words, and what of other pages is told in the same text. */
import type { EventSettings } from '../callboard/domain/event.ts';
import type { Person } from '../callboard/domain/person.ts';
import { type Change, mergeChanges, type Versioned } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import { instant } from '../core/instant.ts';
import type { Outgoing } from '../core/ports/paging.ts';
import { languageOf } from '../i18n/index.ts';
import { offeredAtOnce } from '../incident/load-remedies.ts';
import { runbookForPage } from '../incident/runbooks.ts';
import { dmMessage } from './direct-message.ts';
import { applyDeliveryReport, type DeliveryReport } from './domain/delivery.ts';
import { type Notification, notificationDocument } from './domain/notification.ts';
import { mayLeave, type Page, pageDocument } from './domain/page.ts';
import { nextStepDue } from './domain/provider-trouble.ts';
import { loadPeople } from './load.ts';
import { pageNotice, showsNotice } from './push/notice.ts';
import { bundleText, smsText } from './sms-text.ts';

/** Seconds after which a text that is still queued is worth nothing (FIELD-NOTES, Twilio). */
const VALID_FOR = 300;

export async function composeNotification(
  one: Notification,
  page: Page,
  person: Person,
  event: EventSettings,
  deps: Pick<Deps, 'store' | 'clock' | 'directory' | 'remedies' | 'runbooks'>,
): Promise<Outgoing> {
  const language = languageOf(person, event);
  // Of people, only what the page does not say itself is read: a round trip before the text can leave.
  const named = [
    ...(page.authorName === undefined && one.channel !== 'slack' ? [page.author] : []),
    ...(page.target.kind === 'person' ? [page.target.name] : []),
    ...(page.handover && page.acknowledged ? [page.acknowledged.by] : []),
  ];
  const names = await loadPeople(named, deps);
  const model = {
    page,
    notifications: new Map(),
    names,
    zone: event.zone,
    now: deps.clock.now().epochMilliseconds,
    // In memory: no round trip.
    ...(one.channel === 'slack' && {
      remedies: await offeredAtOnce(page, deps),
      runbook: (await runbookForPage(page, deps))?.name,
    }),
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
    ...(showsNotice(one.channel) && { notice: pageNotice(page, names, language.t) }),
    validFor: VALID_FOR,
    since: instant(one.at),
    urgent: page.critical,
    ...(one.notBy && { notBy: one.notBy }),
    ...(page.lostBy && { ratherNotBy: page.lostBy }),
    doubtUntil: nextStepDue(page, one),
  };
}

/** The pages that are told of too; not those that they went off duty for since. */
async function pagesOf(ids: readonly string[], { store }: Pick<Deps, 'store'>): Promise<Page[]> {
  const others = await store.getMany(notificationDocument, ids);
  const codes = others.flatMap((other) => (other?.value.state === 'planned' ? [other.value.page] : []));
  return (await store.getMany(pageDocument, [...new Set(codes)])).flatMap((page) =>
    page ? [page.value] : [],
  );
}

/** Others of this person on this channel whose time has come and whose page is open. */
export async function waitingToo(
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
    return page?.state === 'open' && !page.critical && mayLeave(page, value);
  });
}

/** Those whose news is in this text have left with it. */
export async function tellBundled(
  notification: Notification,
  page: Page,
  report: DeliveryReport,
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
): Promise<Change | undefined> {
  if (!notification.bundle) return undefined;
  const others = await store.getMany(notificationDocument, notification.bundle);
  const changes = others.map((other) =>
    other?.value.state === 'planned'
      ? applyDeliveryReport(other, report, { ...page, code: other.value.page }, [], clock.now())
      : undefined,
  );
  return mergeChanges(...changes);
}
