/** Reads shifts in whatever format they come: it is told by content, never by name. */
import { UserError } from '../../core/errors.ts';
import { parseJson } from '../json.ts';
import { MAX_BYTES } from '../limits.ts';
import { decode } from '../text.ts';
import { readCsv } from './csv.ts';
import { readFosdem } from './fosdem-xml.ts';
import { readEmf, readEngelApi, readEngelFeed, readFrab } from './json-formats.ts';
import type { ParsedShifts, ShiftOptions } from './source.ts';

/** UserError where it is none of the formats. An agenda in frab's form is one too: its talks are the shifts. */
export function parseShifts(file: Uint8Array | string, options: ShiftOptions): ParsedShifts {
  if (file.length > MAX_BYTES) throw new UserError('rota.import.tooBig');
  const text = (typeof file === 'string' ? file : decode(file).text).trim();
  const parsed = read(text, options);
  if (!parsed) throw new UserError('rota.import.unknown');
  return parsed;
}

function read(text: string, options: ShiftOptions): ParsedShifts | undefined {
  if (text.startsWith('<')) return readFosdem(text, options);
  if (!text.startsWith('{') && !text.startsWith('[')) return readCsv(text, options);
  const json = parseJson(text);
  for (const reader of [readFrab, readEngelApi, readEngelFeed, readEmf]) {
    const parsed = reader(json, options);
    if (parsed) return parsed;
  }
  return undefined;
}
