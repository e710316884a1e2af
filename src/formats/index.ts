/** The agenda formats, a line each; a file is told by its content. */

import type { AgendaFormat, ParsedAgenda, ParseOptions } from '../agenda/domain/parsed.ts';
import { UserError } from '../core/errors.ts';
import { escape } from '../slack/mrkdwn.ts';
import { Collector } from './collector.ts';
import { finishAgenda } from './finish.ts';
import { frabJson } from './frab-json.ts';
import { frabXml } from './frab-xml.ts';
import { calendarParser, xcalParser } from './ical/parse.ts';
import { jsonLd } from './json-ld.ts';
import { refuseNearly, refusePages, refuseUnknown } from './nearly.ts';
import { type DecodedFile, decodeAnyFile, decodeFile } from './open.ts';
import type { Opened, Parser } from './parser.ts';
import { pentabarfXml } from './pentabarf-xml.ts';
import { pretalxApi } from './pretalx-api.ts';
import { pretalxWidget } from './pretalx-widget.ts';
import { hasSessions, jsonList, yamlProgramme } from './records/parse.ts';
import { schedule2Json } from './schedule2-json.ts';
import { sessionizeAll } from './sessionize-all.ts';
import { sessionizeGrid } from './sessionize-grid.ts';
import { sessionizeSessions } from './sessionize-sessions.ts';
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
  parser(sessionizeSessions),
  parser(pretalxWidget),
  parser(pretalxApi),
  parser(calendarParser),
  parser(xcalParser),
  parser(jsonLd),
  parser(jsonList),
  parser(yamlProgramme),
  parser(csvParser),
  parser(xlsxParser),
];

function choose(opened: Opened): Parser {
  refusePages(opened);
  const found = parsers.find((known) => known.as === opened.as && known.fits(opened));
  // A list of anything can be asked about, unless it is known for what it is.
  if (!found || !hasSessions(found, opened)) refuseNearly(opened);
  return found ?? refuseUnknown(opened);
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
