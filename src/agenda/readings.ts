/** The first rows of a table as they read, set in columns: what a person looks at before naming others. */
import type { Locale, Translate } from '../i18n/index.ts';
import { clock, dayAndClock } from '../i18n/time.ts';
import { escape, type Mrkdwn, mrkdwn, truncate } from '../slack/mrkdwn.ts';
import type { TableColumns } from './domain/parsed.ts';

/** Characters of one cell. */
const MAX_CELL = 28;

const cellOf = (text: string): string => truncate(text.replaceAll('`', 'ˋ').replace(/\s+/g, ' '), MAX_CELL);

/** Rows of cells as a block of fixed width; the last of a row is not filled up. */
function fixedWidth(rows: readonly (readonly string[])[]): Mrkdwn {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => [...(row[i] ?? '')].length)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => cell + ' '.repeat((widths[i] ?? 0) - [...cell].length))
      .join('  ')
      .trimEnd();
  return mrkdwn`\`\`\`${escape(rows.map(line).join('\n'))}\`\`\``;
}

/** Nothing where no row could be read. */
export function readingsText({ read }: TableColumns, zone: string, locale: Locale, t: Translate): Mrkdwn[] {
  if (read.length === 0) return [];
  const head = (['row', 'when', 'title', 'room', 'speakers'] as const).map((word) =>
    t(`agenda.reads.${word}`),
  );
  const rows = read.map(({ line, title, start, end, room, speakers }) => [
    String(line),
    `${dayAndClock(start, zone, locale)}${end === undefined ? '' : `–${clock(end, zone, locale)}`}`,
    cellOf(title),
    cellOf(room),
    cellOf(speakers.join(', ')),
  ]);
  return [mrkdwn`${t('agenda.readsTable')}\n${fixedWidth([head, ...rows])}`];
}
