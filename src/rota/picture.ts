/** The picture of fairness: a bar for each person's hours, its dark part by night, and a line at the mean. */

import { type Colour, Picture } from '../core/png.ts';
import type { Fairness } from './domain/fairness.ts';

const WHITE: Colour = [255, 255, 255];
const INK: Colour = [60, 60, 67];
const GRID: Colour = [225, 225, 230];
const DAY: Colour = [88, 148, 214];
const NIGHT: Colour = [34, 58, 112];
const MEAN: Colour = [214, 69, 65];

const LEFT = 44;
const TOP = 16;
const BOTTOM = 26;
const HEIGHT = 320;
const MAX_BARS = 300;

/** Bars are numbered from the left, in the order of `shares`, as the text beside it lists the people. */
export function fairnessPicture(fairness: Fairness, nightHours: ReadonlyMap<string, number>): Uint8Array {
  const shares = fairness.shares.slice(0, MAX_BARS);
  const slot = Math.max(4, Math.min(36, Math.floor(1100 / Math.max(1, shares.length))));
  const picture = new Picture(LEFT + shares.length * slot + 16, HEIGHT, WHITE);
  const plot = HEIGHT - TOP - BOTTOM;
  const most = Math.max(1, ...shares.map(({ hours }) => hours), fairness.mean.hours);
  const step = stepFor(most);
  const top = Math.ceil(most / step) * step;
  const y = (hours: number) => TOP + plot - (hours / top) * plot;
  for (let hours = 0; hours <= top; hours += step) {
    picture.fill(LEFT, y(hours), picture.width - LEFT - 8, 1, GRID);
    picture.text(4, y(hours) - 5, `${hours}h`, 2, INK);
  }
  shares.forEach(({ person, hours }, index) => {
    const x = LEFT + index * slot + 1;
    const width = Math.max(2, slot - 2);
    const night = Math.min(hours, nightHours.get(person) ?? 0);
    picture.fill(x, y(hours), width, y(0) - y(hours), DAY);
    picture.fill(x, y(night), width, y(0) - y(night), NIGHT);
    const every = Math.ceil(28 / slot);
    if (index % every === 0) picture.text(x, HEIGHT - BOTTOM + 8, String(index + 1), 2, INK);
  });
  picture.fill(LEFT, y(fairness.mean.hours) - 1, picture.width - LEFT - 8, 2, MEAN);
  return picture.write();
}

const stepFor = (most: number): number => [1, 2, 5, 10, 20, 50].find((step) => most / step <= 8) ?? 100;
