/**
 * A file of shifts as read; all but the smallest in a thread of its own, so that Slack's acks do not wait for it. The
 * parsers are loaded with the first file.
 */

import { isQuick } from '../formats/quick.ts';
import type { ParsedShifts, ShiftOptions } from '../formats/rota/source.ts';
import { parseShiftsInWorker } from '../formats/worker.ts';

export async function readShiftFile(bytes: Uint8Array, options: ShiftOptions): Promise<ParsedShifts> {
  if (!isQuick(bytes)) return await parseShiftsInWorker(bytes, options);
  const { parseShifts } = await import('../formats/rota/parse.ts');
  return parseShifts(bytes, options);
}
