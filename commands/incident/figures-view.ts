/** Figures of incidents as tables of plain text, which a narrow screen shows too. Pure. */
import type { RequestContext } from '../../src/core/command.ts';
import type { PlainKey } from '../../src/i18n/index.ts';
import { duration } from '../../src/i18n/time.ts';
import { type FigureRow, figuresBy, type Grouping } from '../../src/incident/domain/figures.ts';
import type { Incident } from '../../src/incident/domain/incident.ts';
import { Kind } from '../../src/incident/domain/incident.ts';
import { kindWord } from '../../src/incident/words.ts';
import { escape, joined, type Mrkdwn, mrkdwn, truncate } from '../../src/slack/mrkdwn.ts';

type Who = Pick<RequestContext, 't' | 'zone' | 'locale'>;

/** Rows of a table; the rest would be of one incident each. */
const MAX_ROWS = 12;
const MAX_NAME = 16;

export const FIGURE_HEADS: Readonly<Record<Grouping, PlainKey>> = {
  kind: 'incident.stats.by.kind',
  room: 'incident.stats.by.room',
  month: 'incident.stats.by.month',
};

/** How a kind, a room or a month is called. */
export function figureName(by: Grouping, { name }: FigureRow, t: Who['t']): string {
  if (by === 'kind') return kindWord(Kind.parse(name), t);
  return name === '' ? t('incident.card.everywhere') : name;
}

export const tookText = (seconds: number | undefined): string =>
  seconds === undefined ? '–' : duration(Math.round(seconds));

/** Cells in columns of one width; numbers stand at the right. */
function table(rows: readonly (readonly string[])[]): string {
  const width = (column: number) => Math.max(...rows.map((row) => [...(row[column] ?? '')].length));
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(width(column)) : cell.padStart(width(column))))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function figureTable(by: Grouping, incidents: readonly Incident[], { t, zone }: Who): Mrkdwn {
  const all = figuresBy(by, incidents, zone);
  const rows = (by === 'month' ? all.slice(-MAX_ROWS) : all.slice(0, MAX_ROWS)).map((row) => [
    truncate(figureName(by, row, t), MAX_NAME),
    String(row.count),
    String(row.sev1),
    tookText(row.mitigated),
    tookText(row.lasted),
  ]);
  const head = [t(FIGURE_HEADS[by]), ...t('incident.stats.columns').split('|')];
  return mrkdwn`\`\`\`${escape(table([head, ...rows]).replaceAll('`', 'ˋ'))}\`\`\``;
}

/** By kind, room and month; nothing where nothing is counted yet. */
export const figureTables = (incidents: readonly Incident[], who: Who): Mrkdwn[] =>
  incidents.length === 0
    ? []
    : [
        joined(
          (['kind', 'room', 'month'] as const).map((by) => figureTable(by, incidents, who)),
          '\n',
        ),
        mrkdwn`_${who.t('incident.stats.noteMedian')}_`,
      ];
