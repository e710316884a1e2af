/**
 * The five roles that somebody may have, and what a door asks for. Each role includes the ones before it.
 * Which door asks for which is one table, `core/rights.ts`; here is only what the words mean.
 */
import type { EventSettings } from './event.ts';
import type { Person } from './person.ts';
import { isInCrewGroup } from './user-group.ts';

/** From the least to the most. */
export const PERMISSIONS = ['stranger', 'attendee', 'speaker', 'crew', 'organizer'] as const;
export type Permission = (typeof PERMISSIONS)[number];

/**
 * What a door asks for. `own` is for what is somebody's own (their talk, their shift, a page that asks them,
 * a set of keys of which they hold a share), `others` for everything else behind that door.
 */
export type Right = Permission | { readonly own: Permission; readonly others: Permission | 'nobody' };

/** Whether a role is at least the one that is needed. */
export const includes = (has: Permission, needed: Permission | 'nobody'): boolean =>
  needed !== 'nobody' && PERMISSIONS.indexOf(has) >= PERMISSIONS.indexOf(needed);

/** The least role that comes through the door at all; the door itself looks whose thing it is. */
export const leastFor = (right: Right): Permission => (typeof right === 'string' ? right : right.own);

/** Whether a role may, with something of one's own or of others. */
export const permits = (right: Right, has: Permission, own: boolean): boolean =>
  typeof right === 'string' ? includes(has, right) : includes(has, own ? right.own : right.others);

/** What the rota and the agenda know of people, by their ids. */
export interface Duties {
  /** On a shift of this event, or leading a role. */
  readonly crew: ReadonlySet<string>;
  /** Linked to a speaker of the agenda. */
  readonly speakers: ReadonlySet<string>;
}

/**
 * The role that somebody has now. Whoever was deactivated in Slack, or belongs to another workspace, is a
 * stranger, whatever the event says of them.
 */
export function roleOf(person: Person, event: EventSettings, { crew, speakers }: Duties): Permission {
  if (person.guest || person.deactivated) return 'stranger';
  if (event.organizers.includes(person.id)) return 'organizer';
  if (crew.has(person.id) || event.crew?.includes(person.id) || isInCrewGroup(event, person.id))
    return 'crew';
  return speakers.has(person.id) ? 'speaker' : 'attendee';
}
