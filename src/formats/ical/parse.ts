/** iCalendar (RFC 5545), as conferences publish it: often without ends, zones or ids that last. */
import type { Collector } from '../collector.ts';
import { durationMinutes } from '../duration.ts';
import { namesIn } from '../names.ts';
import type { CalendarParser, XmlParser } from '../parser.ts';
import { decodeEntities, paragraphs } from '../text.ts';
import { offsetTime } from '../when.ts';
import { zoneNamed } from '../zone-names.ts';
import { type Component, type OpenedCalendar, openCalendar, parameter, property, value } from './open.ts';
import { starts } from './repeat.ts';
import { CalendarTimes } from './times.ts';
import { isXcal, xcalComponents } from './xcal.ts';

/** vobject makes ids of the time of the build and of the machine: no two builds agree. */
const BUILD_ID = /^\d{8}T\d{6}Z-\d+@/;

const eventsOf = (calendar: Component): readonly Component[] =>
  calendar.children.filter(({ name }) => name === 'vevent');

/** Whether ids say nothing: made by each build anew, or a handful shared by many unrelated entries. */
function worthless(events: readonly Component[]): boolean {
  const single = events.filter((event) => !property(event, 'recurrence-id'));
  const ids = single.map((event) => value(event, 'uid'));
  if (ids.length > 3 && new Set(ids).size * 2 <= ids.length) return true;
  return ids.length > 0 && ids.every((id) => BUILD_ID.test(id));
}

/** The zone that most entries are written in, else the one that the calendar is shown in. */
function zoneOf(calendar: Component): string {
  const counts = new Map<string, number>();
  for (const event of eventsOf(calendar)) {
    const zone = CalendarTimes.zoneOf(property(event, 'dtstart'));
    if (zone !== undefined) counts.set(zone, (counts.get(zone) ?? 0) + 1);
  }
  const [most] = [...counts].sort((a, b) => b[1] - a[1]);
  if (most) return most[0];
  const shown = value(calendar, 'x-wr-timezone');
  // A calendar of UTC times shown in UTC says nothing about where the event is.
  return /^(?:etc\/)?(?:utc|gmt)$/i.test(shown) ? '' : (zoneNamed(shown) ?? shown);
}

const NO_PERSON = /^(?:ROOM|RESOURCE|GROUP)$/i;

/** Who comes and is no room: somebody who declined speaks nowhere. */
const attendees = (event: Component): string[] =>
  event.properties
    .filter(([name]) => name === 'attendee')
    .filter(
      (attendee) =>
        !/^(?:DECLINED|DELEGATED)$/i.test(parameter(attendee, 'partstat')) &&
        !/^NON-PARTICIPANT$/i.test(parameter(attendee, 'role')) &&
        !NO_PERSON.test(parameter(attendee, 'cutype')),
    )
    .map((attendee) => parameter(attendee, 'cn'))
    .filter((name) => name !== '' && !name.includes('@'));

const organizer = (event: Component): string => {
  const of = property(event, 'organizer');
  const name = parameter(of, 'cn');
  return name.includes('@') || NO_PERSON.test(parameter(of, 'cutype')) ? '' : name.trim();
};

/**
 * Whether organizers are who speaks. Where one name organizes half of a calendar it is whose calendar it is.
 */
