/** An event file as the documents of a real event: nothing in the bot knows that it came from a file. */
import { Temporal } from 'temporal-polyfill';
import { AGENDA_ID, agendaDocument } from '../../agenda/domain/agenda.ts';
import { type Session, sessionDocument } from '../../agenda/domain/session.ts';
import { EVENT_ID, eventDocument } from '../../callboard/domain/event.ts';
import { type Person, personDocument } from '../../callboard/domain/person.ts';
import { type Put, put } from '../../core/commit.ts';
import { instantText } from '../../core/instant.ts';
import { plain } from '../../core/match.ts';
import { roleDocument, type Shift, shiftDocument } from '../../rota/domain/shift.ts';
import { newVolunteer, volunteerDocument } from '../../rota/domain/volunteer.ts';
import { type SpeakerLink, speakerLinkDocument } from '../../speakers/domain/link.ts';
import { channels, emailOf, people } from '../workspace.ts';
import { type EventFile, whenInstant } from './event-file.ts';

const idOf = (handle: string): string => people.find((person) => person.handle === handle)?.id ?? handle;
const channel = (name: string): string => channels.find((one) => one.name === name)?.id ?? '';

/** Everybody of the workspace, as Callboard knows them. */
export const persons = (now: Temporal.Instant): Person[] =>
  people.map((person) => ({
    id: person.id,
    slack: person.id,
    handle: person.handle,
    name: person.name,
    email: emailOf(person),
    zone: 'Europe/Madrid',
    ...(person.phone &&
      !person.unverified && { phone: { number: person.phone, verifiedAt: instantText(now) } }),
    ...(person.locale && { slackLocale: person.locale, language: 'es' as const }),
  }));

export const personPuts = (all: readonly Person[]): Put[] =>
  all.map((person) => put(personDocument, person.id, person));

export interface LoadedEvent {
  readonly puts: readonly Put[];
  readonly sessions: readonly Session[];
  readonly links: readonly SpeakerLink[];
  readonly shifts: readonly Shift[];
}

const speakerId = (name: string): string => plain(name).replaceAll(' ', '-');

/** `shiftCode` gives the next free code, `H1`, `H2`, … */
export function eventDocuments(
  file: EventFile,
  now: Temporal.Instant,
  shiftCodes: readonly string[],
): LoadedEvent {
  const today = now.toZonedDateTimeISO(file.zone).toPlainDate();
  const slot = (start: string, minutes: number) => {
    const from = whenInstant(start, file.zone, today);
    return { start: instantText(from), end: instantText(from.add({ minutes })) };
  };
  const inOrder = file.sessions
    .map(({ start, minutes, linked, speakers, ...rest }) => ({
      ...rest,
      linked,
      speakers,
      ...slot(start, minutes),
    }))
    .sort((a, b) => a.start.localeCompare(b.start) || a.room.localeCompare(b.room));
  const sessions = inOrder.map(({ linked: _, speakers, ...rest }, index): Session => {
    const code = `S${index + 1}`;
    const refs = speakers.map((name) => ({ id: speakerId(name), name }));
    return { ...rest, code, guid: `sandbox-${code}`, speakers: refs, state: 'scheduled' };
  });
  const links = inOrder.flatMap(({ linked, speakers: [name] }): SpeakerLink[] =>
    linked === undefined || name === undefined
      ? []
      : [
          {
            speaker: speakerId(name),
            name,
            person: idOf(linked),
            how: 'organizer',
            by: 'sandbox',
            at: instantText(now),
          },
        ],
  );
  const shifts = file.shifts.map((shift, index): Shift => {
    const times = slot(shift.start, shift.minutes);
    const hasBegun = times.start <= instantText(now);
    return {
      code: shiftCodes[index] ?? `H${index + 1}`,
      role: shift.role,
      ...(shift.room !== undefined && { room: shift.room }),
      ...times,
      min: shift.need,
      assignments: shift.people.map((handle) => ({
        person: idOf(handle),
        state: times.end <= instantText(now) ? 'done' : hasBegun ? 'arrived' : 'accepted',
      })),
    };
  });
  const volunteers = new Set(file.shifts.flatMap((shift) => shift.people).map(idOf));
  const event = {
    name: file.name,
    zone: file.zone,
    language: file.language,
    organizers: file.organizers.map(idOf),
    channels: {
      announcements: channel('announcements'),
      ops: channel('ops'),
      incidents: channel('incidents'),
      volunteers: channel('volunteers'),
    },
    rooms: file.rooms,
  };
  const agenda = {
    days: dayWindows(sessions, file.zone),
    rooms: [...new Set(sessions.map((session) => session.room).filter(Boolean))],
    nextCode: sessions.length + 1,
    undoable: [],
  };
  const roleNames = file.roles.map((role) => role.name);
  return {
    sessions,
    links,
    shifts,
    puts: [
      put(eventDocument, EVENT_ID, event),
      put(agendaDocument, AGENDA_ID, agenda),
      ...sessions.map((session) => put(sessionDocument, session.code, session)),
      ...links.map((link) => put(speakerLinkDocument, link.speaker, link)),
      ...file.roles.map((role) =>
        put(roleDocument, role.name, { name: role.name, leads: role.leads.map(idOf) }),
      ),
      ...shifts.map((shift) => put(shiftDocument, shift.code, shift)),
      ...[...volunteers].map((person) =>
        put(volunteerDocument, person, { ...newVolunteer(person), roles: roleNames }),
      ),
    ],
  };
}

/** The hour at which a day of the demo ends: what begins after midnight still belongs to it. */
const DAY_ENDS = { hours: 6 } as const;

/** A window for each date that has a session, from its midnight (the first) or 06:00 until 06:00 the next day. */
function dayWindows(sessions: readonly Session[], zone: string) {
  const dates = new Map<string, Temporal.PlainDate>();
  let previousEnd: Temporal.Instant | undefined;
  const windows: { index: number; date: string; start: string; end: string }[] = [];
  for (const session of sessions) {
    const start = Temporal.Instant.from(session.start);
    if (previousEnd && Temporal.Instant.compare(start, previousEnd) < 0) continue;
    const date = start.toZonedDateTimeISO(zone).toPlainDate();
    if (dates.has(date.toString())) continue;
    dates.set(date.toString(), date);
    const midnight = date.toZonedDateTime(zone);
    const begin =
      previousEnd && Temporal.Instant.compare(previousEnd, midnight.toInstant()) > 0
        ? previousEnd
        : midnight.toInstant();
    previousEnd = midnight.add({ days: 1 }).add(DAY_ENDS).toInstant();
    windows.push({
      index: windows.length + 1,
      date: date.toString(),
      start: instantText(begin),
      end: instantText(previousEnd),
    });
  }
  return windows;
}
