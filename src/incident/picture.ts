/** The picture of `/incident stats`: how long each incident took, the dark part until it was mitigated. */

import { milliseconds } from '../core/instant.ts';
import { type Colour, Picture } from '../core/png.ts';
import type { Incident } from './domain/incident.ts';
import { median } from './domain/stats.ts';

const WHITE: Colour = [255, 255, 255];
const INK: Colour = [60, 60, 67];
const GRID: Colour = [225, 225, 230];
const UNTIL_MITIGATED: Colour = [122, 46, 60];
const UNTIL_RESOLVED: Colour = [222, 150, 130];
const MEDIAN: Colour = [40, 90, 160];

const LEFT = 52;
const TOP = 16;
const BOTTOM = 28;
const HEIGHT = 300;
/** The latest so many, oldest on the left: the trend is read from left to right. */
const MAX_BARS = 40;

const minutes = (from: string, to: string): number => (milliseconds(to) - milliseconds(from)) / 60_000;

/** Undefined where none is over yet. `incidents` oldest first. */
export function incidentPicture(incidents: readonly Incident[]): Uint8Array | undefined {
  const over = incidents.flatMap((one) =>
    one.resolvedAt
      ? [
          {
            code: one.code,
            mitigated: minutes(one.declaredAt, one.mitigatedAt ?? one.resolvedAt),
            resolved: minutes(one.declaredAt, one.resolvedAt),
          },
        ]
      : [],
  );
  if (over.length === 0) return undefined;
  const shown = over.slice(-MAX_BARS);
  const slot = Math.max(16, Math.min(60, Math.floor(900 / shown.length)));
  const picture = new Picture(Math.max(320, LEFT + shown.length * slot + 16), HEIGHT, WHITE);
  const plot = HEIGHT - TOP - BOTTOM;
  const most = Math.max(1, ...shown.map(({ resolved }) => resolved));
  const step = [1, 5, 10, 15, 30, 60, 120, 360, 720].find((one) => most / one <= 8) ?? Math.ceil(most / 8);
  const top = Math.ceil(most / step) * step;
  const y = (value: number) => TOP + plot - (value / top) * plot;
  for (let value = 0; value <= top; value += step) {
    picture.fill(LEFT, y(value), picture.width - LEFT - 8, 1, GRID);
    picture.text(4, y(value) - 5, `${value}`, 2, INK);
  }
  shown.forEach(({ code, mitigated, resolved }, index) => {
    const x = LEFT + index * slot + 2;
    picture.fill(x, y(resolved), slot - 4, y(0) - y(resolved), UNTIL_RESOLVED);
    picture.fill(x, y(mitigated), slot - 4, y(0) - y(mitigated), UNTIL_MITIGATED);
    if (index % Math.ceil(40 / slot) === 0) picture.text(x, HEIGHT - BOTTOM + 8, code.slice(1), 2, INK);
  });
  const middle = median(shown.map(({ resolved }) => resolved)) ?? 0;
  picture.fill(LEFT, y(middle) - 1, picture.width - LEFT - 8, 2, MEDIAN);
  return picture.write();
}
