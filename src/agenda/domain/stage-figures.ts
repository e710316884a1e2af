/**
 * How the rooms kept to the plan, by the stage clock: how late talks began, how much they ran over, how long the room
 * took between two of them. Only what was told is counted; nothing is estimated. All in whole minutes.
 */
import { milliseconds } from '../../core/instant.ts';
import { plannedOf } from './planned.ts';
import type { Session } from './session.ts';
import { byStart } from './slots.ts';

const MINUTE = 60_000;
/** Between two talks of one room that are longer apart nobody turned it around: it was a break. */
const MOST_TURNAROUND = 60;

export interface Spread {
  readonly count: number;
  /** Of an even number the mean of the two in the middle. */
  readonly median: number;
  readonly most: number;
}

export interface RoomFigures {
  readonly room: string;
  /** Talks of which the clock was told something, of all that were not cancelled. */
  readonly told: number;
  readonly talks: number;
  /** Later than the source's plan: 0 is on time, below 0 before it. */
  readonly late: Spread | undefined;
  /** Minutes that they took longer than planned; below 0 shorter. */
  readonly over: Spread | undefined;
  /** From the end of one to the start of the next. */
  readonly turnaround: Spread | undefined;
}

function spread(values: readonly number[]): Spread | undefined {
  if (values.length === 0) return undefined;
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1] ?? 0, sorted[sorted.length >> 1] ?? 0];
  return { count: sorted.length, median: (low + high) / 2, most: sorted.at(-1) ?? 0 };
}

const minutes = (from: number, to: number): number => Math.round((to - from) / MINUTE);

function figuresOf(room: string, talks: readonly Session[]): RoomFigures {
  const late: number[] = [];
  const over: number[] = [];
  for (const talk of talks) {
    const { start, end } = talk.actual ?? {};
    const planned = plannedOf(talk);
    if (start !== undefined) late.push(minutes(planned.start, milliseconds(start)));
    if (start !== undefined && end !== undefined)
      over.push(minutes(planned.end - planned.start, milliseconds(end) - milliseconds(start)));
  }
  const ends = talks.flatMap(({ actual }) => (actual?.end === undefined ? [] : [milliseconds(actual.end)]));
  const turnaround = talks.flatMap(({ actual }) => {
    if (actual?.start === undefined) return [];
    const start = milliseconds(actual.start);
    const before = Math.max(...ends.filter((end) => end <= start));
    const gap = minutes(before, start);
    return Number.isFinite(before) && gap <= MOST_TURNAROUND ? [gap] : [];
  });
  return {
    ...{ room, talks: talks.length, told: talks.filter(({ actual }) => actual !== undefined).length },
    ...{ late: spread(late), over: spread(over), turnaround: spread(turnaround) },
  };
}

/** Per room, in the order given; rooms whose clock was told nothing are left out. */
export function stageFigures(sessions: Iterable<Session>, rooms: readonly string[]): RoomFigures[] {
  const talks = [...sessions]
    .filter(({ state, isBreak, room }) => state === 'scheduled' && !isBreak && room !== '')
    .sort(byStart);
  const more = [...new Set(talks.map(({ room }) => room))].filter((room) => !rooms.includes(room)).sort();
  return [...rooms, ...more]
    .map((room) =>
      figuresOf(
        room,
        talks.filter((talk) => talk.room === room),
      ),
    )
    .filter(({ told }) => told > 0);
}
