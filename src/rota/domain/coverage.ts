/** Room by hour: how many people are wanted, how many are on shift, and where a session has nobody. */
import { Temporal } from 'temporal-polyfill';
import type { Session } from '../../agenda/domain/session.ts';
import { instantText, milliseconds } from '../../core/instant.ts';
import type { Span } from './hours.ts';
import { overlaps } from './rules.ts';
import { liveOf, type Shift } from './shift.ts';

const HOUR = 3_600_000;

export interface CoverageCell {
  /** At the moment of this hour at which most are missing. */
  readonly needed: number;
  readonly there: number;
  readonly missing: number;
  /** A session runs there for some of this hour while nobody is on shift in its room. */
  readonly unattended: boolean;
}

export interface CoverageRow {
  /** A room, or the role of shifts that have none. */
  readonly name: string;
  /** By hour; undefined where nobody is wanted and nothing is on. */
  readonly cells: readonly (CoverageCell | undefined)[];
  /** Person-hours missing, an hour of an unattended session counted as one. */
  readonly missing: number;
}

export interface Coverage {
  /** Where each hour begins, in milliseconds since 1970: whole hours of the zone's clock. */
  readonly hours: readonly number[];
  /** Rooms in their usual order, then roles without a room. */
  readonly rows: readonly CoverageRow[];
}

/** The beginning of the hour that the zone's clock shows. */
const hourOf = (ms: number, zone: string): number =>
  Temporal.Instant.fromEpochMilliseconds(ms)
    .toZonedDateTimeISO(zone)
    .round({ smallestUnit: 'hour', roundingMode: 'floor' }).epochMilliseconds;

/**
 * Inside `window`, from the hour of `now` on where that is in it.
 *
 * @param order - The rooms in the order that people know; others stand behind them by name.
 */
export function coverage(
  shifts: Iterable<Shift>,
  sessions: Iterable<Session>,
  options: {
    readonly window: Span;
    readonly now: number;
    readonly zone: string;
    readonly order: readonly string[];
  },
): Coverage {
  const { window, now, zone, order } = options;
  const from = Math.max(milliseconds(window.start), hourOf(now, zone));
  const span: Span = { start: instantText(Temporal.Instant.fromEpochMilliseconds(from)), end: window.end };
  if (from >= milliseconds(window.end)) return { hours: [], rows: [] };
  const inside = [...shifts].filter((shift) => overlaps(shift, span));
  const shown = [...sessions].filter(
    (one) => one.state === 'scheduled' && !one.isBreak && one.room !== '' && overlaps(one, span),
  );
  const all: readonly Span[] = [...inside, ...shown];
  if (all.length === 0) return { hours: [], rows: [] };
  const first = hourOf(Math.max(from, Math.min(...all.map(({ start }) => milliseconds(start)))), zone);
  const last = Math.min(milliseconds(window.end), Math.max(...all.map(({ end }) => milliseconds(end))));
  const hours: number[] = [];
  for (let hour = first; hour < last; hour += HOUR) hours.push(hour);

  const rooms = new Set([...inside.flatMap(({ room }) => room ?? []), ...shown.map(({ room }) => room)]);
  const roles = new Set(inside.filter(({ room }) => room === undefined).map(({ role }) => role));
  const place = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  const byName = (a: string, b: string) => place(a) - place(b) || (a < b ? -1 : 1);
  const rowOf = (name: string, its: readonly Shift[], on: readonly Session[]): CoverageRow => {
    const cells = hours.map((hour) => cellAt(hour, its, on));
    const missing = cells.reduce(
      (sum, cell) => sum + (cell ? Math.max(cell.missing, cell.unattended ? 1 : 0) : 0),
      0,
    );
    return { name, cells, missing };
  };
  return {
    hours,
    rows: [
      ...[...rooms].sort(byName).map((room) =>
        rowOf(
          room,
          inside.filter((shift) => shift.room === room),
          shown.filter((session) => session.room === room),
        ),
      ),
      ...[...roles].sort().map((role) =>
        rowOf(
          role,
          inside.filter((shift) => shift.room === undefined && shift.role === role),
          [],
        ),
      ),
    ],
  };
}

interface Block {
  readonly start: number;
  readonly end: number;
}

const isOnAt =
  (at: number) =>
  ({ start, end }: Span): boolean =>
    milliseconds(start) <= at && at < milliseconds(end);

function cellAt(
  hour: number,
  shifts: readonly Shift[],
  sessions: readonly Session[],
): CoverageCell | undefined {
  const block: Block = { start: hour, end: hour + HOUR };
  const touches = ({ start, end }: Span) =>
    milliseconds(start) < block.end && milliseconds(end) > block.start;
  const its = shifts.filter(touches);
  const on = sessions.filter(touches);
  if (its.length === 0 && on.length === 0) return undefined;
  // Between two boundaries nothing changes, so the moments after each are all there is to look at.
  const moments = [...its, ...on]
    .flatMap(({ start, end }) => [milliseconds(start), milliseconds(end)])
    .filter((at) => at > block.start && at < block.end);
  let worst: CoverageCell = { needed: 0, there: 0, missing: 0, unattended: false };
  for (const at of [block.start, ...moments]) {
    const now = its.filter(isOnAt(at));
    const there = now.reduce((sum, shift) => sum + liveOf(shift).length, 0);
    const missing = now.reduce((sum, shift) => sum + Math.max(0, shift.min - liveOf(shift).length), 0);
    const needed = now.reduce((sum, shift) => sum + shift.min, 0);
    const unattended = worst.unattended || (there === 0 && on.some(isOnAt(at)));
    const isWorse = missing > worst.missing || (missing === worst.missing && needed > worst.needed);
    worst = isWorse ? { needed, there, missing, unattended } : { ...worst, unattended };
  }
  return worst;
}

/** Hours of a row that follow each other and lack the same. */
export interface ShortSpell {
  readonly start: number;
  readonly end: number;
  readonly missing: number;
  readonly unattended: boolean;
}

/** What a row lacks, in order of time. */
export function shortSpells({ hours }: Pick<Coverage, 'hours'>, { cells }: CoverageRow): ShortSpell[] {
  const spells: ShortSpell[] = [];
  cells.forEach((cell, index) => {
    const start = hours[index];
    if (start === undefined || !cell || (cell.missing === 0 && !cell.unattended)) return;
    const { missing, unattended } = cell;
    const last = spells.at(-1);
    if (last && last.end === start && last.missing === missing && last.unattended === unattended)
      spells[spells.length - 1] = { ...last, end: start + HOUR };
    else spells.push({ start, end: start + HOUR, missing, unattended });
  });
  return spells;
}
