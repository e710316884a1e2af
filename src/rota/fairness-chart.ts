/** The picture of fairness: a bar for each person's hours, those by night striped, and a line at the mean. */
import { chartText } from '../core/chart-look.ts';
import type { Drawing } from '../core/ports/pictures.ts';
import { stackedBars } from '../core/stacked-bars.ts';
import type { Fairness, Share } from './domain/fairness.ts';

/** What is written in it; words in the reader's language. */
export interface FairnessWords {
  readonly title: string;
  readonly below: string;
  readonly day: string;
  readonly night: string;
  readonly mean: string;
  /** How the person of this place in the list is called. */
  name(share: Share, index: number): string;
  /** Behind a bar: hours, and how far from the mean. */
  value(share: Share): string;
  /** Stands for so many people in the middle of the list. */
  more(count: number): string;
}

/** Of a long list, so many with most and so many with least say what there is to say. */
export const FAIRNESS_ENDS = 12;
/** UTF-16 units of a name. */
const MAX_NAME = 22;

/** Those with most above. `nightHours` of a person, inside the night of the event. */
export function fairnessChart(
  fairness: Fairness,
  nightHours: ReadonlyMap<string, number>,
  words: FairnessWords,
): Drawing {
  const all = fairness.shares.map((share, index) => ({ share, name: words.name(share, index) }));
  const hidden = Math.max(0, all.length - 2 * FAIRNESS_ENDS);
  const rows: readonly { readonly share?: Share; readonly name: string }[] =
    hidden > 1
      ? [...all.slice(0, FAIRNESS_ENDS), { name: words.more(hidden) }, ...all.slice(-FAIRNESS_ENDS)]
      : all;
  const nights = (share: Share | undefined) =>
    share ? Math.min(share.hours, nightHours.get(share.person) ?? 0) : 0;
  const bars = rows.map(({ share, name }) => ({
    name: chartText(name, MAX_NAME),
    figure: share ? words.value(share) : '',
    striped: nights(share),
    plain: share ? share.hours - nights(share) : 0,
  }));
  return stackedBars(bars, {
    title: words.title,
    below: words.below,
    striped: words.night,
    plain: words.day,
    line: { name: words.mean, at: fairness.mean.hours },
    unit: 'h',
    steps: 5,
    isWhole: true,
    left: 330,
    right: 240,
  });
}
