/** Writes frab's schedule.json v1, valid by its schema, which imports again as the identical agenda. */
import { createHash } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import type { ParsedDay } from '../agenda/domain/parsed.ts';
import type { Session, SpeakerRef } from '../agenda/domain/session.ts';
import { type InstantText, instant, instantText, milliseconds } from '../core/instant.ts';
import { plain } from '../core/match.ts';
import { isBreakTitle } from './content.ts';
import { breakKey, type Extras, NO_ADDRESS, PERSON_ID } from './frab-extras.ts';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const ZONE_NAME = /^([A-Z][a-z]+\/[A-Z][a-z]+)|UTC$/;

export interface FrabExport {
  readonly title: string;
  readonly zone: string;
  /** The agenda's own windows, in order. */
  readonly days: readonly ParsedDay[];
  /** In the order in which rooms are shown. */
  readonly rooms: readonly string[];
  readonly sessions: readonly Session[];
  /** What distinguishes this state from others: a count, a date. Never relied on by readers. */
  readonly version: string;
}

/** A UUID that stands for a text, the same each time. */
const uuidOf = (text: string): string => {
  if (UUID.test(text)) return text;
  const hex = createHash('sha256').update(`callboard ${text}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

const ascii = (text: string): string =>
  plain(text)
    .replace(/[^a-z0-9 ]/g, '')
    .trim();

const acronymOf = (title: string): string => ascii(title).replace(/ /g, '').slice(0, 20).padEnd(4, '0');

const personOf = ({ id, name }: SpeakerRef) => {
  if (UUID.test(id)) return { guid: id, name };
  if (/^\d{1,15}$/.test(id) && String(Number(id)) === id) return { id: Number(id), name };
  return /^[A-Z0-9]+$/.test(id) ? { code: id, name } : { [PERSON_ID]: id, name };
};

/** Hours and minutes, rounded down; readers that know better take `end`. */
const durationText = (start: InstantText, end: InstantText): string => {
  const minutes = Math.floor((milliseconds(end) - milliseconds(start)) / 60_000);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
};

/** The day whose window holds a start; outside of all, the nearest. */
function dayOf(start: InstantText, days: readonly ParsedDay[]): ParsedDay | undefined {
  const at = milliseconds(start);
  const far = (day: ParsedDay): number =>
    Math.max(0, milliseconds(day.start) - at, at - milliseconds(day.end) + 1);
  return days.toSorted((a, b) => far(a) - far(b))[0];
}

const offsetText = (at: InstantText, zone: string): string =>
  instant(at).toZonedDateTimeISO(zone).toString({ timeZoneName: 'never' });

function eventOf(session: Session, id: number, acronym: string, zone: string) {
  const local = instant(session.start).toZonedDateTimeISO(zone).toPlainTime();
  return {
    guid: uuidOf(session.guid),
    id,
    date: offsetText(session.start, zone),
    start: local.toString({ smallestUnit: 'minute' }),
    end: offsetText(session.end, zone),
    duration: durationText(session.start, session.end),
    room: session.room,
    slug: `${acronym}-${id}${`-${ascii(session.title).replace(/ /g, '-').slice(0, 60)}`.replace(/-+$/, '')}`,
    url: session.url ?? `${NO_ADDRESS}${encodeURIComponent(session.code)}`,
    title: session.state === 'cancelled' ? `[Cancelled] ${session.title}` : session.title,
    subtitle: session.subtitle ?? null,
    track: session.track ?? null,
    type: session.kind ?? '',
    language: session.language ?? null,
    abstract: session.abstract ?? null,
    description: session.description ?? null,
    persons: session.speakers.map(personOf),
    ...(session.doNotRecord && { do_not_record: true }),
    links: (session.links ?? []).map(({ title, url }) => ({ title, url })),
  };
}

const idsOf = (sessions: readonly Session[]): Map<Session, number> => {
  const numbers = sessions.map(({ code }) => Number(/^[A-Z]+([1-9]\d{0,8})$/.exec(code)?.[1] ?? 0));
  const good = new Set(numbers).size === numbers.length && !numbers.includes(0);
  return new Map(sessions.map((session, i) => [session, good ? (numbers[i] ?? 0) : i + 1]));
};

function extrasOf(sessions: readonly Session[]): Extras {
  const odd = sessions.filter(({ guid }) => !UUID.test(guid));
  const breaks = sessions.flatMap((session) => {
    const isBreak = session.isBreak === true;
    if (isBreak === isBreakTitle(session.title, session.kind ?? '', session.speakers.length)) return [];
    return [[breakKey(uuidOf(session.guid), milliseconds(session.start)), isBreak] as const];
  });
  return {
    schema: 1,
    guids: Object.fromEntries(odd.map(({ guid }) => [uuidOf(guid), guid])),
    breaks: Object.fromEntries(breaks),
  };
}

/** Without windows, each date on which something starts is a day of its own. */
function datesOf(sessions: readonly Session[], zone: string): ParsedDay[] {
  const dates = new Set(
    sessions.map(({ start }) => instant(start).toZonedDateTimeISO(zone).toPlainDate().toString()),
  );
  return [...dates].sort().map((date, place) => {
    const day = Temporal.PlainDate.from(date);
    const start = instantText(day.toZonedDateTime(zone).toInstant());
    return {
      index: place + 1,
      date,
      start,
      end: instantText(day.add({ days: 1 }).toZonedDateTime(zone).toInstant()),
    };
  });
}

const push = <K, V>(into: Map<K, V[]>, key: K, value: V): void => {
  const list = into.get(key);
  if (list) list.push(value);
  else into.set(key, [value]);
};

export function exportFrab(agenda: FrabExport): string {
  const { title, zone, rooms, sessions, version } = agenda;
  const windows = agenda.days.length > 0 ? agenda.days : datesOf(sessions, zone);
  const acronym = acronymOf(title);
  const ids = idsOf(sessions);
  const byDay = new Map<ParsedDay | undefined, Session[]>();
  for (const session of sessions) push(byDay, dayOf(session.start, windows), session);
  const days = windows.map((day) => {
    const inRooms = new Map<string, unknown[]>();
    for (const session of byDay.get(day) ?? [])
      push(inRooms, session.room, eventOf(session, ids.get(session) ?? 0, acronym, zone));
    return {
      index: day.index,
      date: day.date,
      day_start: offsetText(day.start, zone),
      day_end: offsetText(day.end, zone),
      rooms: Object.fromEntries(inRooms),
    };
  });
  const dates = windows.map(({ date }) => date).toSorted();
  const today = Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone).toPlainDate().toString();
  const schedule = {
    generator: { name: 'callboard' },
    schedule: {
      version,
      callboard: extrasOf(sessions),
      conference: {
        acronym,
        title,
        start: dates[0] ?? today,
        end: dates.at(-1) ?? today,
        daysCount: days.length,
        timeslot_duration: '00:05',
        ...(ZONE_NAME.test(zone) && { time_zone_name: zone }),
        rooms: rooms.filter((name) => name !== '').map((name) => ({ name, guid: uuidOf(`room ${name}`) })),
        days,
      },
    },
  };
  return `${JSON.stringify(schedule, null, 2)}\n`;
}
