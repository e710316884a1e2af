/** Sessions as intervals in rooms: what follows what, and what overlaps. Times in milliseconds since 1970. */
import { Temporal } from 'temporal-polyfill';
import { instantText, milliseconds } from '../../core/instant.ts';
import { plain } from '../../core/match.ts';
import { windowAt } from '../../core/time.ts';
import type { Day } from './agenda.ts';
import type { Session } from './session.ts';

export interface Slot {
  readonly start: number;
  readonly end: number;
}

export const slotOf = (session: Pick<Session, 'start' | 'end'>): Slot => ({
  start: milliseconds(session.start),
  end: milliseconds(session.end),
});

export const at = (ms: number): string => instantText(Temporal.Instant.fromEpochMilliseconds(ms));

export const inSlot = (session: Session, slot: Slot): Session => ({
  ...session,
  start: at(slot.start),
  end: at(slot.end),
});

/** Something of a minute is shared. Sessions without length overlap nothing. */
export const overlap = (a: Slot, b: Slot): boolean => a.start < b.end && b.start < a.end;

export const byStart = (a: Session, b: Session): number =>
  a.start.localeCompare(b.start) ||
  a.end.localeCompare(b.end) ||
  a.code.localeCompare(b.code, 'en', { numeric: true });

/** The day whose window holds the start, as an index; outside every window the calendar's date decides. */
export const dayIndexOf = (session: Pick<Session, 'start'>, days: readonly Day[]): number | undefined =>
  windowAt(days, Temporal.Instant.from(session.start))?.index;

/** Two sessions that cannot both be: in one room, or of one speaker, at one time. */
export interface Clash {
  readonly kind: 'room' | 'speaker';
  /** The room's or the speaker's name. */
  readonly of: string;
  readonly sessions: readonly [Session, Session];
}

/** Names the same clash in the same way, whichever of the two comes first. */
export const clashKey = (clash: Clash): string =>
  `${clash.kind} ${clash.of} ${clash.sessions
    .map((session) => session.code)
    .sort()
    .join(' ')}`;

interface Timed extends Slot {
  readonly session: Session;
}

function within(
  kind: Clash['kind'],
  of: string,
  sessions: Timed[],
  concerns: ((session: Session) => boolean) | undefined,
  found: Clash[],
): void {
  sessions.sort((a, b) => a.start - b.start || byStart(a.session, b.session));
  for (let i = 0; i < sessions.length; i++) {
    const first = sessions[i];
    if (!first) continue;
    const concerned = concerns === undefined || concerns(first.session);
    for (let j = i + 1; j < sessions.length; j++) {
      const second = sessions[j];
      if (!second || second.start >= first.end) break;
      if ((concerned || concerns?.(second.session)) && overlap(first, second))
        found.push({ kind, of, sessions: [first.session, second.session] });
    }
  }
}

/** Sessions that are in one room at one time. */
export const roomClashes = (sessions: Iterable<Session>): Clash[] => {
  const rooms = new Map<string, Timed[]>();
  const found: Clash[] = [];
  for (const session of sessions)
    if (session.state === 'scheduled' && session.room !== '') {
      const inRoom = rooms.get(session.room) ?? [];
      rooms.set(session.room, inRoom);
      inRoom.push({ session, ...slotOf(session) });
    }
  for (const [room, inRoom] of rooms) within('room', room, inRoom, undefined, found);
  return found;
};

/**
 * Every clash among these sessions, or those that `concerns` one of the two; cancelled ones and breaks bother
 * nobody.
 */
export function clashes(sessions: Iterable<Session>, concerns?: (session: Session) => boolean): Clash[] {
  const rooms = new Map<string, Timed[]>();
  const speakers = new Map<string, { name: string; sessions: Timed[] }>();
  for (const session of sessions) {
    if (session.state !== 'scheduled') continue;
    const timed = { session, ...slotOf(session) };
    if (session.room !== '') {
      const inRoom = rooms.get(session.room);
      if (inRoom) inRoom.push(timed);
      else rooms.set(session.room, [timed]);
    }
    if (session.isBreak) continue;
    for (const [key, name] of new Map(session.speakers.map((one) => [plain(one.name), one.name]))) {
      const known = speakers.get(key);
      if (known) known.sessions.push(timed);
      else speakers.set(key, { name, sessions: [timed] });
    }
  }
  const found: Clash[] = [];
  for (const [room, inRoom] of rooms) within('room', room, inRoom, concerns, found);
  for (const { name, sessions: theirs } of speakers.values())
    within('speaker', name, theirs, concerns, found);
  return found;
}
