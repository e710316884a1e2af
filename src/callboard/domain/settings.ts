/** Changing the event: its settings, and who its organizers are. */
import type { Temporal } from 'temporal-polyfill';
import { type Actor, type Change, put, recordFact, type Versioned } from '../../core/commit.ts';
import { instantText } from '../../core/instant.ts';
import { cardsSwitchedOff, cardsSwitchedOn } from './card-facts.ts';
import { EVENT_ID, type EventSettings, eventChanged, eventDocument } from './event.ts';
import { type UserGroup, withGroup } from './user-group.ts';

/** The event as it stands: its document, or what the configuration says where nobody has set it yet. */
export interface Standing {
  readonly value: EventSettings;
  /** 0 where there is no document yet. */
  readonly version: number;
}

export const currentSettings = (
  document: Versioned<EventSettings> | undefined,
  configured: EventSettings,
): Standing => document ?? { value: configured, version: 0 };

/** Who changes it, and when. */
export interface Doing {
  readonly at: Temporal.Instant;
  readonly by: Actor;
}

const FIELDS = [
  'name',
  'zone',
  'language',
  'dates',
  'organizers',
  'crew',
  'groups',
  'crewGroups',
  'blocked',
  'retention',
  'promises',
  'cards',
  'flags',
  'channels',
  'rooms',
] as const;

const changed = (before: EventSettings, after: EventSettings): string[] =>
  FIELDS.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));

/** Undefined when nothing would be different. */
export function setEvent(event: Standing, after: EventSettings, { at, by }: Doing): Change | undefined {
  const fields = changed(event.value, after);
  if (fields.length === 0) return undefined;
  return {
    put: [put(eventDocument, EVENT_ID, after, event.version)],
    facts: [
      recordFact(eventChanged, { at, by, about: ['event'], data: { fields } }),
      ...(fields.includes('cards')
        ? [
            recordFact(after.cards ? cardsSwitchedOn : cardsSwitchedOff, {
              at,
              by,
              about: ['event'],
              data: {},
            }),
          ]
        : []),
    ],
  };
}

export type OrganizersDecision =
  | { readonly change: Change; readonly after: EventSettings }
  | { readonly refused: 'already' | 'is-none' | 'last' | 'taken' };

const withOrganizers = (event: Standing, organizers: string[], doing: Doing): OrganizersDecision => {
  const { organizersSince: known = {}, organizers: before, ...rest } = event.value;
  const since = organizers.flatMap((id) => {
    const at = before.includes(id) ? known[id] : instantText(doing.at);
    return at === undefined ? [] : [[id, at] as const];
  });
  const after = {
    ...rest,
    organizers,
    ...(since.length > 0 && { organizersSince: Object.fromEntries(since) }),
  };
  const change = setEvent(event, after, doing);
  return change ? { change, after } : { refused: 'already' };
};

/** In a workspace where nobody is the organizer yet, whoever confirms first is. */
export function becomeOrganizer(event: Standing, doing: Doing): OrganizersDecision {
  if (event.value.organizers.length > 0) return { refused: 'taken' };
  return withOrganizers(event, [doing.by], doing);
}

export function addOrganizer(event: Standing, person: string, doing: Doing): OrganizersDecision {
  const { organizers } = event.value;
  if (organizers.includes(person)) return { refused: 'already' };
  return withOrganizers(event, [...organizers, person], doing);
}

/** The last organizer stays: without one, nobody could ever add another. */
export function removeOrganizer(event: Standing, person: string, doing: Doing): OrganizersDecision {
  const { organizers } = event.value;
  if (!organizers.includes(person)) return { refused: 'is-none' };
  if (organizers.length === 1) return { refused: 'last' };
  return withOrganizers(
    event,
    organizers.filter((id) => id !== person),
    doing,
  );
}

/** These organize, and nobody else; the last organizer stays here too. */
export function setOrganizers(event: Standing, people: readonly string[], doing: Doing): OrganizersDecision {
  if (people.length === 0) return { refused: 'last' };
  const { organizers } = event.value;
  // Whoever is one already keeps their place, so that the same people in another order are no change.
  const staying = organizers.filter((id) => people.includes(id));
  const coming = people.filter((id) => !organizers.includes(id));
  return withOrganizers(event, [...staying, ...coming], doing);
}

/**
 * Somebody left the event: no organizer and no crew any more. The last organizer's place goes to those whom the
 * operator named; where there are none it stays taken (and opens nothing), or whoever comes first could claim it.
 */
export function leaveSettings(
  event: Standing,
  person: string,
  configured: readonly string[],
  doing: Doing,
): { readonly change: Change | undefined; readonly after: EventSettings; readonly isLast: boolean } {
  const { organizers, crew } = event.value;
  const others = organizers.filter((id) => id !== person);
  const named = others.length > 0 ? others : configured.filter((id) => id !== person);
  const staying = named.length > 0 ? named : organizers;
  const known = Object.entries(event.value.organizersSince ?? {}).filter(([id]) => staying.includes(id));
  const { organizersSince: _, ...rest } = event.value;
  const after: EventSettings = {
    ...rest,
    organizers: staying,
    ...(known.length > 0 && { organizersSince: Object.fromEntries(known) }),
    ...(crew && { crew: crew.filter((id) => id !== person) }),
  };
  const isLast = organizers.includes(person) && others.length === 0;
  return { change: setEvent(event, after, doing), after, isLast };
}

type Named = 'crew' | 'blocked';

/** Puts somebody on a list of people, or takes them off; undefined where that is so already. */
function listPerson(
  event: Standing,
  list: Named,
  person: string,
  on: boolean,
  doing: Doing,
): Change | undefined {
  const before = event.value[list] ?? [];
  if (before.includes(person) === on) return undefined;
  const after = on ? [...before, person] : before.filter((id) => id !== person);
  return setEvent(event, { ...event.value, [list]: after }, doing);
}

/** Makes somebody crew by hand, or takes that back: whoever has a shift stays crew by it. */
export const nameCrew = (event: Standing, person: string, on: boolean, doing: Doing): Change | undefined =>
  listPerson(event, 'crew', person, on, doing);

/** Makes the members of a user group crew, or takes that back. Adding keeps the group as it is now. */
export function nameCrewGroup(
  event: Standing,
  group: UserGroup,
  on: boolean,
  doing: Doing,
): Change | undefined {
  const { crewGroups = [] } = event.value;
  const others = crewGroups.filter((id) => id !== group.id);
  const after = on ? withGroup(event.value, group) : event.value;
  return setEvent(event, { ...after, crewGroups: on ? [...others, group.id] : others }, doing);
}

/** Lets somebody page no more, or again. */
export const blockAuthor = (event: Standing, person: string, on: boolean, doing: Doing): Change | undefined =>
  listPerson(event, 'blocked', person, on, doing);
