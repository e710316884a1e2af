/** A workbook (.xlsx) as sheets of text: its dates and times are written as everybody else's. */
import readWorkbook from 'read-excel-file/universal';
import { UserError } from '../../core/errors.ts';
import { MAX_BYTES } from '../limits.ts';
import { MAX_ROWS, rowsOf, type Sheet } from './sheet.ts';

type Cell = string | number | boolean | Date | null;

const ZIP = [0x50, 0x4b, 3, 4];
/** The first characters of a file that only workbooks have inside. */
export const isZip = (bytes: Uint8Array): boolean => ZIP.every((byte, i) => bytes[i] === byte);

/** Bytes that the zip says its files become; a small file can unfold to more than a machine has. */
const MAX_UNFOLDED = 4 * MAX_BYTES;

/** The sum of the sizes in a zip's directory; undefined where there is none. */
export function unfoldedBytes(bytes: Uint8Array): number | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let sum: number | undefined;
  for (let at = bytes.length - 22; at >= Math.max(0, bytes.length - 65_557); at--) {
    if (view.getUint32(at, true) !== 0x06054b50) continue;
    const count = view.getUint16(at + 10, true);
    let entry = view.getUint32(at + 16, true);
    sum = 0;
    for (let i = 0; i < count; i++) {
      if (entry + 46 > bytes.length || view.getUint32(entry, true) !== 0x02014b50) return undefined;
      sum += view.getUint32(entry + 24, true);
      entry +=
        46 +
        view.getUint16(entry + 28, true) +
        view.getUint16(entry + 30, true) +
        view.getUint16(entry + 32, true);
    }
    return sum;
  }
  return sum;
}

/** A time of day alone is kept as one on a day before 1901. */
function dateText(date: Date): string {
  const rounded = new Date(Math.round(date.getTime() / 1000) * 1000).toISOString();
  const [day = '', clock = ''] = rounded.slice(0, 19).split('T');
  if (date.getUTCFullYear() < 1901) return clock;
  return clock === '00:00:00' ? day : `${day} ${clock}`;
}

const cellText = (cell: Cell): string =>
  cell === null
    ? ''
    : cell instanceof Date
      ? Number.isNaN(cell.getTime())
        ? ''
        : dateText(cell)
      : String(cell);

/** Throws UserError `format.binary` where the zip is no workbook, `format.tooHeavy` where it unfolds to too much. */
export async function openWorkbook(bytes: Uint8Array): Promise<readonly Sheet[]> {
  const unfolded = unfoldedBytes(bytes);
  if (unfolded === undefined) throw new UserError('format.truncated');
  if (unfolded > MAX_UNFOLDED) throw new UserError('format.tooHeavy');
  let sheets: readonly { sheet: string; data: readonly (readonly unknown[])[] }[];
  try {
    sheets = await readWorkbook(Uint8Array.from(bytes).buffer);
  } catch {
    throw new UserError('format.binary');
  }
  return sheets.map(({ sheet, data }) => ({
    name: sheet,
    rows: rowsOf(data.slice(0, MAX_ROWS).map((row) => row.map((cell) => cellText(cell as Cell)))),
  }));
}
