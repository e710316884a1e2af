/** What the frab family and old Pentabarf share in XML: days, rooms, events, persons, links. */
import type { Collector, RawSession } from './collector.ts';
import { childOf, childrenOf, textOf, type XmlNode } from './xml.ts';

/**
 * Days that hold rooms, or (Pentabarf before 2013) events straight away, and nothing else; other conferences
 * have called other things a schedule.
 */
export const isSchedule = (root: XmlNode): boolean =>
  root.name === 'schedule' &&
  root.children.some(({ name }) => name === 'conference' || name === 'day') &&
  childrenOf(root, 'day').every((day) =>
    day.children.every(({ name }) => name === 'room' || name === 'event'),
  );

export interface PlacedEvent {
  readonly event: XmlNode;
  /** The name of the `<room>` that it is in; '' where the day has no rooms. */
  readonly room: string;
}

const roomName = (room: XmlNode): string => (room.attributes['name'] ?? '').trim();

/** All events of a day, in its rooms or straight under it. */
export const eventsOf = (day: XmlNode): PlacedEvent[] =>
  day.children.flatMap((child) =>
    child.name === 'event'
      ? [{ event: child, room: '' }]
      : childrenOf(child, 'event').map((event) => ({ event, room: roomName(child) })),
  );

/** An event of the frab family has a `<date>`; Pentabarf's have only a clock time in their day. */
export const hasDates = (root: XmlNode): boolean =>
  childrenOf(root, 'day').some(
    (day) =>
      day.attributes['start'] !== undefined ||
      eventsOf(day).some(({ event }) => textOf(event, 'date') !== ''),
  );

export function readConference(root: XmlNode, into: Collector): void {
  const conference = childOf(root, 'conference');
  into.title = textOf(conference, 'title');
  into.baseUrl = textOf(conference, 'base_url') || textOf(conference, 'baseurl');
  into.stateZone(textOf(conference, 'time_zone_name'));
  for (const day of childrenOf(root, 'day'))
    for (const room of childrenOf(day, 'room')) if (roomName(room) !== '') into.rooms.add(roomName(room));
}

export const labelOf = (event: XmlNode): string => textOf(event, 'title') || (event.attributes['id'] ?? '');

const linksIn = (event: XmlNode, group: string, text: string): NonNullable<RawSession['links']> =>
  childrenOf(childOf(event, group) ?? event, text).map((link) => ({
    title: link.text,
    url: link.attributes['href'] ?? link.attributes['url'] ?? '',
  }));

/** Everything of an event but its times. */
export function eventFields(
  { event, room }: PlacedEvent,
  into: Collector,
): Omit<RawSession, 'start' | 'end'> {
  const own = event.attributes['guid']?.trim() ?? '';
  const id = event.attributes['id']?.trim() ?? '';
  if (own === '' && id !== '') into.note('no-guid', labelOf(event));
  const persons = childOf(event, 'persons');
  return {
    guid: own || id,
    title: textOf(event, 'title'),
    subtitle: textOf(event, 'subtitle'),
    abstract: textOf(event, 'abstract'),
    description: textOf(event, 'description'),
    track: textOf(event, 'track'),
    kind: textOf(event, 'type'),
    language: textOf(event, 'language'),
    url: textOf(event, 'url'),
    speakers: (persons ? childrenOf(persons, 'person') : []).map((person) => ({
      id: person.attributes['guid'] || person.attributes['code'] || person.attributes['id'] || '',
      name:
        person.text.trim() ||
        textOf(person, 'public_name') ||
        textOf(person, 'full_public_name') ||
        textOf(person, 'name') ||
        (person.attributes['name'] ?? ''),
    })),
    links: [...linksIn(event, 'links', 'link'), ...linksIn(event, 'attachments', 'attachment')],
    room: textOf(event, 'room') || room,
    doNotRecord: textOf(childOf(event, 'recording') ?? event, 'optout'),
  };
}
