/** The agenda formats, a line each; a file is told by its content. */

import type { AgendaFormat, ParsedAgenda, ParseOptions } from '../agenda/domain/parsed.ts';
import { UserError } from '../core/errors.ts';
import { escape } from '../slack/mrkdwn.ts';
import { Collector } from './collector.ts';
import { finishAgenda } from './finish.ts';
import { frabJson } from './frab-json.ts';
import { frabXml } from './frab-xml.ts';
import { calendarParser } from './ical/parse.ts';
import { type DecodedFile, decodeAnyFile, decodeFile } from './open.ts';
import type { Opened, Parser } from './parser.ts';
import { pentabarfXml } from './pentabarf-xml.ts';
import { pretalxWidget } from './pretalx-widget.ts';
import { schedule2Json } from './schedule2-json.ts';
import { sessionizeAll } from './sessionize-all.ts';
import { sessionizeGrid } from './sessionize-grid.ts';
import { csvParser, xlsxParser } from './table/parse.ts';
import { isZone } from './when.ts';

const parser = <S extends Opened>(parser: Parser<S>): Parser => parser as unknown as Parser;

export const parsers: readonly Parser[] = [
  parser(frabJson),
  parser(schedule2Json),
  parser(frabXml),
  parser(pentabarfXml),
  parser(sessionizeAll),
  parser(sessionizeGrid),
  parser(pretalxWidget),
  parser(calendarParser),
  parser(csvParser),
  parser(xlsxParser),
];

function choose(opened: Opened): Parser {
  const found = parsers.find((one) => one.as === opened.as && one.fits(opened));
  if (!found) throw new UserError('format.unknown');
  return found;
}

function checkZone({ zone }: ParseOptions): void {
  if (zone !== undefined && !isZone(zone)) throw new UserError('format.noZone', { zone: escape(zone) });
}

/** The format of a file. Throws a UserError `format.*` where it is none of ours, and says what it is. */
export const detectFormat = (bytes: Uint8Array): AgendaFormat => choose(decodeFile(bytes).opened).format;

/**
 * Reads any agenda that is text. Throws nothing but UserError `format.*`, before anything was changed; what is merely
 * odd is in the result. Large files belong into `parseInWorker`.
 */
export function parseAgenda(bytes: Uint8Array, options: ParseOptions = {}): ParsedAgenda {
  checkZone(options);
  return readOpened(decodeFile(bytes), options);
}

/** Like `parseAgenda`, workbooks (.xlsx) as well. */
export async function parseAgendaFile(bytes: Uint8Array, options: ParseOptions = {}): Promise<ParsedAgenda> {
  checkZone(options);
  return readOpened(await decodeAnyFile(bytes), options);
}

function readOpened({ opened, replaced }: DecodedFile, options: ParseOptions): ParsedAgenda {
  const chosen = choose(opened);
  const into = new Collector(chosen.format, options);
  for (let i = 0; i < replaced; i++) into.note('characters-replaced');
  chosen.read(opened, into);
  return finishAgenda(into);
}
