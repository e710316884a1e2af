/** schedule2 (c3voc, alpha): one flat list of events, persons and rooms by reference, states. */
import type { Collector, RawSession } from './collector.ts';
import { durationMinutes } from './duration.ts';
import { type Fields, fields, first, list, localized, optOut, scalarText } from './json.ts';
import type { JsonParser } from './parser.ts';

const CANCELLED = /^(?:CANCELL?ED|WITHDRAWN|DELETED|REJECTED)$/i;
const NOT_YET = /^(?:DRAFT|SUBMITTED)$/i;

const scheduleOf = (value: unknown): Fields => fields(fields(value)['schedule'] ?? value);

/** Names by guid and by slug, since references may hold either. */
function names(values: unknown): Map<string, string> {
  const found = new Map<string, string>();
  for (const value of list(values)) {
    const thing = fields(value);
    for (const key of [scalarText(thing['guid']), scalarText(thing['slug'])])
      if (key !== '') found.set(key, localized(thing['name']));
  }
  return found;
}

const named = (value: unknown, known: ReadonlyMap<string, string>): string => {
  const reference = fields(value);
  return (
    localized(reference['name']) ||
    known.get(scalarText(reference['guid'])) ||
    known.get(scalarText(reference['slug'])) ||
    scalarText(value)
  );
};

function readEvent(event: Fields, known: Known, into: Collector): void {
  const title = localized(event['title']);
  const state = scalarText(event['state']);
  if (NOT_YET.test(state)) {
    into.note('not-accepted', title);
    return;
  }
  const start = into.startTime(scalarText(event['start']), title);
  if (start === undefined) {
    into.note('unscheduled', title);
    return;
  }
  const minutes = durationMinutes(scalarText(event['duration']));
  const byDuration = minutes === undefined ? undefined : start + minutes * 60_000;
  const end = into.time(scalarText(event['end']), title);
  if (end !== undefined && byDuration !== undefined && end !== byDuration)
    into.note('duration-disagrees', title);
  const kind = scalarText(event['type']);
  into.add({
    guid: scalarText(event['guid']),
    title,
    subtitle: localized(event['subtitle']),
    abstract: localized(event['abstract']),
    description: localized(event['description']),
    track: named(event['track'], known.tracks),
    kind,
    language: scalarText(event['language']),
    url: scalarText(event['url']),
    speakers: list(event['participants'] ?? event['persons']).map((value) => ({
      id: first(fields(value), 'guid', 'code', 'id'),
      name: named(value, known.persons),
    })),
    links: [...list(event['links']), ...list(event['attachments'])].map(linkOf),
    room: named(event['room'], known.rooms).trim(),
    start,
    end: end ?? byDuration,
    cancelled: CANCELLED.test(state),
    doNotRecord: optOut(event),
    ...(/^BREAK$/i.test(kind) && { isBreak: true }),
  });
}

const linkOf = (value: unknown): NonNullable<RawSession['links']>[number] => {
  const link = fields(value);
  return {
    title: localized(link['title']) || scalarText(link['type']).toLowerCase(),
    url: scalarText(link['url']),
  };
};

interface Known {
  readonly rooms: ReadonlyMap<string, string>;
  readonly tracks: ReadonlyMap<string, string>;
  readonly persons: ReadonlyMap<string, string>;
}

export const schedule2Json: JsonParser = {
  format: 'schedule2-json',
  as: 'json',
  fits: ({ value }) => {
    const schedule = scheduleOf(value);
    return Array.isArray(schedule['events']) && 'conference' in schedule;
  },
  read({ value }, into) {
    const schedule = scheduleOf(value);
    const conference = fields(schedule['conference']);
    into.title = localized(conference['title']);
    into.baseUrl = scalarText(schedule['base_url']);
    into.stateZone(scalarText(conference['time_zone_name']));
    for (const [place, dayValue] of list(conference['days']).entries()) {
      const day = fields(dayValue);
      const date = scalarText(day['date']);
      const start = into.time(scalarText(day['start']), date);
      const end = into.time(scalarText(day['end']), date);
      if (start !== undefined && end !== undefined)
        into.days.push({ date: date.slice(0, 10), index: Number(day['index']) || place + 1, start, end });
      else into.note('day-window', date);
    }
    const known: Known = {
      rooms: names(conference['rooms']),
      tracks: names(conference['tracks']),
      persons: names(schedule['persons']),
    };
    for (const name of known.rooms.values()) if (name.trim() !== '') into.rooms.add(name.trim());
    for (const event of list(schedule['events'])) readEvent(fields(event), known, into);
  },
};
