/** The picture of `/incident stats`: how long each incident took, the striped part until it was mitigated. */
import { chartText } from '../core/chart-look.ts';
import { milliseconds } from '../core/instant.ts';
import type { Drawing } from '../core/ports/pictures.ts';
import { stackedBars } from '../core/stacked-bars.ts';
import type { Incident } from './domain/incident.ts';
import { isPrivate } from './domain/privacy.ts';
import { median } from './domain/stats.ts';

export interface DurationWords {
  readonly title: string;
  readonly below: string;
  readonly mitigated: string;
  readonly resolved: string;
  readonly median: string;
  /** Minutes, as people say them. */
  length(minutes: number): string;
}

/** The latest so many. */
const MAX_BARS = 24;
/** UTF-16 units of a title, behind a code. */
const MAX_TITLE = 18;

const minutes = (from: string, to: string): number => (milliseconds(to) - milliseconds(from)) / 60_000;

export interface IncidentDuration {
  readonly code: string;
  readonly title: string;
  /** Minutes from the declaration. */
  readonly mitigated: number;
  readonly resolved: number;
}

/**
 * Of those that are over, in the order given. A picture is easily passed on, so a private incident is in none, not
 * even in that of somebody who knows of it.
 */
export const durationsOf = (incidents: readonly Incident[]): IncidentDuration[] =>
  incidents.flatMap((one) =>
    one.resolvedAt && !isPrivate(one)
      ? [
          {
            code: one.code,
            title: one.title,
            mitigated: minutes(one.declaredAt, one.mitigatedAt ?? one.resolvedAt),
            resolved: minutes(one.declaredAt, one.resolvedAt),
          },
        ]
      : [],
  );

/** The latest above, and no more of them than fit. `over` is oldest first. */
export function durationChart(over: readonly IncidentDuration[], words: DurationWords): Drawing {
  const rows = over.slice(-MAX_BARS).reverse();
  const middle = median(rows.map(({ resolved }) => resolved)) ?? 0;
  const bars = rows.map(({ code, title, mitigated, resolved }) => ({
    name: `${code} ${chartText(title, MAX_TITLE)}`,
    figure: words.length(resolved),
    striped: mitigated,
    plain: resolved - mitigated,
  }));
  return stackedBars(bars, {
    title: words.title,
    below: words.below,
    striped: words.mitigated,
    plain: words.resolved,
    line: { name: words.median, at: middle },
    unit: 'min',
    steps: 4,
    left: 370,
    right: 170,
  });
}
