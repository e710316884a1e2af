/**
 * The agenda in the order people read it, derived from the sessions and kept: as long as nothing changes it
 * is the same object, and when one session changes only its rooms are sorted again. So "what is on now" costs
 * as much with ten thousand sessions as with a hundred.
 */
import type { Versioned } from '../../core/commit.ts';
import { milliseconds } from '../../core/instant.ts';
import { isUntold, stageSlots } from './actual.ts';
import type { Session } from './session.ts';
import { byStart, type Slot, slotOf } from './slots.ts';

/** The scheduled sessions of one room, in the order of their planned starts. */
interface RoomIndex {
  readonly sessions: readonly Session[];
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** The latest planned end of this session and all before it: how far back something may still be to come. */
  readonly latest: readonly number[];
  /** Those that are ever on, by the plan and the stage clock, in the order in which they are. */
  readonly stage: readonly Shown[];
  readonly stageStarts: readonly number[];
  /** The latest end on the stage, as `latest`. */
  readonly stageLatest: readonly number[];
  /** In order: each moment at which what is on or next may change. */
  readonly boundaries: readonly number[];
}

interface Shown extends Slot {
  readonly session: Session;
}

export interface Reading {
  /** By room, the sessions without a room under ''. */
  readonly rooms: ReadonlyMap<string, RoomIndex>;
}

export interface OnNow {
  readonly room: string;
  readonly now: readonly Session[];
  /** The next to begin; several where they begin together. */
  readonly next: readonly Session[];
}

type Sessions = ReadonlyMap<string, Versioned<Session>>;

/** Of each number and all before it the greatest. */
function runningMost(values: readonly number[]): number[] {
  let most = Number.NEGATIVE_INFINITY;
  return values.map((value) => {
    most = Math.max(most, value);
    return most;
  });
}

function indexRoom(all: Iterable<Session>): RoomIndex {
  const sessions = [...all].filter((session) => session.state === 'scheduled').sort(byStart);
  const slots = stageSlots(sessions);
  const starts = sessions.map((session) => milliseconds(session.start));
  const ends = sessions.map((session) => milliseconds(session.end));
  const stage = sessions
    .map((session, at): Shown => ({ session, ...(slots[at] ?? slotOf(session)) }))
    .filter(({ start, end }) => start < end)
    .sort((a, b) => a.start - b.start || byStart(a.session, b.session));
  const moments = new Set([...starts, ...ends, ...stage.flatMap(({ start, end }) => [start, end])]);
  return {
    sessions,
    starts,
    ends,
    latest: runningMost(ends),
    stage,
    stageStarts: stage.map(({ start }) => start),
    stageLatest: runningMost(stage.map(({ end }) => end)),
    boundaries: [...moments].sort((a, b) => a - b),
  };
}

/** A reader remembers the last agenda it was shown. Make one and keep it. */
export function agendaReader(): (sessions: Sessions) => Reading {
  let seen: Sessions | undefined;
  let members = new Map<string, Map<string, Session>>();
  let reading: Reading = { rooms: new Map() };

  const touch = (changed: Set<string>, room: string, code: string, session: Session | undefined) => {
    const inRoom = members.get(room) ?? new Map<string, Session>();
    members.set(room, inRoom);
    if (session) inRoom.set(code, session);
    else inRoom.delete(code);
    changed.add(room);
  };

  return (sessions) => {
    if (sessions === seen) return reading;
    const changed = new Set<string>();
    for (const [code, { value }] of sessions) {
      const old = seen?.get(code)?.value;
      if (old === value) continue;
      if (old && old.room !== value.room) touch(changed, old.room, code, undefined);
      touch(changed, value.room, code, value);
    }
    for (const [code, { value }] of seen ?? [])
      if (!sessions.has(code)) touch(changed, value.room, code, undefined);
    const rooms = new Map(reading.rooms);
    for (const room of changed) {
      const inRoom = members.get(room);
      if (inRoom && inRoom.size > 0) rooms.set(room, indexRoom(inRoom.values()));
      else {
        rooms.delete(room);
        members.delete(room);
      }
    }
    members = new Map(members);
    seen = sessions;
    reading = { rooms };
    return reading;
  };
}

