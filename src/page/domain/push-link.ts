/**
 * The address of somebody's own page for push messages: the same as long as the event lasts, since an app on a home
 * screen begins there. Whoever has it can answer for them, so that it is kept sealed and can be made anew.
 */
import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { type Change, document, mergeChanges, put, recordFact, type Versioned } from '../../core/commit.ts';
import { pushLinked, pushUnlinked } from './facts.ts';

const PushLink = z.object({ person: z.string(), token: z.string() });
export type PushLink = z.infer<typeof PushLink>;

/** Its id is the person's. */
export const pushLinkDocument = document({
  name: 'push-link',
  schema: PushLink,
  schemaVersion: 1,
  indexes: ({ token }) => [`token:${token}`],
  sealed: true,
  digested: ['token'],
});

/** Days after the event's last one for which links and devices stay. */
export const PUSH_DAYS = 2;

/** When links and devices end; undefined while nobody has said when the event does. @param end - the event's own */
export const pushEnd = (end: Temporal.Instant | undefined): Temporal.Instant | undefined =>
  end?.add({ hours: PUSH_DAYS * 24 });

/** Gives somebody a page of their own, or another address for it: the old one then leads nowhere. */
export const linkPush = (
  known: Versioned<PushLink> | undefined,
  person: string,
  token: string,
  now: Temporal.Instant,
): Change => ({
  put: [put(pushLinkDocument, person, { person, token }, known?.version ?? 0)],
  facts: [recordFact(pushLinked, { at: now, by: person, about: [`person:${person}`], data: { person } })],
});

/** Its address leads nowhere any more. */
export const unlinkPush = ({ id, version }: Versioned<PushLink>, now: Temporal.Instant): Change => ({
  put: [put(pushLinkDocument, id, null, version)],
  facts: [recordFact(pushUnlinked, { at: now, by: id, about: [`person:${id}`], data: { person: id } })],
});

/** The pages of everybody: the event is over. */
export const unlinkAll = (links: readonly Versioned<PushLink>[], now: Temporal.Instant): Change =>
  mergeChanges(...links.map((link) => unlinkPush(link, now))) ?? {};
