/** Which pages were taken out of the database, by the day on which they were opened. Pure. */
import { z } from 'zod';

/** Numbers of pages as spans, ascending, both ends included: those of a day follow each other, so that a day is one or two. */
export const PageSpans = z.array(z.tuple([z.number().int(), z.number().int()]));
export type PageSpans = z.infer<typeof PageSpans>;

/** The spans with these numbers too. */
export function withPageNumbers(spans: PageSpans, numbers: readonly number[]): PageSpans {
  const all: PageSpans = [...spans, ...numbers.map((one): [number, number] => [one, one])];
  const merged: PageSpans = [];
  for (const [from, to] of all.sort(([a], [b]) => a - b)) {
    const last = merged.at(-1);
    if (last && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

export const holdsPage = (spans: PageSpans, number: number): boolean =>
  spans.some(([from, to]) => from <= number && number <= to);
