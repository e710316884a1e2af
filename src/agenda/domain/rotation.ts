/**
 * Rooms by turns on a screen that nobody scrolls. Sources hardly ever say how many people a room holds, but the
 * large rooms are those that are used most, so the busiest come first and stay twice as long.
 */
import { milliseconds } from '../../core/instant.ts';
import type { Reading } from './reading.ts';

/** Minutes of programme in each room, breaks left out. */
export function busyMinutes({ rooms }: Reading): ReadonlyMap<string, number> {
  return new Map(
    [...rooms].map(([room, { sessions }]) => [
      room,
      sessions
        .filter(({ isBreak }) => !isBreak)
        .reduce((sum, { start, end }) => sum + (milliseconds(end) - milliseconds(start)) / 60_000, 0),
    ]),
  );
}

/**
 * In pages of `size`: the busiest on the first, the others behind them; on each in the order given. Rooms that fit
 * on one page keep their order.
 */
export function roomPages<Room extends { readonly room: string }>(
  rooms: readonly Room[],
  busy: ReadonlyMap<string, number>,
  size: number,
): Room[][] {
  if (rooms.length <= size) return [[...rooms]];
  const minutes = ({ room }: Room) => busy.get(room) ?? 0;
  const busiest = new Set([...rooms].sort((a, b) => minutes(b) - minutes(a)).slice(0, size));
  const rest = rooms.filter((room) => !busiest.has(room));
  const pages = [rooms.filter((room) => busiest.has(room))];
  for (let from = 0; from < rest.length; from += size) pages.push(rest.slice(from, from + size));
  return pages;
}

/** Which of `pages` is shown at `ms`: by the clock alone, so that all screens agree and a restart changes nothing. */
export function pageShown(pages: number, ms: number, turnMilliseconds: number): number {
  if (pages <= 1) return 0;
  const turn = Math.floor(ms / turnMilliseconds) % (pages + 1);
  return Math.max(0, turn - 1);
}
