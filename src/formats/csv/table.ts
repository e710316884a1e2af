/** A table of text: its separator told, its quotes believed, its first row the header. */

import { CsvError, parse } from 'csv-parse/sync';
import { UserError } from '../../core/errors.ts';
import { truncatePlain } from '../../core/text.ts';
import { MAX_SESSIONS } from '../limits.ts';

const SEPARATORS = [',', ';', '\t', '|'];
const MAX_COLUMNS = 200;

const firstLine = (text: string): string => /^[^\r\n]*/.exec(text)?.[0].replace(/"[^"]*"/g, '') ?? '';

/** What separates the cells of the first line; undefined where nothing does. */
export function separatorOf(text: string): string | undefined {
  const head = firstLine(text);
  const [best] = SEPARATORS.map((separator) => ({ separator, count: head.split(separator).length - 1 }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
  return best?.separator;
}

export function readTable(text: string): { header: readonly string[]; rows: readonly (readonly string[])[] } {
  try {
    const all: string[][] = parse(text, {
      bom: true,
      delimiter: separatorOf(text) ?? ',',
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      max_record_size: 1024 * 1024,
      to: MAX_SESSIONS + 2,
    });
    const [header = [], ...rows] = all;
    return {
      header: header.slice(0, MAX_COLUMNS),
      rows: rows.filter((row) => row.some((cell) => cell.trim() !== '')),
    };
  } catch (error) {
    if (error instanceof CsvError && error.code === 'CSV_QUOTE_NOT_CLOSED')
      throw new UserError('format.truncated');
    throw new UserError('format.broken', {
      reason: `CSV: ${truncatePlain(String((error as Error).message), 120)}`,
    });
  }
}
