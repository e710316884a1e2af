/** The event's settings: one document, read by everything, changed with `/callboard event`. */
import { z } from 'zod';
import { document, fact } from '../../core/commit.ts';
import { InstantText } from '../../core/instant.ts';
import { Flag } from './flag.ts';
import { PromiseTerms } from './promises.ts';
import { RetentionDays } from './retention-days.ts';
import { UserGroup } from './user-group.ts';

export const LocaleName = z.enum(['en', 'es']);

export const EventSettings = z.object({
  name: z.string(),
  /** IANA zone, such as `Europe/Madrid`: what wall-clock times mean. */
  zone: z.string(),
  language: LocaleName,
  /** Calendar dates in the event's zone, both included. The agenda's own days go before them. */
  dates: z.object({ first: z.iso.date(), last: z.iso.date() }).exactOptional(),
  /** Slack user ids. */
  organizers: z.array(z.string()),
  /** Since when, by Slack user id; whoever is not in it was an organizer before this was noted. */
  organizersSince: z.record(z.string(), InstantText).exactOptional(),
  /** Crew by hand, by Slack user id; whoever has a shift is crew without being named here. */
  crew: z.array(z.string()).exactOptional(),
  /** User groups of Slack that somebody has named here, as they were last read. */
  groups: z.array(UserGroup).exactOptional(),
  /** Ids of groups whose members are crew. */
  crewGroups: z.array(z.string()).exactOptional(),
  /** Slack user ids of whoever may page no more. */
  blocked: z.array(z.string()).exactOptional(),
  /** Days after the event for which numbers and people are kept; the defaults where nothing is said. */
  retention: RetentionDays.exactOptional(),
  /** What is promised, and what happens when it is not kept; the defaults where nothing is said. */
  promises: PromiseTerms.exactOptional(),
  /** Deeds of volunteers earn cards; they do not where nothing is said. */
  cards: z.boolean().exactOptional(),
  /** New ways that some people try. */
  flags: z.array(Flag).exactOptional(),
  /** Slack channel ids; what has no channel of its own falls back to `ops`. */
  channels: z.object({
    announcements: z.string().exactOptional(),
    ops: z.string().exactOptional(),
    incidents: z.string().exactOptional(),
    volunteers: z.string().exactOptional(),
  }),
  /** Rooms that have a channel or other names; rooms of the agenda need no entry here. */
  rooms: z.array(
    z.object({
      name: z.string(),
      channel: z.string().exactOptional(),
      aliases: z.array(z.string()).exactOptional(),
      /** Rooms with the same word here empty into one another: foyer, stairs, corridor. */
      door: z.string().exactOptional(),
    }),
  ),
});
export type EventSettings = z.infer<typeof EventSettings>;

export const eventDocument = document({ name: 'event', schema: EventSettings, schemaVersion: 1 });

/** There is one event in a deployment's key space, so its document has a fixed id. */
export const EVENT_ID = 'event';

/** What the event is before anybody has set it. @param organizers - those whom the operator names */
export const unsetEvent = (organizers: readonly string[]): EventSettings => ({
  name: 'Callboard',
  zone: 'UTC',
  language: 'en',
  organizers: [...organizers],
  channels: {},
  rooms: [],
});

export const eventChanged = fact('event.changed', z.object({ fields: z.array(z.string()) }));

export const isOrganizer = (event: EventSettings, personId: string): boolean =>
  event.organizers.includes(personId);

/** The channel where a room's messages go: its own, else ops. */
export const channelOfRoom = (event: EventSettings, room: string): string | undefined =>
  event.rooms.find((one) => one.name === room)?.channel ?? event.channels.ops;