function organizersSpeak(events: readonly Component[]): boolean {
  const counts = new Map<string, number>();
  for (const event of events) {
    const name = organizer(event);
    if (name !== '') counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return events.length >= 3 && counts.size >= 3 && Math.max(...counts.values()) * 2 <= events.length;
}

/** `Speakers: Ada L (Uni), Grace H (Navy)` in a description, or the lines below such a heading. */
const SPEAKERS_LINE =
  /^[ \t]*(?:speakers?|speaker\(s\)|presenters?|presented by|ponentes?|ponencia de|referent(?:in|en|innen)?|vortragende[r]?|intervenants?|conf[ée]renciers?)[ \t]*:[ \t]*([^\n]*)(?:\n((?:[ \t]*[-•*][^\n]*\n?){0,20}))?/im;

function namesInText(text: string): string[] {
  const [, behind = '', below = ''] = SPEAKERS_LINE.exec(paragraphs(text.slice(0, 4000))) ?? [];
  return namesIn(behind.trim() === '' ? below : behind);
}

/** pretalx appends the speakers to the summary: `Title - First Speaker, Second Speaker`. */
function titleAndSpeakers(
  event: Component,
  { pretalx, organizersSpeak: spoken }: Context,
): { title: string; names: string[] } {
  const summary = decodeEntities(value(event, 'summary'));
  const place = pretalx ? summary.lastIndexOf(' - ') : -1;
  if (place >= 0) {
    const names = summary.slice(place + 3).split(/,\s+/);
    return { title: summary.slice(0, place), names: names.filter((name) => name.trim() !== '') };
  }
  const listed = attendees(event);
  const named = listed.length > 0 ? listed : namesInText(value(event, 'description'));
  const own = spoken ? organizer(event) : '';
  return { title: summary, names: named.length > 0 || own === '' ? named : [own] };
}

function readEvent(event: Component, except: ReadonlySet<number>, context: Context, into: Collector): void {
  const { times, cancelled } = context;
  const { title, names } = titleAndSpeakers(event, context);
  const dtstart = property(event, 'dtstart');
  if (dtstart?.[2] === 'date') {
    into.note('all-day', title);
    return;
  }
  const begin = times.at(event, 'dtstart', title);
  if (!dtstart || begin === undefined) {
    into.note('unscheduled', title);
    return;
  }
  const minutes = durationMinutes(value(event, 'duration'));
  const end =
    times.at(event, 'dtend', title) ?? (minutes === undefined ? undefined : begin + minutes * 60_000);
  const own = String(dtstart[3]);
  const all = starts(event, own, (start, until) => {
    // A date includes its day; a local time is compared as one; an instant as an instant.
    if (!until.endsWith('Z')) return start.slice(0, until.length) > until;
    return (times.resolve(dtstart, start, title) ?? 0) > (offsetTime(until)?.at ?? 0);
  });
  if (all.unread) into.note('unreadable-row', `${title}: RRULE`);
  else if (all.starts.length > 1) into.note('recurring', title);
  for (const text of all.starts) {
    const start = text === own ? begin : times.resolve(dtstart, text, title);
    if (start === undefined || except.has(start)) continue;
    into.add({
      guid: value(event, 'uid'),
      title,
      description: value(event, 'description'),
      track: value(event, 'categories'),
      url: value(event, 'url'),
      speakers: names.map((name) => ({ id: '', name })),
      room: decodeEntities(value(event, 'location').trim()),
      start,
      end: end === undefined ? undefined : end + (start - begin),
      cancelled: cancelled || /^cancell?ed$/i.test(value(event, 'status')),
    });
  }
}

/** The occurrences that were taken out, and those that entries of their own replace. */
function exceptions(event: Component, sameId: readonly Component[], times: CalendarTimes): number[] {
  const out = event.properties.filter(([name]) => name === 'exdate');
  const replaced = sameId.map((other) => property(other, 'recurrence-id'));
  return [...out, ...replaced].flatMap((one) => {
    if (!one) return [];
    const [, , , ...texts] = one;
    return texts.flatMap((text) => times.resolve(one, String(text), '') ?? []);
  });
}

interface Context {
  readonly times: CalendarTimes;
  readonly pretalx: boolean;
  readonly organizersSpeak: boolean;
  readonly cancelled: boolean;
}

function noteOpening(opened: OpenedCalendar, into: Collector): void {
  for (let i = 0; i < opened.split; i++) into.note('split-characters');
  for (let i = 0; i < opened.replaced; i++) into.note('characters-replaced');
  for (const line of opened.unreadable) into.note('unreadable-row', line);
}

/** The entries of calendars, in whatever they were written. */
export function readCalendars(calendars: readonly Component[], into: Collector): void {
  into.silentOnSpeakers = true;
  const events = calendars.flatMap(eventsOf);
  into.worthless = worthless(events);
  if (into.worthless) for (const event of events) into.note('worthless-ids', value(event, 'uid'));
  const [main] = calendars.toSorted((a, b) => eventsOf(b).length - eventsOf(a).length);
  if (main) into.stateZone(zoneOf(main));
  for (const calendar of calendars) {
    into.title ||= value(calendar, 'x-wr-calname') || value(calendar, 'name');
    const context: Context = {
      times: new CalendarTimes(calendar, into),
      pretalx: /pretalx/i.test(value(calendar, 'prodid')),
      organizersSpeak: organizersSpeak(eventsOf(calendar)),
      cancelled: /^cancel$/i.test(value(calendar, 'method')),
    };
    const moved = new Map<string, Component[]>();
    for (const event of eventsOf(calendar)) {
      const of = moved.get(value(event, 'uid'));
      if (of) of.push(event);
      else moved.set(value(event, 'uid'), [event]);
    }
    for (const event of eventsOf(calendar)) {
      const repeats = property(event, 'rrule') ?? property(event, 'rdate');
      const except = repeats ? exceptions(event, moved.get(value(event, 'uid')) ?? [], context.times) : [];
      readEvent(event, new Set(except), context, into);
    }
  }
}

export const calendarParser: CalendarParser = {
  format: 'ical',
  as: 'ical',
  fits: () => true,
  read({ bytes, around }, into) {
    const opened = openCalendar(bytes);
    noteOpening(opened, into);
    if (around > 0) into.note('text-around', String(around));
    readCalendars(opened.calendars, into);
  },
};

/** Calendars in XML. */
export const xcalParser: XmlParser = {
  format: 'xcal',
  as: 'xml',
  fits: ({ root }) => isXcal(root),
  read: ({ root }, into) => readCalendars(xcalComponents(root), into),
};
