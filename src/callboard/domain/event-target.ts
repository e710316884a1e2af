/** Where events go out to: targets with their filters, what could not be delivered, and how far the ledger was read. */
import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { type Change, document, fact, type Put, put, recordFact, type Versioned } from '../../core/commit.ts';
import { InstantText, instantText, isRecent, milliseconds } from '../../core/instant.ts';
import { jobKind, RETRY, scheduleJob } from '../../core/job-kind.ts';

export const MAX_TARGETS = 20;
/** So many undelivered events of a target are kept one by one; those beyond are counted, and `replay` has them. */
export const MAX_DEAD = 200;
/** That a target answered is written down once in so many milliseconds, and not for each event. */
const WRITE_EVERY_MS = 60_000;

/** What a target wants; an empty list is everything. A list of rooms or severities lets through what has one of them. */
export const EventFilter = z.object({
  /** `page`, `page.opened`, `*`; without `callboard.` and version. */
  types: z.array(z.string()),
  rooms: z.array(z.string()),
  /** `sev1` to `sev3` of incidents, `critical` and `normal` of pages. */
  severities: z.array(z.string()),
});
export type EventFilter = z.infer<typeof EventFilter>;

/** As an organizer (or an event file, by name) sets one up. Never with its secret, which is made here and shown once. */
export const EventTargetSetup = EventFilter.extend({ name: z.string().min(1).max(40), url: z.string() });
export type EventTargetSetup = z.infer<typeof EventTargetSetup>;

export const EventTarget = EventTargetSetup.extend({
  /** Of any length: whoever is forgotten may leave a longer one. */
  name: z.string(),
  /** `T1`. */
  code: z.string(),
  secret: z.string(),
  by: z.string(),
  createdAt: InstantText,
  /** Nothing that happened before goes to it by itself. */
  lastSuccess: InstantText.exactOptional(),
  /** An event was given up on then, and none has arrived since. Organizers were told. */
  deadSince: InstantText.exactOptional(),
  /** Given up on since it last was empty: those that are kept and those that are not. */
  undelivered: z.number().int(),
});
export type EventTarget = z.infer<typeof EventTarget>;
export const eventTargetDocument = document({
  name: 'event-target',
  schema: EventTarget,
  schemaVersion: 1,
  sealed: true,
});

/** One event that a target never took. Its id is `<target's code>:<fact's id>`. */
export const DeadEvent = z.object({
  target: z.string(),
  event: z.string(),
  type: z.string(),
  at: InstantText,
  /** What it answered: a status, `timeout`, `unreachable`, … */
  code: z.string(),
});
export type DeadEvent = z.infer<typeof DeadEvent>;
export const deadEventDocument = document({
  name: 'dead-event',
  schema: DeadEvent,
  schemaVersion: 1,
  indexes: ({ target }) => [`target:${target}`],
});
export const deadId = (target: string, event: string): string => `${target}:${event}`;

/** The last fact that was looked at for events. There is one such document. */
export const eventCursorDocument = document({
  name: 'event-cursor',
  schema: z.object({ after: z.string() }),
  schemaVersion: 1,
});
export const CURSOR_ID = 'ledger';

const ofTarget = { target: z.string() };
export const targetAdded = fact('event-target.added', z.object({ ...ofTarget, name: z.string() }));
export const targetRemoved = fact('event-target.removed', z.object({ ...ofTarget, name: z.string() }));
export const targetAnswered = fact('event-target.answered', z.object(ofTarget));
export const eventUndelivered = fact(
  'event-target.undelivered',
  z.object({ ...ofTarget, event: z.string(), code: z.string() }),
);
export const deadRetried = fact('event-target.retried', z.object({ ...ofTarget, events: z.number().int() }));
export const eventsReplayed = fact(
  'event-target.replayed',
  z.object({ ...ofTarget, since: InstantText, events: z.number().int() }),
);
/** The ledger was read up to a fact, and these deliveries are due. */
export const eventsPublished = fact(
  'events.published',
  z.object({ upTo: z.string(), deliveries: z.number().int() }),
);

/** Reads the ledger on from where it was read to, and has what it finds delivered. */
export const publishEvents = jobKind({
  name: 'publish-events',
  schema: z.object({ slot: z.string() }),
  queue: 'webhooks',
  retry: RETRY.follow,
  id: ({ slot }: { slot: string }) => `publish-events:${slot}`,
});

/** How the ids of a target's deliveries begin. */
export const deliveriesTo = (target: string): string => `event:${target}:`;

/** Delivers one event to one target. `event` is the id of the fact that it is made of. */
export const deliverEvent = jobKind({
  name: 'deliver-event',
  schema: z.object({ target: z.string(), event: z.string() }),
  queue: 'webhooks',
  retry: RETRY.webhook,
  id: ({ target, event }: { target: string; event: string }) => `${deliveriesTo(target)}${event}`,
});

/** Goes through the ledger once more for one target, a part at a time. */
export const replayEvents = jobKind({
  name: 'replay-events',
  schema: z.object({
    target: z.string(),
    since: InstantText,
    after: z.string().exactOptional(),
    found: z.number().int(),
  }),
  queue: 'webhooks',
  retry: RETRY.follow,
  id: ({ target }: { target: string }) => `replay:${target}`,
});

/** What a filter looks at. */
export interface Filtered {
  /** `callboard.page.opened.v1` */
  readonly type: string;
  readonly room?: string | undefined;
  readonly severity?: string | undefined;
}

