/**
 * When a file lost too much to be believed. Most mass disappearances are outages of the source (36C3's
 * feed lost ten or more sessions 77 times; 68 were back in the next change), so they wait for a person,
 * or for the source to say the same twice more.
 */
import type { Temporal } from 'temporal-polyfill';
import { type AgendaDiff, coming } from './diff.ts';
import type { Session } from './session.ts';

export interface Held {
  /** Rooms whose sessions are all gone, and not for having moved elsewhere. */
  readonly rooms: readonly string[];
  readonly gone: number;
  readonly coming: number;
}

const MANY = 10;
const SHARE = 1 / 5;

/**
 * Whether a file is another agenda altogether: it has nothing in common with ours and comes from somewhere
 * else. Nothing was lost by its source, so it is not held; the preview says what it replaces.
 */
export const replaces = (diff: AgendaDiff, from: string | undefined, known: string | undefined): boolean =>
  diff.matched === 0 && (from === undefined || from !== known);

/** Why this change is held; undefined where it is ordinary. A cancellation that the file states is no loss. */
export function held(existing: Iterable<Session>, diff: AgendaDiff, now: Temporal.Instant): Held | undefined {
  const before = coming(
    [...existing].filter((session) => session.state === 'scheduled'),
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
  if (lostRooms.length === 0 && (lost < MANY || lost <= before.length * SHARE)) return undefined;
  return { rooms: lostRooms, gone: lost, coming: before.length };
}
