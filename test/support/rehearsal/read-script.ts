/**
 * Reads an event's own files and puts made-up people into them: the event file, a programme, a rota and who helps. No
 * name, number or address of anybody goes into the script, and no machine that the event file names.
 */
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { Temporal } from 'temporal-polyfill';
import { newSession } from '../../../src/agenda/domain/diff.ts';
import type { Session } from '../../../src/agenda/domain/session.ts';
import { referencesOf, resolved } from '../../../src/callboard/event-file/resolve.ts';
import { withRunbookFolder } from '../../../src/callboard/event-file/runbook-folder.ts';
import { type EventSetup, WrittenSetup } from '../../../src/callboard/event-file/schema.ts';
import { UserError } from '../../../src/core/errors.ts';
import { milliseconds } from '../../../src/core/instant.ts';
import { readByLines } from '../../../src/formats/event-file/read.ts';
import { parseAgendaFile } from '../../../src/formats/index.ts';
import { parseShiftsFile } from '../../../src/formats/rota/parse.ts';
import { translator } from '../../../src/i18n/index.ts';
import { fillRota } from '../../../src/rota/domain/fill/fill.ts';
import { fillProblem } from '../../../src/rota/domain/fill/problem.ts';
import { withKnownRooms } from '../../../src/rota/domain/known-rooms.ts';
import type { Rota } from '../../../src/rota/domain/rota.ts';
import { defaultRota } from '../../../src/rota/domain/settings.ts';
import { placesOf, type Shift } from '../../../src/rota/domain/shift.ts';
import { newVolunteer, type Volunteer } from '../../../src/rota/domain/volunteer.ts';
import { chanceOf } from '../../../src/sandbox/rehearsal/chance.ts';
import { HOUR, MINUTE, type Part, type Player, type Script } from '../../../src/sandbox/rehearsal/script.ts';
import { crowdOf, MAX_CROWD, type SandboxPerson } from '../../../src/sandbox/workspace.ts';

export class CannotRehearse extends Error {
  override readonly name = 'CannotRehearse';
}

export interface ScriptFiles {
  readonly event: string;
  readonly agenda?: string | undefined;
  /** Several files of one rota. */
  readonly rota?: readonly string[] | undefined;
  /** A table: `who`, `roles` (with `;` between), `phone` (anything where they have one), `hours` (at most). */
  readonly people?: string | undefined;
  /** How many help, where no table says who. */
  readonly volunteers?: number | undefined;
  /** Rooms of the programme that are played; all of them where nothing is said. */
  readonly rooms?: readonly string[] | undefined;
  /** `2020-02-01`, of the programme; its first where nothing is said. */
  readonly day?: string | undefined;
}

const ATTENDEES = 6;
const SPARES = 2;
/** Hours that a made-up volunteer helps at most in a day. */
const HOURS_EACH = 8;
/** Of a hundred made-up volunteers, so many have verified no phone. */
const WITHOUT_PHONE = 12;

/** Channels of the sandbox's workspace. */
const CHANNELS = {
  announcements: 'C0ANNOUNCE',
  ops: 'C0OPS',
  incidents: 'C0INCIDENTS',
  volunteers: 'C0VOLUNTEERS',
} as const;