/** The first place in sorted `values` that is greater than `x`. */
function after(values: readonly number[], x: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? 0) <= x) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What is on in one room at `ms` and what begins next. A session is on from its start until its end, excluded. */
function roomAt(room: string, index: RoomIndex, ms: number): OnNow {
  const now: Session[] = [];
  for (let i = after(index.stageStarts, ms) - 1; i >= 0 && (index.stageLatest[i] ?? 0) > ms; i--) {
    const shown = index.stage[i];
    if (shown && shown.end > ms) now.unshift(shown.session);
  }
  return { room, now, next: nextIn(index, ms, now) };
}

/** What should have begun and has not, where another one runs over; else what begins first by the plan. */
function nextIn(index: RoomIndex, ms: number, now: readonly Session[]): readonly Session[] {
  const later = after(index.starts, ms);
  let first = later;
  for (let i = later - 1; i >= 0 && (index.latest[i] ?? 0) > ms; i--) {
    const session = index.sessions[i];
    if (session && (index.ends[i] ?? 0) > ms && isUntold(session) && !now.includes(session)) first = i;
  }
  while (first < index.sessions.length && !isUntold(index.sessions[first] as Session)) first++;
  const start = index.starts[first];
  const next: Session[] = [];
  for (let i = first; i < index.sessions.length && index.starts[i] === start; i++) {
    const session = index.sessions[i];
    if (session && isUntold(session) && !now.includes(session) && (index.ends[i] ?? 0) > ms)
      next.push(session);
  }
  return next;
}

/** The rooms in the order people know, those that the agenda does not list behind, in order of their names. */
export function orderedRooms(reading: Reading, known: readonly string[]): string[] {
  const listed = known.filter((room) => reading.rooms.has(room));
  const more = [...reading.rooms.keys()].filter((room) => !known.includes(room)).sort();
  return [...listed, ...more];
}

/** Per room: what is on at `ms` and what is next. Rooms where nothing is left are last, without either. */
export function nowAndNext(reading: Reading, known: readonly string[], ms: number): OnNow[] {
  const all = orderedRooms(reading, known).flatMap((room) => {
    const index = reading.rooms.get(room);
    return index ? [roomAt(room, index, ms)] : [];
  });
  const alive = (onNow: OnNow) => onNow.now.length > 0 || onNow.next.length > 0;
  return [...all.filter(alive), ...all.filter((one) => !alive(one))];
}

/** The next moment after `ms` at which something starts or ends anywhere; undefined when all is over. */
export function nextBoundary(reading: Reading, ms: number): number | undefined {
  const next = [...reading.rooms.values()].flatMap(
    ({ boundaries }) => boundaries[after(boundaries, ms)] ?? [],
  );
  return next.length > 0 ? Math.min(...next) : undefined;
}

/** The sessions that begin after `from` and at or before `to` by the plan, and have not been started yet. */
export function startingBetween(reading: Reading, from: number, to: number): Session[] {
  return [...reading.rooms.values()]
    .flatMap((index) => index.sessions.slice(after(index.starts, from), after(index.starts, to)))
    .filter(isUntold)
    .sort(byStart);
}

/** The sessions that end after `from` and at or before `to` by the plan, and have not been ended yet. */
export function endingBetween(reading: Reading, from: number, to: number): Session[] {
  return [...reading.rooms.values()]
    .flatMap((index) =>
      index.sessions.filter((_, i) => (index.ends[i] ?? 0) > from && (index.ends[i] ?? 0) <= to),
    )
    .filter(({ actual }) => actual?.end === undefined)
    .sort(byStart);
}

/** The next moment after `ms` at which something starts anywhere. */
export function nextStart(reading: Reading, ms: number): number | undefined {
  const starts = [...reading.rooms.values()].flatMap((index) => index.starts[after(index.starts, ms)] ?? []);
  return starts.length > 0 ? Math.min(...starts) : undefined;
}
