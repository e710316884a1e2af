/**
 * Shifts from the agenda: while a room has sessions, each need wants its people there, some minutes before
 * and after. What touches is merged, what is too long is cut into blocks that overlap to hand over.
 */
import { Temporal } from 'temporal-polyfill';
import type { Session } from '../../agenda/domain/session.ts';
import type { Versioned } from '../../core/commit.ts';
import { instantText, milliseconds } from '../../core/instant.ts';
import { type Difference, differ, type ShiftDraft } from './draft.ts';
import type { Need, RotaSettings } from './settings.ts';
import type { Shift } from './shift.ts';

const MINUTE = 60_000;
/** Nobody is told to come at 12:47. */
const ROUND = 5 * MINUTE;

interface Stretch {
  start: number;
  end: number;
  sessions: { code: string; start: number; end: number }[];
}

/** Times when the room needs people, merged where they touch. */
function stretches(sessions: readonly Session[], need: Need): Stretch[] {
  const found: Stretch[] = [];
  for (const session of [...sessions].sort((a, b) => milliseconds(a.start) - milliseconds(b.start))) {
    const one = { code: session.code, start: milliseconds(session.start), end: milliseconds(session.end) };
    const start = one.start - need.before * MINUTE;
    const end = one.end + need.after * MINUTE;
    const last = found.at(-1);
    if (last && start <= last.end) {
      last.end = Math.max(last.end, end);
      last.sessions.push(one);
    } else found.push({ start, end, sessions: [one] });
  }
  return found;
}

/** Where to cut: as even as can be, but between two sessions where one of those is within half an hour. */
function cuts({ start, end, sessions }: Stretch, block: number): number[] {
  const pieces = Math.ceil((end - start) / block);
  const between = sessions.slice(1).flatMap((next, index) => {
    const before = Math.max(...sessions.slice(0, index + 1).map((one) => one.end));
    return before <= next.start ? [before + Math.floor((next.start - before) / 2 / ROUND) * ROUND] : [];
  });
  const chosen: number[] = [];
  for (let piece = 1; piece < pieces; piece++) {
    const ideal = Math.round((start + ((end - start) * piece) / pieces) / ROUND) * ROUND;
    const near = between
      .filter((cut) => Math.abs(cut - ideal) <= 30 * MINUTE && cut > (chosen.at(-1) ?? start))
      .sort((a, b) => Math.abs(a - ideal) - Math.abs(b - ideal));
    chosen.push(near[0] ?? ideal);
  }
  return chosen;
}

/** The shifts that the coming agenda needs. Sessions that are over, cancelled or breaks need nobody. */
export function draftsFromAgenda(
  sessions: readonly Session[],
  settings: RotaSettings,
  now: Temporal.Instant,
): ShiftDraft[] {
  const coming = sessions.filter(
    (session) =>
      session.state === 'scheduled' &&
      !session.isBreak &&
      session.room !== '' &&
      milliseconds(session.end) > now.epochMilliseconds,
  );
  const rooms = [...new Set(coming.map(({ room }) => room))].sort();
  const drafts: ShiftDraft[] = [];
  for (const need of settings.needs) {
    for (const room of rooms) {
      if (need.rooms && !need.rooms.includes(room)) continue;
      const here = coming.filter((session) => session.room === room);
      for (const stretch of stretches(here, need)) {
        const inner = cuts(stretch, settings.block * MINUTE);
        const edges = [stretch.start, ...inner, stretch.end];
        for (let index = 0; index + 1 < edges.length; index++) {
          const start = edges[index] ?? 0;
          const next = edges[index + 1] ?? 0;
          const handover = index + 2 < edges.length ? settings.handover : 0;
          const end = next + handover * MINUTE;
          drafts.push({
            key: `${need.role}|${room}|${start}`,
            role: need.role,
            room,
            start: text(start),
            end: text(end),
            min: need.people,
            ...(handover > 0 && { handover }),
            sessions: stretch.sessions
              .filter((one) => one.start < next && start < one.end)
              .map((one) => one.code),
          });
        }
      }
    }
  }
  return drafts;
}

const text = (ms: number) => instantText(Temporal.Instant.fromEpochMilliseconds(ms));

/**
 * Pairs each draft with the shift that was made for the same sessions before, so that a changed agenda
 * moves a shift with its people instead of making a new, empty one. Shifts that are over stay as they are.
 */
export function differFromAgenda(
  drafts: readonly ShiftDraft[],
  shifts: readonly Versioned<Shift>[],
  now: Temporal.Instant,
): Difference {
  const byHand = shifts.filter(({ value }) => value.origin?.from !== 'agenda').map(({ value }) => value);
  const met = drafts.filter((draft) => isMet(draft, byHand));
  const existing = shifts.filter(
    ({ value }) => value.origin?.from === 'agenda' && milliseconds(value.end) > now.epochMilliseconds,
  );
  const wanted = drafts.filter((draft) => !met.includes(draft));
  const difference = differ(wanted, existing, (draft, left) => {
    let best: { shift: Versioned<Shift>; score: number } | undefined;
    for (const shift of left) {
      const { value } = shift;
      if (value.role !== draft.role) continue;
      const shared = (value.sessions ?? []).filter((code) => draft.sessions?.includes(code)).length;
      const together =
        Math.min(milliseconds(value.end), milliseconds(draft.end)) -
        Math.max(milliseconds(value.start), milliseconds(draft.start));
      if (shared === 0 && (value.room !== draft.room || together <= 0)) continue;
      const score = shared * 1e9 + (value.room === draft.room ? 5e8 : 0) + together;
      if (!best || score > best.score) best = { shift, score };
    }
    return best?.shift;
  });
  return { ...difference, unchanged: difference.unchanged + met.length };
}

/** Shifts that were added by hand or imported give it its people already, all the time. */
function isMet(draft: ShiftDraft, shifts: readonly Shift[]): boolean {
  const here = shifts.filter(({ role, room }) => role === draft.role && room === draft.room);
  const [start, end] = [milliseconds(draft.start), milliseconds(draft.end)];
  const moments = [
    start,
    ...here.map((shift) => milliseconds(shift.end)).filter((at) => start < at && at < end),
  ];
  return moments.every((at) => {
    const on = here.filter((shift) => milliseconds(shift.start) <= at && at < milliseconds(shift.end));
    return on.reduce((sum, { min }) => sum + min, 0) >= draft.min;
  });
}
