/** A table as rows of cells, whatever it was kept in: here out of text with separators. */

import { CsvError, parse } from 'csv-parse/sync';
import { UserError } from '../../core/errors.ts';
import { truncatePlain } from '../../core/text.ts';
import { escape, mrkdwn } from '../../slack/mrkdwn.ts';
import { MAX_SESSIONS } from '../limits.ts';
import { decodeEntities } from '../text.ts';

export interface Row {
  /** From 1, as a spreadsheet counts. */
  readonly line: number;
  readonly cells: readonly string[];
}

export interface Sheet {
  /** '' where it has none (a CSV). */
  readonly name: string;
  /** Without rows that are empty. */
  readonly rows: readonly Row[];
}

const SEPARATORS = [',', ';', '\t', '|'];
export const MAX_COLUMNS = 200;
/** Rows of one sheet: titles and day rows come on top of the sessions. */
export const MAX_ROWS = MAX_SESSIONS + 1000;
/** Characters that tell the separator. */
const LOOKED_AT = 20_000;
const LINES = 40;

/** Excel's own first line, which says what separates the cells: `sep=;`. */
const SAID = /^"?sep=([^\r\n"])"?[^\r\n]{0,20}(?:\r\n|\r|\n|$)/i;

/**
 * What separates the cells: said by Excel's `sep=`, else what most of the first lines agree about;
 * undefined where nothing does. Titles above a table have separators of their own, or none.
 */
export function separatorOf(text: string): string | undefined {
  const said = SAID.exec(text)?.[1];
  if (said !== undefined) return said;
  const lines = text
    .slice(0, LOOKED_AT)
    .replace(/"[^"]*"/g, '')
    // `&amp;` ends with no separator, but `R&D;` does.
    .replace(/&#?\w{1,10};/g, (entity) => (decodeEntities(entity) === entity ? entity : ''))
    .split(/\r\n|\r|\n/)
    .filter((line) => line.trim() !== '')
    .slice(0, LINES);
  const scored = SEPARATORS.map((separator) => {
    const counts = new Map<number, number>();
    for (const line of lines) {
      const count = line.split(separator).length - 1;
      if (count > 0) counts.set(count, (counts.get(count) ?? 0) + 1);
    }
    // Lines that agree say more than one line with many: names are separated, too.
    return { separator, score: Math.max(0, ...[...counts].map(([count, times]) => times * times * count)) };
  });
  const [best] = scored.filter(({ score }) => score > 0).sort((a, b) => b.score - a.score);
  return best?.separator;
}

/** Rows by their cells, the empty ones left out and the others numbered as the sheet shows them. */
export const rowsOf = (all: readonly (readonly string[])[]): Row[] =>
  all
    .map((cells, i) => ({ line: i + 1, cells: cells.slice(0, MAX_COLUMNS) }))
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));

/** Throws UserError `format.truncated` where a quote is never closed, `format.broken` where it is no table. */
export function readSheet(text: string, separator: string): Sheet {
  try {
    const all: string[][] = parse(text.replace(SAID, ''), {
      bom: true,
      delimiter: separator,
      relax_column_count: true,
      relax_quotes: true,
      max_record_size: 1024 * 1024,
      to: MAX_ROWS + 1,
    });
    if (all.length > MAX_ROWS) throw new UserError('format.tooMany', { most: MAX_SESSIONS });
    return { name: '', rows: rowsOf(all) };
  } catch (error) {
    if (error instanceof UserError) throw error;
    if (error instanceof CsvError && error.code === 'CSV_QUOTE_NOT_CLOSED')
      throw new UserError('format.truncated');
    throw new UserError('format.broken', {
      reason: mrkdwn`CSV: ${escape(truncatePlain(String((error as Error).message), 120))}`,
    });
  }
}