/** `page.opened` of `callboard.page.opened.v1`. */
export const shortType = (type: string): string => type.replace(/^callboard\./, '').replace(/\.v\d+$/, '');

const wantsType = (wanted: string, type: string): boolean => {
  const stem = shortType(wanted).replace(/\.?\*$/, '');
  const short = shortType(type);
  return stem === '' || short === stem || short.startsWith(`${stem}.`);
};

export const passes = ({ types, rooms, severities }: EventFilter, event: Filtered): boolean =>
  (types.length === 0 || types.some((wanted) => wantsType(wanted, event.type))) &&
  (rooms.length === 0 || (event.room !== undefined && rooms.includes(event.room))) &&
  (severities.length === 0 || (event.severity !== undefined && severities.includes(event.severity)));

/**
 * Looks at the ledger at the next full second: all that is stated within one second shares one job, and one that
 * is stated after that second's job ran puts it again.
 */
export function schedulePublish(now: Temporal.Instant) {
  const at = now.round({ smallestUnit: 'second', roundingMode: 'floor' }).add({ seconds: 1 });
  return scheduleJob(publishEvents, at, { slot: String(at.epochMilliseconds / 1000) });
}

const stated = (target: string, by: string, at: Temporal.Instant) => ({
  at,
  by,
  about: [`event-target:${target}`],
});

/** It took an event; written down once in a while, and when that ends trouble. Undefined where there is nothing to write. */
export function targetTook(
  { id, value, version }: Versioned<EventTarget>,
  event: string,
  dead: Versioned<DeadEvent> | undefined,
  now: Temporal.Instant,
): Change | undefined {
  const { lastSuccess, deadSince, undelivered, ...rest } = value;
  const isKnown =
    lastSuccess !== undefined && isRecent(milliseconds(lastSuccess), now.epochMilliseconds, WRITE_EVERY_MS);
  if (isKnown && deadSince === undefined && !dead) return undefined;
  const left = Math.max(0, undelivered - (dead ? 1 : 0));
  const next: EventTarget = { ...rest, undelivered: left, lastSuccess: instantText(now) };
  return {
    put: [
      put(eventTargetDocument, id, next, version),
      ...(dead ? [put(deadEventDocument, deadId(id, event), null, dead.version)] : []),
    ],
    facts: [recordFact(targetAnswered, { ...stated(id, 'callboard', now), data: { target: id } })],
  };
}

/** It never took one. @returns whether organizers are to hear of it: once, until it takes one again */
export function giveUpEvent(
  { id, value, version }: Versioned<EventTarget>,
  dead: Omit<DeadEvent, 'at' | 'target'>,
  kept: { readonly count: number; readonly version: number },
  now: Temporal.Instant,
): { readonly change: Change; readonly tells: boolean } {
  const { event, code } = dead;
  const isNew = kept.version === 0;
  const next: EventTarget = {
    ...value,
    deadSince: value.deadSince ?? instantText(now),
    undelivered: value.undelivered + (isNew ? 1 : 0),
  };
  const keeps = !isNew || kept.count < MAX_DEAD;
  return {
    tells: value.deadSince === undefined,
    change: {
      put: [
        put(eventTargetDocument, id, next, version),
        ...(keeps
          ? [
              put(
                deadEventDocument,
                deadId(id, event),
                { ...dead, target: id, at: instantText(now) },
                kept.version,
              ),
            ]
          : []),
      ],
      facts: [
        recordFact(eventUndelivered, { ...stated(id, 'callboard', now), data: { target: id, event, code } }),
      ],
    },
  };
}

/**
 * Some are too old to be tried again, and go without having arrived.
 *
 * @param left - How many of it are still kept: with the last of them, those that never were are not counted any more.
 */
export const withoutOldDead = (
  { id, value, version }: Versioned<EventTarget>,
  gone: number,
  left: number,
): Put =>
  put(
    eventTargetDocument,
    id,
    { ...value, undelivered: left === 0 ? 0 : Math.max(left, value.undelivered - gone) },
    version,
  );

/** All that are kept are tried again; each is forgotten when it has arrived. */
export const retryDead = (
  { id }: Versioned<EventTarget>,
  dead: readonly Versioned<DeadEvent>[],
  by: string,
  now: Temporal.Instant,
): Change => ({
  facts: [recordFact(deadRetried, { ...stated(id, by, now), data: { target: id, events: dead.length } })],
  jobs: dead.map(({ value }) => scheduleJob(deliverEvent, now, { target: id, event: value.event })),
});

/** With all that could not be delivered; what is on its way to it finds that it is gone. */
export const removeTarget = (
  { id, value, version }: Versioned<EventTarget>,
  dead: readonly Versioned<DeadEvent>[],
  by: string,
  now: Temporal.Instant,
): Change => ({
  put: [
    put(eventTargetDocument, id, null, version),
    ...dead.map((one) => put(deadEventDocument, one.id, null, one.version)),
  ],
  facts: [recordFact(targetRemoved, { ...stated(id, by, now), data: { target: id, name: value.name } })],
});

export const addTarget = (target: EventTarget, now: Temporal.Instant): Change => ({
  put: [put(eventTargetDocument, target.code, target)],
  facts: [
    recordFact(targetAdded, {
      ...stated(target.code, target.by, now),
      data: { target: target.code, name: target.name },
    }),
  ],
});
