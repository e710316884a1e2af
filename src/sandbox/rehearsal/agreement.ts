/** Whether two plays of one seed tell the same: who was asked when, and who had it. Pure. */

import type { Recorded } from '../../core/commit.ts';
import { type PlayedPage, playedPages } from './played-pages.ts';

export interface Agreement {
  /** Pages that both plays had, of those that either had. */
  readonly pages: number;
  readonly ofPages: number;
  /** Askings (a person, a channel, a page) that both had, of those that either had. */
  readonly askings: number;
  readonly ofAskings: number;
  /** Pages that the same person took, or nobody in both, of those that both had. */
  readonly takers: number;
  /** Seconds between the same asking in both: the middle one, and the one that nine of ten are below. */
  readonly median: number;
  readonly ninth: number;
}

/** Pages are the same by what they are about: their codes are given in the order in which they come. */
function byAbout(pages: readonly PlayedPage[]): Map<string, PlayedPage> {
  const known = new Map<string, PlayedPage>();
  for (const page of pages) {
    const about = `${page.target.kind} ${page.target.name} ${page.message}`;
    for (let time = 1; ; time++) {
      const key = `${about} ${time}`;
      if (known.has(key)) continue;
      known.set(key, page);
      break;
    }
  }
  return known;
}

/** The first time that this person was asked on this channel, in seconds after the page. */
function firstAskings(page: PlayedPage): Map<string, number> {
  const found = new Map<string, number>();
  for (const { person, channel, at } of page.asked) {
    const key = `${person} ${channel}`;
    if (!found.has(key)) found.set(key, (at - page.openedAt) / 1000);
  }
  return found;
}

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;

export function agreementOf(one: readonly Recorded[], other: readonly Recorded[]): Agreement {
  const [a, b] = [byAbout(playedPages(one)), byAbout(playedPages(other))];
  const both = [...a.keys()].filter((key) => b.has(key));
  const empty = new Map<string, number>();
  const askings = [...new Set([...a.keys(), ...b.keys()])].map((key) => {
    const [left, right] = [a.get(key), b.get(key)];
    return [left ? firstAskings(left) : empty, right ? firstAskings(right) : empty] as const;
  });
  const shared = askings.flatMap(([left, right]) =>
    [...left].flatMap(([key, when]) => {
      const then = right.get(key);
      return then === undefined ? [] : [Math.abs(then - when)];
    }),
  );
  const all = askings.reduce(
    (sum, [left, right]) => sum + new Set([...left.keys(), ...right.keys()]).size,
    0,
  );
  const apart = shared.toSorted((x, y) => x - y);
  return {
    pages: both.length,
    ofPages: new Set([...a.keys(), ...b.keys()]).size,
    askings: shared.length,
    ofAskings: all,
    takers: both.filter((key) => a.get(key)?.by === b.get(key)?.by).length,
    median: at(apart, 0.5),
    ninth: at(apart, 0.9),
  };
}
