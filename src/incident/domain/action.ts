/** Action items: what is to be different next time, whose it is and until when. Closing one needs a word. */
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import {
  type Change,
  cancelJob,
  document,
  type Fact,
  type JobChange,
  PRIVATE,
  put,
  recordFact,
  scheduleJob,
  type Versioned,
} from '../../core/commit.ts';
import {
  actionAdded,
  actionDone,
  actionReminded,
  actionSnoozed,
  actionTold,
  actionTrackAsked,
  actionTracked,
} from './facts.ts';
import type { Incident } from './incident.ts';
import { digestActions, postmortemSoon, remindAction, tellOwner, trackAction } from './jobs.ts';
import { isPrivate } from './privacy.ts';
import { TrackerName } from './tracker.ts';

export const Tracked = z.object({
  tracker: TrackerName,
  state: z.enum(['asked', 'taken']),
  url: z.string().exactOptional(),
});
export type Tracked = z.infer<typeof Tracked>;

export const ActionItem = z.object({
  /** `A6`. */
  code: z.string(),
  incident: z.string(),
  text: z.string(),
  owner: z.string(),
  /** A calendar date in the event's zone, `2019-06-12`. */
  due: z.iso.date(),
  state: z.enum(['open', 'done']),
  /** What was done, in the words of the one who closed it. */
  done: z.string().exactOptional(),
  /** Reasons for which it was put off, oldest first. */
  snoozed: z.array(z.string()),
  /** The trackers it was sent to; with an address once they have answered. */
  tracked: z.array(Tracked).exactOptional(),
});
export type ActionItem = z.infer<typeof ActionItem>;

export const actionDocument = document({
  name: 'action-item',
  schema: ActionItem,
  schemaVersion: 1,
  sealed: true,
  indexes: (item) => [
    item.state,
    `incident:${item.incident}`,
    // Somebody's own are looked for again and again: those that are done are no part of that.
    ...(item.state === 'open' ? [`owner:${item.owner}`] : []),
  ],
});

type Instant = Temporal.Instant;
/** The incident that an item is of. */
type Of = Pick<Incident, 'code' | 'responders'>;

/** Reminders go out at this hour of the event's day. */
const HOUR = '09:00';
const DIGEST_DAYS = 7;

const morning = (date: Temporal.PlainDate, zone: string): Instant =>
  date.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(HOUR) }).toInstant();

/** When its owner is reminded next, after `now`: the day before, on the day, the day after, then weekly. */
export function nextReminder(dueDate: string, zone: string, now: Instant): Instant {
  const date = Temporal.PlainDate.from(dueDate);
  const overdue = date.add({ days: 1 });
  for (const first of [date.subtract({ days: 1 }), date, overdue]) {
    const at = morning(first, zone);
    if (Temporal.Instant.compare(at, now) > 0) return at;
  }
  const today = now.toZonedDateTimeISO(zone).toPlainDate();
  const weeks = Math.floor(overdue.until(today, { largestUnit: 'day' }).days / 7) + 1;
  const weekly = morning(overdue.add({ weeks }), zone);
  return Temporal.Instant.compare(weekly, now) > 0
    ? weekly
    : morning(overdue.add({ weeks: weeks + 1 }), zone);
}

const ofItem = (item: ActionItem, incident: Of): Pick<Fact, 'about' | 'sealed'> => ({
  about: [`action:${item.code}`, `incident:${item.incident}`, ...(isPrivate(incident) ? [PRIVATE] : [])],
  ...(isPrivate(incident) && { sealed: true }),
});

const reminder = (item: ActionItem, zone: string, now: Instant): JobChange =>
  scheduleJob(remindAction, nextReminder(item.due, zone, now), {
    action: item.code,
  });

export const digestAfter = (now: Instant): JobChange =>
  scheduleJob(digestActions, now.add({ hours: 24 * DIGEST_DAYS }), {});

/** `firstOpen`: no other item that the digest may name is open, so the weekly digest begins. */
export function addAction(
  item: Omit<ActionItem, 'state' | 'snoozed' | 'incident'>,
  incident: Of,
  {
    by,
    zone,
    now,
    firstOpen,
  }: { readonly by: string; readonly zone: string; readonly now: Instant; readonly firstOpen: boolean },
): { item: ActionItem; change: Change } {
  const full: ActionItem = { ...item, incident: incident.code, state: 'open', snoozed: [] };
  const data = {
    action: item.code,
    incident: full.incident,
    owner: item.owner,
    due: item.due,
    text: item.text,
  };
  return {
    item: full,
    change: {
      put: [put(actionDocument, item.code, full)],
      facts: [recordFact(actionAdded, { at: now, by, ...ofItem(full, incident), data })],
      jobs: [
        reminder(full, zone, now),
        postmortemSoon(full.incident, now),
        // Whoever takes it themself knows.
        ...(item.owner === by ? [] : [scheduleJob(tellOwner, now, { action: item.code, by })]),
        ...(firstOpen ? [digestAfter(now)] : []),
      ],
    },
  };
}

