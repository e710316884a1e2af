/** What a file is, by its first characters: never by its name, its address or what a server calls it. */
import { UserError } from '../core/errors.ts';
import { parseJson } from './json.ts';
import { MAX_BYTES } from './limits.ts';
import { isPage, structuredData } from './page.ts';
import type { Opened } from './parser.ts';
import { readSheet, separatorOf } from './table/sheet.ts';
import { upright } from './table/upright.ts';
import { isZip, openWorkbook } from './table/workbook.ts';
import { decode } from './text.ts';
import { parseXml, prolog } from './xml.ts';
import { looksLikeYaml, parseYaml } from './yaml.ts';

/** How a zip (a spreadsheet), a gzip, a PDF and images begin. */
const SIGNATURES = [
  [0x50, 0x4b, 3, 4],
  [0x1f, 0x8b],
  [0x25, 0x50, 0x44, 0x46],
  [0x89, 0x50, 0x4e, 0x47],
  [0xff, 0xd8, 0xff],
  [0x47, 0x49, 0x46, 0x38],
];

/** No text holds a zero byte, UTF-16 apart. */
const isBinary = (bytes: Uint8Array): boolean => {
  if (SIGNATURES.some((signature) => signature.every((byte, i) => bytes[i] === byte))) return true;
  const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  return !utf16 && bytes.subarray(0, 4096).includes(0);
};

/** Any file of ours: a workbook, which takes its time to unfold, or a text. */
export const decodeAnyFile = async (bytes: Uint8Array): Promise<DecodedFile> =>
  isZip(bytes) && bytes.length <= MAX_BYTES
    ? {
        opened: { as: 'table', kept: 'workbook', sheets: (await openWorkbook(bytes)).map(upright) },
        replaced: 0,
      }
    : decodeFile(bytes);

export interface DecodedFile {
  readonly opened: Opened;
  /** Characters that were broken. */
  readonly replaced: number;
}

/** A text file. Throws UserError `format.binary` for anything else, a workbook too. */
export function decodeFile(bytes: Uint8Array): DecodedFile {
  if (bytes.length > MAX_BYTES) throw new UserError('format.tooLarge', { most: MAX_BYTES / 1024 / 1024 });
  if (isBinary(bytes)) throw new UserError('format.binary');
  const decoded = decode(bytes);
  const text = decoded.text.replace(/^[\ufeff\s]+/, '');
  if (text === '') throw new UserError('format.empty');
  return { replaced: decoded.replaced, ...open(text, decoded.text, bytes) };
}

/** `text` without the white space before it, `whole` with it. */
function open(text: string, whole: string, bytes: Uint8Array): { opened: Opened; replaced?: 0 } {
  const calendar = calendarIn(text, bytes);
  // A calendar unfolds its bytes before it decodes them, and counts for itself.
  if (calendar) return { opened: calendar, replaced: 0 };
  if (text.startsWith('{') || text.startsWith('['))
    return { opened: { as: 'json', kept: 'json', value: parseJson(text.trimEnd()) } };
  if (text.startsWith('<')) {
    if (isPage(prolog(text))) return { opened: { as: 'json', kept: 'page', value: structuredData(text) } };
    return { opened: { as: 'xml', root: parseXml(text.trimEnd()) } };
  }
  if (looksLikeYaml(text)) return { opened: { as: 'json', kept: 'yaml', value: parseYaml(whole) } };
  const separator = separatorOf(text);
  if (separator === undefined) throw new UserError('format.unknown');
  return { opened: { as: 'table', kept: 'text', sheets: [upright(readSheet(text, separator))] } };
}

/** Characters before a calendar that may be the page, the comment or the warnings which a server put there. */
const MAX_BEFORE = 20_000;

/**
 * A calendar, also one that stands in a comment, in a page or below a server's warnings. JSON and XML of ours may
 * well quote one.
 */
function calendarIn(text: string, bytes: Uint8Array): Opened | undefined {
  if (/^BEGIN:VCALENDAR/i.test(text)) return { as: 'ical', bytes, around: 0 };
  if (/^[{[]/.test(text) || !/^BEGIN:VCALENDAR\s*$/m.test(text.slice(0, MAX_BEFORE))) return undefined;
  if (text.startsWith('<')) {
    const { root, doctype } = prolog(text);
    if (root !== '' && doctype === '' && !isPage({ root, doctype }) && root !== 'b' && root !== 'br')
      return undefined;
  }
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const begin = file.indexOf('BEGIN:VCALENDAR');
  const last = file.lastIndexOf('END:VCALENDAR') + 'END:VCALENDAR'.length;
  // What begins again behind the last end was cut off, and is no page's rest.
  const end = last < begin || file.indexOf('BEGIN:', last) >= 0 ? file.length : last;
  return { as: 'ical', bytes: bytes.subarray(begin, end), around: begin + (file.length - end) };
}
