/** frab's schedule.json v1, as frab, pretalx, the c3 hub and many scripts write it. Read leniently. */
import type { Collector, RawSession } from './collector.ts';
import { durationMinutes } from './duration.ts';
import { breakKey, NO_ADDRESS, PERSON_ID, type ReadExtras, readExtras } from './frab-extras.ts';
import { checkConference, checkEvent } from './frab-schema.ts';
import { type Fields, fields, first, list, localized, optOut, scalarText } from './json.ts';
import type { JsonParser } from './parser.ts';
import { offsetTime } from './when.ts';

const MINUTE = 60_000;

const scheduleOf = (value: unknown): Fields => {
  const outer = fields(value);
  return 'schedule' in outer ? fields(outer['schedule']) : outer;
};

const speakersOf = (event: Fields): RawSession['speakers'] =>
  list(event['persons'] ?? event['speakers']).map((value) => {
    const person = fields(value);
    return {
      id: first(person, PERSON_ID, 'guid', 'code', 'id'),
      name: typeof value === 'string' ? value : first(person, 'public_name', 'name', 'full_public_name'),
      email: scalarText(person['email']),
    };
  });

const linksOf = (event: Fields): NonNullable<RawSession['links']> =>
  [...list(event['links']), ...list(event['attachments'])].map((value) => {
    const link = fields(value);
    return { title: first(link, 'title', 'name'), url: scalarText(link['url']) || scalarText(link['href']) };
  });

/** `date` holds an instant; older writers put only the date there, or nothing, and the clock in `start`. */
function startOf(event: Fields, day: Fields, label: string, into: Collector): number | undefined {
  const date = scalarText(event['date']).trim();
  const start = scalarText(event['start']).trim();
  if (offsetTime(date)) return into.startTime(date, label, start);
  if (offsetTime(start)) return into.startTime(start, label);
  if (/T\d/.test(date)) return into.startTime(date, label);
  const clock = /^(\d{1,2}):(\d{2})/.exec(start);
  const on = /^\d{4}-\d{2}-\d{2}$/.test(date) ? date : scalarText(day['date']);
  return clock ? into.startTime(`${on}T${clock[1]?.padStart(2, '0')}:${clock[2]}`, label) : undefined;
}

function endOf(event: Fields, start: number, label: string, into: Collector): number | undefined {
  const minutes = durationMinutes(scalarText(event['duration']));
  const byDuration = minutes === undefined ? undefined : start + minutes * MINUTE;
  const end = into.time(scalarText(event['end']), label);
  if (end !== undefined && byDuration !== undefined && Math.abs(end - byDuration) >= MINUTE)
    into.note('duration-disagrees', label);
  return end ?? byDuration;
}

function readEvent(event: Fields, day: Fields, roomName: string, extras: ReadExtras, into: Collector): void {
  const title = localized(event['title']);
  const label = title || scalarText(event['id']);
  checkEvent(event, into);
  const start = startOf(event, day, label, into);
  if (start === undefined) {
    into.note('unscheduled', label);
    return;
  }
  const guid = first(event, 'guid', 'code', 'id');
  if (scalarText(event['guid']).trim() === '' && guid !== '') into.note('no-guid', label);
  const isBreak = extras.breaks.get(breakKey(guid, start));
  const url = scalarText(event['url']);
  into.add({
    guid: extras.guids.get(guid) ?? guid,
    title,
    subtitle: localized(event['subtitle']),
    abstract: localized(event['abstract']),
    description: localized(event['description']),
    track: first(fields(event['track']), 'name') || localized(event['track']),
    kind: localized(event['type']),
    language: scalarText(event['language']),
    url: url.startsWith(NO_ADDRESS) ? '' : url,
    speakers: speakersOf(event),
    links: linksOf(event),
    room: scalarText(event['room']).trim() || roomName,
    start,
    end: endOf(event, start, label, into),
    ...(isBreak !== undefined && { isBreak }),
    doNotRecord: optOut(event),
  });
}

export const frabJson: JsonParser = {
  format: 'frab-json',
  as: 'json',
  fits: ({ value }) =>
    Array.isArray(fields(scheduleOf(value)['conference'])['days']) && !('events' in scheduleOf(value)),
  read({ value }, into) {
    const schedule = scheduleOf(value);
    const conference = fields(schedule['conference']);
    into.title = localized(conference['title']);
    into.baseUrl = scalarText(schedule['base_url']);
    into.stateZone(scalarText(conference['time_zone_name']));
    checkConference(schedule, conference, into);
    const extras = readExtras(schedule);
    for (const roomValue of list(conference['rooms'])) {
      const name = first(fields(roomValue), 'name').trim();
      if (name !== '') into.rooms.add(name);
    }
    for (const [place, dayValue] of list(conference['days']).entries()) {
      const day = fields(dayValue);
      const date = scalarText(day['date']);
      // Scripts of c3voc call them `start` and `end`, as the XML does.
      const start = into.time(first(day, 'day_start', 'start'), date);
      const end = into.time(first(day, 'day_end', 'end'), date);
      if (start !== undefined && end !== undefined)
        into.days.push({ date: date.slice(0, 10), index: Number(day['index']) || place + 1, start, end });
      else into.note('day-window', date);
      for (const [roomName, events] of Object.entries(fields(day['rooms'])))
        for (const event of list(events)) readEvent(fields(event), day, roomName.trim(), extras, into);
    }
  },
};
