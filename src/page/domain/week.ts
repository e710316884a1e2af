/** How pages went, day by day and by the hour of the day: answered, missed, and how long an answer took. */
import { milliseconds } from '../../core/instant.ts';
import { isCountedPage, type Page } from './page.ts';

export interface PageFigures {
  /** Acknowledged or resolved before everybody had been asked in vain. */
  readonly answered: number;
  /** Everybody was asked as often as the policy says, and nobody answered in that time. */
  readonly missed: number;
  /** Neither yet. */
  readonly waiting: number;
}

export interface PageDay extends PageFigures {
  /** `2019-06-05`, the event's day. */
  readonly date: string;
  /** Median seconds from opening to acknowledgement; undefined where none was acknowledged. */
  readonly median: number | undefined;
}

export interface PageWeek extends PageFigures {
  readonly days: readonly PageDay[];
  /** By the hour of the event's clock, 0 to 23. */
  readonly hours: readonly PageFigures[];
  readonly median: number | undefined;
}

const outcome = (page: Page): keyof PageFigures => {
  if (page.gaveUpAt !== undefined) return 'missed';
  return page.acknowledged || page.resolved ? 'answered' : 'waiting';
};

function count(pages: readonly Page[]): PageFigures {
  const figures = { answered: 0, missed: 0, waiting: 0 };
  for (const page of pages) figures[outcome(page)]++;
  return figures;
}

/** Seconds until each was acknowledged, in order of size. */
const waits = (pages: readonly Page[]): number[] =>
  pages
    .flatMap(({ openedAt, acknowledged }) =>
      acknowledged ? [(milliseconds(acknowledged.at) - milliseconds(openedAt)) / 1000] : [],
    )
    .sort((a, b) => a - b);

const medianOf = (pages: readonly Page[]): number | undefined => {
  const seconds = waits(pages);
  return seconds[Math.floor(seconds.length / 2)];
};

/**
 * Test pages, drills and the pages of private incidents are counted nowhere.
 *
 * @param dates - The days to show, in order.
 * @param placeOf - The event's day and the hour of its clock at which a page was opened.
 */
export function weekOf(
  all: readonly Page[],
  dates: readonly string[],
  placeOf: (page: Page) => { readonly date: string; readonly hour: number },
): PageWeek {
  const pages = all
    .filter(isCountedPage)
    .map((page) => ({ page, ...placeOf(page) }))
    .filter(({ date }) => dates.includes(date));
  const those = (fits: (one: (typeof pages)[number]) => boolean) =>
    pages.filter(fits).map(({ page }) => page);
  const every = those(() => true);
  return {
    ...count(every),
    median: medianOf(every),
    days: dates.map((date) => {
      const its = those((one) => one.date === date);
      return { date, ...count(its), median: medianOf(its) };
    }),
    hours: Array.from({ length: 24 }, (_, hour) => count(those((one) => one.hour === hour))),
  };
}
