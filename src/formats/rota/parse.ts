/** Reads shifts in whatever format they come: it is told by content, never by name. */
import { UserError } from '../../core/errors.ts';
import { MAX_BYTES } from '../limits.ts';
import { decodeAnyFile, decodeFile } from '../open.ts';
import type { Opened } from '../parser.ts';
import { readCalendar } from './calendar.ts';
import { readTable } from './csv.ts';
import { readFosdem } from './fosdem-xml.ts';
import { readEmf, readEngelApi, readEngelFeed, readFrab } from './json-formats.ts';
import type { ParsedShifts, ShiftOptions } from './source.ts';

const bytesOf = (file: Uint8Array | string): Uint8Array => {
  if (file.length > MAX_BYTES) throw new UserError('rota.import.tooBig');
  return typeof file === 'string' ? new TextEncoder().encode(file) : file;
};

const unknown = (error: unknown): never => {
  const isUnknown =
    error instanceof UserError && ['format.unknown', 'format.html', 'format.binary'].includes(error.key);
  throw isUnknown ? new UserError('rota.import.unknown') : error;
};

/** UserError where it is none of the formats. An agenda in frab's form is one too: its talks are the shifts. */
export function parseShifts(file: Uint8Array | string, options: ShiftOptions): ParsedShifts {
  let opened: Opened;
  try {
    ({ opened } = decodeFile(bytesOf(file)));
  } catch (error) {
    return unknown(error);
  }
  return readShifts(opened, options);
}

/** Like `parseShifts`, workbooks (.xlsx) as well. */
export async function parseShiftsFile(file: Uint8Array, options: ShiftOptions): Promise<ParsedShifts> {
  const { opened } = await decodeAnyFile(bytesOf(file)).catch(unknown);
  return readShifts(opened, options);
}

function readShifts(opened: Opened, options: ShiftOptions): ParsedShifts {
  const parsed = read(opened, options);
  if (!parsed) throw new UserError('rota.import.unknown');
  return parsed;
}

function read(opened: Opened, options: ShiftOptions): ParsedShifts | undefined {
  if (opened.as === 'xml') return readFosdem(opened.root, options);
  if (opened.as === 'table') return readTable(opened.sheets, options);
  if (opened.as === 'ical') return readCalendar(opened.bytes, options);
  for (const reader of [readFrab, readEngelApi, readEngelFeed, readEmf]) {
    const parsed = reader(opened.value, options);
    if (parsed) return parsed;
  }
  return undefined;
}
