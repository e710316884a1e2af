/** Where fewer people were than a shift needs, and what became of those who asked for cover. Pure. */
import type { PromiseFigures } from '../../callboard/domain/promises.ts';
import type { Recorded } from '../../core/commit.ts';
import { milliseconds } from '../../core/instant.ts';
import { coverAsked, coverDeclined, coverOpened, coverTaken } from '../../rota/domain/facts.ts';
import { liveOf, type Shift } from '../../rota/domain/shift.ts';
import { minutesWaited, type PlayedPage, readAs } from './played-pages.ts';
import { HOUR, MINUTE, type Script } from './script.ts';
import { cameTo, type Trouble } from './trouble.ts';

/** As it was played, in whichever house. */
export interface Play {
  /** Its shifts as they were in the end: who covered has the place of whom they covered. */
  readonly script: Script;
  readonly seed: number;
  /** As it was drawn, and when those came who covered. */
  readonly trouble: readonly Trouble[];
  readonly facts: readonly Recorded[];
  readonly promises: readonly PromiseFigures[];
  /** In thousandths, as the fuse counts it. */
  readonly money: number;
  /** What people typed or pressed and the bot refused, with how often. */
  readonly refused: ReadonlyMap<string, number>;
  /** Jobs that failed for good, by name. */
  readonly failed: readonly string[];
}

export interface Gap {
  readonly shift: Shift;
  /** Who was there when it mattered least: at the page for which it was fewest. */
  readonly present: number;
  readonly assigned: number;
  readonly pages: readonly string[];
  readonly waited: number;
}

/** Somebody could not come, and asked for cover. */
export interface AskedCover {
  readonly shift: Shift;
  readonly person: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** In the order in which the rota asked them. */
  readonly asked: readonly string[];
  readonly saidNo: readonly string[];
  readonly takenBy: string | undefined;
}

export function coversOf({ script, facts }: Pick<Play, 'script' | 'facts'>): AskedCover[] {
  const found = new Map<string, AskedCover>();
  const change = (cover: string, more: (one: AskedCover) => Partial<AskedCover>) => {
    const one = found.get(cover);
    if (one) found.set(cover, { ...one, ...more(one) });
  };
  for (const fact of facts) {
    const opened = readAs(coverOpened, fact);
    const shift = opened && script.shifts.find(({ code }) => code === opened.shift);
    if (opened && shift)
      found.set(opened.cover, {
        ...{ shift, person: opened.person, at: fact.at.epochMilliseconds },
        ...{ asked: [], saidNo: [], takenBy: undefined },
      });
    const asked = readAs(coverAsked, fact);
    if (asked) change(asked.cover, (one) => ({ asked: [...one.asked, ...asked.people] }));
    const declined = readAs(coverDeclined, fact);
    if (declined) change(declined.cover, (one) => ({ saidNo: [...one.saidNo, declined.person] }));
    const taken = readAs(coverTaken, fact);
    if (taken) change(taken.cover, () => ({ takenBy: taken.to }));
  }
  return [...found.values()];
}

/** Of the shift's people, those who have come and not left. */
export const presentAt = (shift: Shift, trouble: readonly Trouble[], at: number): number =>
  liveOf(shift).filter(({ person }) => {
    const came = cameTo(trouble, shift.code, person);
    return came !== undefined && came <= at;
  }).length;

const isHit = (shift: Shift, { target, openedAt }: PlayedPage): boolean =>
  milliseconds(shift.start) <= openedAt &&
  milliseconds(shift.end) > openedAt &&
  ((target.kind === 'room' && shift.room === target.name) ||
    (target.kind === 'role' && shift.role === target.name));

export function gapsOf({ script, trouble }: Play, pages: readonly PlayedPage[]): Gap[] {
  return script.shifts
    .flatMap((shift): Gap[] => {
      const hits = pages.filter((page) => isHit(shift, page));
      const short = hits.filter(({ openedAt }) => presentAt(shift, trouble, openedAt) < shift.min);
      if (short.length === 0) return [];
      return [
        {
          shift,
          present: Math.min(...short.map(({ openedAt }) => presentAt(shift, trouble, openedAt))),
          assigned: liveOf(shift).length,
          pages: short.map(({ code }) => code),
          waited: short.reduce((sum, page) => sum + minutesWaited(page, script.until), 0),
        },
      ];
    })
    .sort((a, b) => b.waited - a.waited || (a.shift.code < b.shift.code ? -1 : 1));
}

/** Looked at every so many minutes. */
const LOOK = 10 * MINUTE;

/** Places up to the minimum on which nobody was, on average over the hour. */
export function emptyIn({ script, trouble }: Play, hour: number): number {
  let [sum, looks] = [0, 0];
  for (let at = hour; at < hour + HOUR; at += LOOK) {
    looks++;
    for (const shift of script.shifts)
      if (milliseconds(shift.start) <= at && milliseconds(shift.end) > at)
        sum += Math.max(0, shift.min - presentAt(shift, trouble, at));
  }
  return looks === 0 ? 0 : sum / looks;
}
