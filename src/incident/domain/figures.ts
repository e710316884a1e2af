/** Figures of incidents by kind, room and month: the data of the table and of a picture of it. */
import { Temporal } from 'temporal-polyfill';
import { instant, milliseconds } from '../../core/instant.ts';
import type { Incident } from './incident.ts';
import { median } from './stats.ts';

export type Grouping = 'kind' | 'room' | 'month';

export interface FigureRow {
  /** The kind or the room as it is stored, or the month as `2019-06`; '' is everywhere. */
  readonly name: string;
  readonly count: number;
  readonly sev1: number;
  /** Median seconds from the declaration; undefined where there is none to count. */
  readonly lasted: number | undefined;
  readonly mitigated: number | undefined;
}

/** Neither drills nor what was declared by mistake. */
export const isCounted = ({ drill, mistake }: Pick<Incident, 'drill' | 'mistake'>): boolean =>
  !drill && !mistake;

/** Months that are shown, at most: a conference that is held each year reads its last three. */
const MAX_MONTHS = 36;

const monthOf = ({ declaredAt }: Incident, zone: string): string =>
  instant(declaredAt).toZonedDateTimeISO(zone).toPlainDate().toPlainYearMonth().toString();

const nameOf = (incident: Incident, by: Grouping, zone: string): string =>
  by === 'month' ? monthOf(incident, zone) : by === 'kind' ? incident.kind : (incident.room ?? '');

function rowOf(name: string, incidents: readonly Incident[]): FigureRow {
  const seconds = (end: 'resolvedAt' | 'mitigatedAt') =>
    incidents.flatMap((one) => {
      const at = one[end];
      return at === undefined ? [] : [(milliseconds(at) - milliseconds(one.declaredAt)) / 1000];
    });
  return {
    name,
    count: incidents.length,
    sev1: incidents.filter(({ severity }) => severity === 'sev1').length,
    lasted: median(seconds('resolvedAt')),
    mitigated: median(seconds('mitigatedAt')),
  };
}

/**
 * The most frequent first; months in their order, with those between in which nothing was declared.
 *
 * @param zone - the event's: a month begins at its midnight
 */
export function figuresBy(by: Grouping, incidents: readonly Incident[], zone: string): FigureRow[] {
  const groups = new Map<string, Incident[]>();
  for (const one of incidents.filter(isCounted)) {
    const name = nameOf(one, by, zone);
    groups.set(name, [...(groups.get(name) ?? []), one]);
  }
  if (by !== 'month')
    return [...groups]
      .map(([name, all]) => rowOf(name, all))
      .sort((a, b) => b.count - a.count || a.name.localeCompare(b.name));
  const months = [...groups.keys()].sort();
  const [first, last] = [months[0], months.at(-1)];
  if (first === undefined || last === undefined) return [];
  const end = Temporal.PlainYearMonth.from(last);
  const rows: FigureRow[] = [];
  for (
    let month = Temporal.PlainYearMonth.from(first);
    Temporal.PlainYearMonth.compare(month, end) <= 0;
    month = month.add({ months: 1 })
  )
    rows.push(rowOf(month.toString(), groups.get(month.toString()) ?? []));
  return rows.slice(-MAX_MONTHS);
}
