/** What a file is, by its first characters: never by its name, its address or what a server calls it. */
import { UserError } from '../core/errors.ts';
import { parseJson } from './json.ts';
import { MAX_BYTES } from './limits.ts';
import type { Opened } from './parser.ts';
import { readSheet, separatorOf } from './table/sheet.ts';
import { isZip, openWorkbook } from './table/workbook.ts';
import { decode } from './text.ts';
import { parseXml, prolog } from './xml.ts';

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
    ? { opened: { as: 'table', kept: 'workbook', sheets: await openWorkbook(bytes) }, replaced: 0 }
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
  const { replaced } = decoded;
  if (text === '') throw new UserError('format.empty');
  if (/^BEGIN:VCALENDAR/i.test(text)) return { opened: { as: 'ical', bytes }, replaced: 0 };
  if (text.startsWith('{') || text.startsWith('['))
    return { opened: { as: 'json', value: parseJson(text.trimEnd()) }, replaced };
  if (text.startsWith('<')) {
    const { root, doctype } = prolog(text);
    if (/^(?:html|head|body)$/i.test(root) || /^html\b/i.test(doctype)) throw new UserError('format.html');
    return { opened: { as: 'xml', root: parseXml(text.trimEnd()) }, replaced };
  }
  const separator = separatorOf(text);
  if (separator === undefined) throw new UserError('format.unknown');
  return { opened: { as: 'table', kept: 'text', sheets: [readSheet(text, separator)] }, replaced };
}