export function closeAction(
  { value, version }: Versioned<ActionItem>,
  incident: Of,
  text: string,
  { by, zone, now }: { readonly by: string; readonly zone: string; readonly now: Instant },
): Change {
  if (value.state === 'done') return {};
  const inTime = now.toZonedDateTimeISO(zone).toPlainDate().toString() <= value.due;
  const data = { action: value.code, incident: value.incident, text, inTime, owner: value.owner };
  return {
    put: [put(actionDocument, value.code, { ...value, state: 'done', done: text }, version)],
    facts: [recordFact(actionDone, { at: now, by, ...ofItem(value, incident), data })],
    jobs: [
      cancelJob(remindAction, { action: value.code }),
      cancelJob(tellOwner, { action: value.code }),
      postmortemSoon(value.incident, now),
    ],
  };
}

export function snoozeAction(
  { value, version }: Versioned<ActionItem>,
  incident: Of,
  dueDate: string,
  reason: string,
  { by, zone, now }: { readonly by: string; readonly zone: string; readonly now: Instant },
): Change {
  const next: ActionItem = { ...value, due: dueDate, snoozed: [...value.snoozed, reason] };
  const data = { action: value.code, incident: value.incident, due: dueDate, reason };
  return {
    put: [put(actionDocument, value.code, next, version)],
    facts: [recordFact(actionSnoozed, { at: now, by, ...ofItem(value, incident), data })],
    jobs: [reminder(next, zone, now), postmortemSoon(value.incident, now)],
  };
}

/** Its owner is told that it is theirs, once; nothing where it was closed meanwhile. */
export function tellOfAction(item: ActionItem | undefined, incident: Of, now: Instant): Change | undefined {
  if (item?.state !== 'open') return undefined;
  const data = { action: item.code, incident: item.incident, owner: item.owner };
  return { facts: [recordFact(actionTold, { at: now, by: 'callboard', ...ofItem(item, incident), data })] };
}

const otherTrackers = ({ tracked = [] }: ActionItem, tracker: TrackerName): Tracked[] =>
  tracked.filter((one) => one.tracker !== tracker);

/** Asks a tracker outside to take it. Nothing where it was asked already. */
export function trackItem(
  { value, version }: Versioned<ActionItem>,
  incident: Of,
  tracker: TrackerName,
  by: string,
  now: Instant,
): Change {
  if (value.tracked?.some((one) => one.tracker === tracker)) return {};
  const next: ActionItem = {
    ...value,
    tracked: [...(value.tracked ?? []), { tracker, state: 'asked' }],
  };
  const data = { action: value.code, incident: value.incident, tracker };
  return {
    put: [put(actionDocument, value.code, next, version)],
    facts: [recordFact(actionTrackAsked, { at: now, by, ...ofItem(value, incident), data })],
    jobs: [scheduleJob(trackAction, now, { action: value.code, tracker })],
  };
}

/** The tracker has it. */
export function trackedAt(
  { value, version }: Versioned<ActionItem>,
  incident: Of,
  tracker: TrackerName,
  url: string | undefined,
  now: Instant,
): Change {
  const taken: Tracked = { tracker, state: 'taken', ...(url !== undefined && { url }) };
  const data = { action: value.code, incident: value.incident, tracker, ...(url !== undefined && { url }) };
  return {
    put: [
      put(
        actionDocument,
        value.code,
        { ...value, tracked: [...otherTrackers(value, tracker), taken] },
        version,
      ),
    ],
    facts: [
      recordFact(actionTracked, { at: now, by: `tracker:${tracker}`, ...ofItem(value, incident), data }),
    ],
    jobs: [postmortemSoon(value.incident, now)],
  };
}

/** It would not take it: who asks again asks anew. */
export function notTracked(
  { value, version }: Versioned<ActionItem>,
  tracker: TrackerName,
): Pick<Change, 'put'> {
  const { tracked: _, ...rest } = value;
  const others = otherTrackers(value, tracker);
  const next = others.length > 0 ? { ...rest, tracked: others } : rest;
  return { put: [put(actionDocument, value.code, next, version)] };
}

/** A reminder that is due: what it is about, and the next one. Nothing where it was closed meanwhile. */
export function remindOwner(
  item: ActionItem | undefined,
  incident: Of,
  zone: string,
  now: Instant,
): Change | undefined {
  if (item?.state !== 'open') return undefined;
  const data = { action: item.code, incident: item.incident, when: whenDue(item, zone, now) };
  return {
    facts: [recordFact(actionReminded, { at: now, by: 'callboard', ...ofItem(item, incident), data })],
    jobs: [reminder(item, zone, now)],
  };
}

export type WhenDue = 'before' | 'today' | 'overdue';

export function whenDue(item: Pick<ActionItem, 'due'>, zone: string, now: Instant): WhenDue {
  const today = now.toZonedDateTimeISO(zone).toPlainDate();
  const order = Temporal.PlainDate.compare(today, Temporal.PlainDate.from(item.due));
  return order < 0 ? 'before' : order === 0 ? 'today' : 'overdue';
}