const readBytes = (path: string): Uint8Array => {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new CannotRehearse(`${path} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
};
const readText = (path: string): string => new TextDecoder().decode(readBytes(path));

/** A file of any format, read by an importer; what it does not understand is a line for whoever asked. */
async function readAs<T>(path: string, read: (bytes: Uint8Array) => Promise<T>): Promise<T> {
  let bytes: Uint8Array;
  if (/^https?:/.test(path)) {
    const answer = await fetch(path);
    if (!answer.ok) throw new CannotRehearse(`${path} answers ${answer.status}.`);
    bytes = new Uint8Array(await answer.arrayBuffer());
  } else bytes = readBytes(path);
  try {
    return await read(bytes);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new CannotRehearse(`${path}: ${translator('en')(error.key, error.params)}`);
  }
}

function readSetup(path: string): EventSetup {
  const read = readByLines(readText(path), WrittenSetup);
  if ('problems' in read)
    throw new CannotRehearse(
      read.problems.map(({ line, key, message }) => `${path}:${line}: ${key} ${message}`).join('\n'),
    );
  const whole = withRunbookFolder(read.value, path);
  if ('faults' in whole)
    throw new CannotRehearse(`${path}: ${whole.faults.map((one) => one.message).join('; ')}`);
  return whole.setup;
}

/** People are dealt from the sandbox's crowd: names and numbers that belong to nobody. */
function dealer() {
  const crowd = crowdOf(MAX_CROWD);
  const players: Player[] = [];
  return {
    players,
    deal(part: Part, hasPhone = true): Player {
      const person: SandboxPerson | undefined = crowd[players.length];
      if (!person)
        throw new CannotRehearse(
          `More than ${MAX_CROWD} people would have to play: rehearse fewer rooms (--rooms) or fewer volunteers.`,
        );
      const { id, handle, name, phone } = person;
      const player: Player = { id, handle, name, part, ...(hasPhone && phone !== undefined && { phone }) };
      players.push(player);
      return player;
    },
  };
}

/**
 * The event file as far as it can be played: with players in the places of people, and without hooks, actions, keys
 * and user groups, which reach machines and people outside.
 */
function playedSetup(written: EventSetup, deal: (part: Part) => Player): EventSetup {
  const organizers = new Set((written.organizers ?? []).map((text) => text.toLowerCase()));
  const leads = new Set(
    (written.roles ?? []).flatMap((role) => role.leads.map((text) => text.toLowerCase())),
  );
  const known = new Map<string, string>();
  const idOf = (text: string): string => {
    const key = text.toLowerCase();
    const part = organizers.has(key) ? 'organizer' : leads.has(key) ? 'lead' : 'volunteer';
    const id = known.get(key) ?? deal(part).id;
    known.set(key, id);
    return id;
  };
  const policies = Object.entries(written.policies ?? {}).filter(([key]) => !key.startsWith('group:'));
  const setup: EventSetup = {
    version: 1,
    event: written.event ?? { name: 'Rehearsal', zone: 'UTC', language: 'en' },
    organizers: written.organizers ?? [],
    ...(written.crew && { crew: written.crew }),
    channels: CHANNELS,
    rooms: (written.rooms ?? []).map(({ channel: _, ...room }) => room),
    ...(written.promises && { promises: written.promises }),
    ...(written.roles && { roles: written.roles }),
    ...(written.rota && { rota: written.rota }),
    ...(written.policies && { policies: Object.fromEntries(policies) }),
    ...(written.speakers && { speakers: written.speakers }),
  };
  // Organizers first, so that whoever is both is dealt as one.
  for (const { kind, text } of referencesOf(setup)) if (kind !== 'channel') idOf(text);
  return resolved(setup, (kind, text) => (kind === 'person' ? idOf(text) : text));
}

const dateOf = (at: string, zone: string): string =>
  Temporal.Instant.from(at).toZonedDateTimeISO(zone).toPlainDate().toString();

async function readSessions(files: ScriptFiles, zone: string) {
  if (files.agenda === undefined)
    return { sessions: [] as Session[], days: [], rooms: [] as string[], date: files.day };
  const parsed = await readAs(files.agenda, (bytes) => parseAgendaFile(bytes, { zone }));
  if (parsed.sessions.length === 0)
    throw new CannotRehearse(`${files.agenda} has no session that can be read.`);
  const days = parsed.days;
  const date = files.day ?? days[0]?.date ?? dateOf(parsed.sessions[0]?.start ?? '', zone);
  const day = days.find((one) => one.date === date);
  const isThen = (start: string) =>
    day
      ? milliseconds(start) >= milliseconds(day.start) && milliseconds(start) < milliseconds(day.end)
      : dateOf(start, zone) === date;
  const sessions = parsed.sessions
    .filter(
      ({ start, room, cancelled }) => !cancelled && isThen(start) && (files.rooms?.includes(room) ?? true),
    )
    .sort((a, b) => milliseconds(a.start) - milliseconds(b.start) || (a.room < b.room ? -1 : 1))
    // Titles, speakers and texts are the programme's; a rehearsal shows none of them.
    .map((one, index): Session => {
      const {
        abstract: _,
        description: __,
        links: ___,
        url: ____,
        ...rest
      } = newSession(one, `S${index + 1}`);
      return {
        ...rest,
        title: one.isBreak ? 'Break' : `Talk ${index + 1}`,
        speakers: one.speakers.map((speaker) => ({ id: speaker.id, name: speaker.id })),
      };
    });
  const rooms = [...new Set(sessions.map(({ room }) => room))].filter(Boolean);
  return { sessions, days: days.filter((one) => one.date === date), rooms, date };
}

interface Helper {
  readonly roles: readonly string[] | undefined;
  readonly hasPhone: boolean;
  readonly hours: number;
}

function readHelpers(files: ScriptFiles, places: number): Helper[] {
  if (files.people !== undefined) {
    const rows = parse(readText(files.people), {
      columns: true,
      trim: true,
      skip_empty_lines: true,
    }) as Record<string, string | undefined>[];
    return rows.map((row) => ({
      roles: row['roles']
        ?.split(';')
        .map((role) => role.trim())
        .filter(Boolean),
      hasPhone: (row['phone'] ?? '') !== '',
      hours: Number(row['hours'] ?? '') || HOURS_EACH,
    }));
  }
  const chance = chanceOf(0);
  return Array.from({ length: files.volunteers ?? Math.ceil(places / 3) }, (_, index) => ({
    roles: undefined,
    hasPhone: chance('phone', index) * 100 >= WITHOUT_PHONE,
    hours: HOURS_EACH,
  }));
}

/** Filled by the rules of `/rota fill`, without the solver: the same each time, however slow the machine is. */
function filledShifts(
  shifts: readonly Shift[],
  volunteers: readonly Volunteer[],
  setup: EventSetup,
  from: number,
) {
  const versioned = <T>(id: string, value: T) => [id, { id, value, version: 1 }] as const;
  const rota: Rota = {
    shifts: new Map(shifts.map((shift) => versioned(shift.code, shift))),
    volunteers: new Map(volunteers.map((one) => versioned(one.person, one))),
    talks: new Map(),
    stars: new Map(),
    roles: new Map((setup.roles ?? []).map(({ name, leads, rest }) => [name, { name, leads, rest }])),
    settings: defaultRota,
    zone: setup.event?.zone ?? 'UTC',
  };
  const { places } = fillRota(fillProblem(rota, Temporal.Instant.fromEpochMilliseconds(from)), {
    seconds: 60,
    clock: () => 0,
    solve: () => ({ values: undefined, bound: undefined }),
  });
  return shifts.map(
    (shift): Shift => ({
      ...shift,
      assignments: places
        .filter((place) => place.shift === shift.code)
        .map(({ person }) => ({ person, state: 'accepted' as const }))
        .slice(0, placesOf(shift)),
    }),
  );
}

/** @throws {CannotRehearse} a line for whoever asked */
export async function readScript(files: ScriptFiles): Promise<Script> {
  const { players, deal } = dealer();
  const setup = playedSetup(readSetup(files.event), deal);
  if (setup.organizers?.length === 0)
    throw new CannotRehearse(`${files.event} names no organizer: nobody would be told.`);
  const zone = setup.event?.zone ?? 'UTC';
  const { sessions, days, rooms, date } = await readSessions(files, zone);
  const known = [...rooms.map((name) => ({ name })), ...(setup.rooms ?? [])];
  const drafts = [];
  for (const path of files.rota ?? []) {
    const options = { zone, ...(date !== undefined && { dayZero: date }) };
    drafts.push(...(await readAs(path, (bytes) => parseShiftsFile(bytes, options))).shifts);
  }
  const shifts = withKnownRooms(drafts, known)
    .filter(({ start }) => date === undefined || dateOf(start, zone) === date)
    .sort((a, b) => milliseconds(a.start) - milliseconds(b.start) || (a.key < b.key ? -1 : 1))
    .map(
      ({ key, note: _, ...draft }, index): Shift => ({
        ...draft,
        code: `H${index + 1}`,
        origin: { from: 'import', key },
        assignments: [],
      }),
    );
  if (sessions.length + shifts.length === 0)
    throw new CannotRehearse('There is nothing to play: name a programme (--agenda) or a rota (--rota).');
  const times = [...sessions, ...shifts];
  // Whole hours, so that the report's are the clock's.
  const first = Math.min(...times.map(({ start }) => milliseconds(start))) - 45 * MINUTE;
  const from = Math.floor(first / HOUR) * HOUR;
  const until = Math.max(...times.map(({ end }) => milliseconds(end))) + 15 * MINUTE;

  const roles = [...new Set(shifts.map(({ role }) => role))];
  const places = shifts.reduce((sum, shift) => sum + Math.max(shift.min, shift.target ?? 0), 0);
  const volunteers =
    shifts.length === 0
      ? []
      : readHelpers(files, places).map(({ roles: theirs, hasPhone, hours }): Volunteer => {
          const { id } = deal('volunteer');
          if (!hasPhone) {
            const place = players.findIndex((one) => one.id === id);
            const { phone: unverified, ...rest } = players[place] as Player;
            players[place] = { ...rest, ...(unverified !== undefined && { unverified }) };
          }
          return { ...newVolunteer(id), roles: [...(theirs ?? roles)], maxHours: hours };
        });
  const speakers = new Map<string, string>();
  for (const { id } of sessions.flatMap((session) => session.speakers))
    if (!speakers.has(id)) speakers.set(id, deal('speaker').id);
  for (let index = 0; index < ATTENDEES; index++) deal('attendee');
  const spares = Array.from({ length: SPARES }, () => deal('volunteer'));
  return {
    name: setup.event?.name ?? 'Rehearsal',
    zone,
    from,
    until: Math.max(until, from + HOUR),
    setup,
    players: players.filter((one) => !spares.includes(one)),
    spares,
    sessions: withPlayedSpeakers(sessions, speakers, players),
    speakers: new Map([...speakers.values()].map((player) => [playedId(player), player])),
    days,
    rooms,
    shifts: filledShifts(shifts, volunteers, setup, from),
  };
}

const playedId = (player: string): string => `speaker-${player}`;

/** Ids of speakers may be made of their names. */
const withPlayedSpeakers = (
  sessions: readonly Session[],
  speakers: ReadonlyMap<string, string>,
  players: readonly Player[],
): Session[] =>
  sessions.map((session) => ({
    ...session,
    speakers: session.speakers.flatMap(({ id }) => {
      const player = players.find((one) => one.id === speakers.get(id));
      return player ? [{ id: playedId(player.id), name: player.name }] : [];
    }),
  }));
