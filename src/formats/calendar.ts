/**
 * Writes iCalendar (RFC 5545): the personal feed and the export. Pure: the same entries with the same
 * stamp are the same bytes, so that a feed can be compared and cached.
 */
import { Temporal } from 'temporal-polyfill';
import type { InstantText } from '../core/instant.ts';
import { zoneComponent } from './calendar-zone.ts';

export interface CalendarEntry {
  /** Stable for ever; a moved session keeps it, or calendars would show it twice. */
  readonly uid: string;
  /** Counts the changes of time, place or state, from 0. */
  readonly sequence: number;
  readonly start: InstantText;
  readonly end: InstantText;
  readonly title: string;
  readonly description?: string;
  readonly location?: string;
  readonly url?: string;
  readonly categories?: readonly string[];
  /** Kept in the feed, since a calendar that only stops hearing of an entry goes on showing it. */
  readonly cancelled?: boolean;
  readonly changed?: InstantText;
}

export interface CalendarHead {
  readonly name: string;
  /** IANA. Entries are written in its wall clock, so that people see local times. */
  readonly zone: string;
  /** When this calendar was made: DTSTAMP of every entry that says nothing of its own change. */
  readonly stamp: InstantText;
  /** Minutes after which a subscriber should ask again. */
  readonly refresh?: number;
}

/** Backslash, semicolon, comma and line ends, as TEXT wants them; control characters are left out. */
export const escapeText = (text: string): string =>
  text
    .replace(/\\/g, '\\\\')
    .replace(/[;,]/g, '\\$&')
    .replace(/\r\n?|\n/g, '\\n')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '');

/** At most 75 octets a line, the blank of the continuation counted, and no character split. */
export function fold(line: string): string {
  const parts: string[] = [];
  let part = '';
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > 75) {
      parts.push(part);
      part = ' ';
      octets = 1;
    }
    part += character;
    octets += size;
  }
  return [...parts, part].join('\r\n');
}

const compact = (text: string): string => text.replace(/[-:]/g, '');

const utc = (at: InstantText): string => {
  const seconds = Temporal.Instant.from(at).round({ smallestUnit: 'second', roundingMode: 'floor' });
  return compact(seconds.toString());
};

const localTime = (at: InstantText, zone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.from(at).toZonedDateTimeISO(zone);

/** Whether the zone's clock shows this time twice: TZID has words for the first alone, and not all readers agree. */
const isTwice = (at: InstantText, zone: string): boolean => {
  const plain = localTime(at, zone).toPlainDateTime();
  const [first, second] = (['earlier', 'later'] as const).map(
    (disambiguation) => plain.toZonedDateTime(zone, { disambiguation }).epochMilliseconds,
  );
  return first !== second;
};

/** Local with the zone; both in UTC where one of them could be misread. An end must be after the start. */
function times({ start, end }: CalendarEntry, zone: string): string[] {
  const named = { DTSTART: start, ...(end > start && { DTEND: end }) };
  const asUtc = zone === 'UTC' || isTwice(start, zone) || isTwice(end, zone);
  return Object.entries(named).map(([name, at]) =>
    asUtc
      ? `${name}:${utc(at)}`
      : `${name};TZID=${zone}:${compact(localTime(at, zone).toPlainDateTime().toString({ smallestUnit: 'second' }))}`,
  );
}

/** A URI is not escaped, so whatever could end the line or begin another property makes it none. */
const address = (url: string | undefined): string | undefined =>
  url !== undefined && /^https?:\/\/[\x21-\x7e]+$/.test(url) ? url : undefined;

function entryLines(entry: CalendarEntry, { zone, stamp }: CalendarHead): string[] {
  const url = address(entry.url);
  const categories = (entry.categories ?? []).filter((name) => name !== '').map(escapeText);
  return [
    'BEGIN:VEVENT',
    `UID:${escapeText(entry.uid)}`,
    `DTSTAMP:${utc(entry.changed ?? stamp)}`,
    `SEQUENCE:${entry.sequence}`,
    ...times(entry, zone),
    `SUMMARY:${escapeText(entry.title)}`,
    ...(entry.description ? [`DESCRIPTION:${escapeText(entry.description)}`] : []),
    ...(entry.location ? [`LOCATION:${escapeText(entry.location)}`] : []),
    ...(url ? [`URL:${url}`] : []),
    ...(categories.length > 0 ? [`CATEGORIES:${categories.join(',')}`] : []),
    ...(entry.changed ? [`LAST-MODIFIED:${utc(entry.changed)}`] : []),
    `STATUS:${entry.cancelled ? 'CANCELLED' : 'CONFIRMED'}`,
    'END:VEVENT',
  ];
}

/** Entries in the order given. */
export function writeCalendar(entries: readonly CalendarEntry[], head: CalendarHead): string {
  const refresh = head.refresh === undefined ? undefined : `PT${head.refresh}M`;
  const named = entries.flatMap(({ start, end }) => [start, end]);
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Callboard//Callboard//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `NAME:${escapeText(head.name)}`,
    `X-WR-CALNAME:${escapeText(head.name)}`,
    `X-WR-TIMEZONE:${head.zone}`,
    ...(refresh ? [`REFRESH-INTERVAL;VALUE=DURATION:${refresh}`, `X-PUBLISHED-TTL:${refresh}`] : []),
    ...(head.zone === 'UTC' ? [] : zoneComponent(head.zone, named.length > 0 ? named : [head.stamp])),
    ...entries.flatMap((entry) => entryLines(entry, head)),
    'END:VCALENDAR',
  ];
  return `${lines.map(fold).join('\r\n')}\r\n`;
}
