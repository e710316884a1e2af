/**
 * When a file lost too much to be believed. Most mass disappearances are outages of the source (36C3's
 * feed lost ten or more sessions 77 times; 68 were back in the next change), so they wait for a person,
 * or for the source to say the same twice more.
 */
import type { Temporal } from 'temporal-polyfill';
import { milliseconds } from '../../core/instant.ts';
import { type AgendaDiff, coming } from './diff.ts';
import type { Session } from './session.ts';

export interface Held {
  /** Rooms whose sessions are all gone, and not for having moved elsewhere. */
  readonly rooms: readonly string[];
  readonly gone: number;
  readonly coming: number;
  /** Coming sessions that lost every speaker they had; 0 where that is ordinary. */
  readonly speakersLost: number;
  /** Most coming sessions moved by the same minutes; 0 where they did not. */
  readonly shiftedMinutes: number;
  /** Nearly nothing of ours is in the file. */
  readonly isOther: boolean;
  /** Codes of sessions on stage or about to be, that would be cancelled. */
  readonly near: readonly string[];
}

/** Losses that the source may confirm by saying them again; anything else waits for a person. */
export const mayBelieve = (held: Held): boolean =>
  !held.isOther && held.speakersLost === 0 && held.shiftedMinutes === 0 && held.near.length === 0;

const MANY = 10;
const SHARE = 1 / 5;
/** What begins this soon is not cancelled by a file alone. */
const NEAR_HOURS = 2;
/** Of the smaller side: an accidental match or two make no common agenda. */
const COMMON = 1 / 20;
/** Fewer sessions that all moved alike may well have been moved. */
const FEW = 3;

const startOf = (session: Session): number => milliseconds(session.start);

/** Sessions that the file cancels or has no more, on stage now or within two hours. */
export function nearCancellations(diff: AgendaDiff, now: Temporal.Instant): string[] {
  const until = now.add({ hours: NEAR_HOURS }).epochMilliseconds;
  return diff.compared.flatMap((one) => {
    if (one.kind === 'new' || one.before.state !== 'scheduled' || one.after.state !== 'cancelled') return [];
    const isNear = startOf(one.before) <= until && milliseconds(one.before.end) > now.epochMilliseconds;
    return isNear ? [one.before.code] : [];
  });
}

/** Whether nearly nothing of one is in the other. An agenda without sessions has nothing to share. */
function isOtherAgenda(diff: AgendaDiff, known: number): boolean {
  const theirs = diff.matched + diff.compared.filter(({ kind }) => kind === 'new').length;
  const smaller = Math.min(known, theirs);
  return smaller > 0 && diff.matched <= smaller * COMMON;
}

function speakersLostIn(diff: AgendaDiff, before: readonly Session[]): number {
  const had = new Set(before.filter(({ speakers }) => speakers.length > 0).map(({ code }) => code));
  const lost = diff.compared.filter(
    (one) => one.kind === 'changed' && had.has(one.before.code) && one.after.speakers.length === 0,
  ).length;
  const many = lost >= MANY && lost > before.length * SHARE;
  return many || (lost >= FEW && lost * 2 > had.size) ? lost : 0;
}

function shiftIn(diff: AgendaDiff, before: readonly Session[]): number {
  const codes = new Set(before.map(({ code }) => code));
  const by = new Map<number, number>();
  for (const one of diff.compared) {
    if (one.kind !== 'changed' || !codes.has(one.before.code)) continue;
    const moved = startOf(one.after) - startOf(one.before);
    if (moved !== 0) by.set(moved, (by.get(moved) ?? 0) + 1);
  }
  const [most] = [...by].sort((a, b) => b[1] - a[1]);
  return most !== undefined && most[1] >= FEW && most[1] * 2 > before.length ? most[0] / 60_000 : 0;
}

/**
 * Whether a file is another agenda altogether: it has nearly nothing in common with ours and comes from somewhere
 * else. `sessions` is how many we have. Nothing was lost by its source, so it is not held; the preview says what it replaces.
 */
export const replaces = (
  diff: AgendaDiff,
  sessions: number,
  from: string | undefined,
  known: string | undefined,
): boolean => isOtherAgenda(diff, sessions) && (from === undefined || from !== known);

/** Why a change of a followed feed is held: like every large one, or for what is on stage and would be cancelled. */
export function heldFeed(
  existing: Iterable<Session>,
  diff: AgendaDiff,
  now: Temporal.Instant,
): Held | undefined {
  const near = nearCancellations(diff, now);
  const none = { rooms: [], gone: 0, coming: 0, speakersLost: 0, shiftedMinutes: 0, isOther: false };
  return held(existing, diff, now) ?? (near.length > 0 ? { ...none, near } : undefined);
}

/** Why this change is held; undefined where it is ordinary. A cancellation that the file states is no loss. */
export function held(existing: Iterable<Session>, diff: AgendaDiff, now: Temporal.Instant): Held | undefined {
  const ours = [...existing];
  const before = coming(
    ours.filter((session) => session.state === 'scheduled'),
    now,
  );
  const gone = new Set(diff.compared.flatMap((one) => (one.kind === 'gone' ? [one.before.code] : [])));
  const after = new Set<string>();
  const moved = new Set<string>();
  for (const one of diff.compared) {
    if (one.kind === 'new') after.add(one.parsed.room);
    if (one.kind !== 'changed') continue;
    after.add(one.after.room);
    if (one.after.room !== one.before.room) moved.add(one.before.code);
  }
  const rooms = new Map<string, { any: boolean; lost: boolean }>();
  let lost = 0;
  for (const session of before) {
    const room = rooms.get(session.room) ?? { any: false, lost: false };
    if (gone.has(session.code)) {
      lost++;
      room.lost = true;
    } else if (!moved.has(session.code)) room.any = true;
    rooms.set(session.room, room);
  }
  const lostRooms = [...rooms].flatMap(([room, { any, lost: some }]) =>
    room !== '' && some && !any && !after.has(room) ? [room] : [],
  );
  const why = {
    speakersLost: speakersLostIn(diff, before),
    shiftedMinutes: shiftIn(diff, before),
    isOther: isOtherAgenda(diff, ours.length),
    near: nearCancellations(diff, now),
  };
  const isLoss = lostRooms.length > 0 || (lost >= MANY && lost > before.length * SHARE);
  const isStrange = why.speakersLost > 0 || why.shiftedMinutes !== 0 || why.isOther;
  return isLoss || isStrange ? { rooms: lostRooms, gone: lost, coming: before.length, ...why } : undefined;
}
