/** The picture of `/incident stats`: how many incidents there were by kind, room and month, the striped part SEV1. Pure. */
import { chartText } from '../core/chart-look.ts';
import type { Drawing } from '../core/ports/pictures.ts';
import { type StackedBar, stackedBars } from '../core/stacked-bars.ts';
import { type FigureRow, figuresBy, type Grouping } from './domain/figures.ts';
import type { Incident } from './domain/incident.ts';

export interface FigureWords {
  readonly title: string;
  readonly below: string;
  readonly sev1: string;
  readonly others: string;
  heading(by: Grouping): string;
  /** How a kind, a room or a month is called. */
  name(by: Grouping, row: FigureRow): string;
  /** Behind a bar: how many, and how long they took. */
  figure(row: FigureRow): string;
}

export const GROUPINGS: readonly Grouping[] = ['kind', 'room', 'month'];
/** Of each, as many as a phone shows without scrolling far; the tables have more. */
const MAX_ROWS = 6;
/** UTF-16 units of a name. */
const MAX_NAME = 20;

/** Those that a picture shows: the most frequent, and the latest months. */
export function figureRows(by: Grouping, incidents: readonly Incident[], zone: string): FigureRow[] {
  const all = figuresBy(by, incidents, zone);
  return by === 'month' ? all.slice(-MAX_ROWS) : all.slice(0, MAX_ROWS);
}

/** @param incidents - those that are counted; a picture is easily passed on, so none that is private */
export function figuresChart(incidents: readonly Incident[], zone: string, words: FigureWords): Drawing {
  const bars = GROUPINGS.flatMap((by): StackedBar[] => [
    { name: chartText(`${words.heading(by)}:`, MAX_NAME), figure: '', striped: 0, plain: 0 },
    ...figureRows(by, incidents, zone).map((row) => ({
      name: chartText(words.name(by, row), MAX_NAME),
      figure: words.figure(row),
      striped: row.sev1,
      plain: row.count - row.sev1,
    })),
  ]);
  return stackedBars(bars, {
    title: words.title,
    below: words.below,
    striped: words.sev1,
    plain: words.others,
    unit: '',
    steps: 4,
    isWhole: true,
    left: 350,
    right: 230,
  });
}
