/** A file of shifts as read; all but the smallest in a thread of its own, so that Slack's acks do not wait for it. */

import { isQuick } from '../formats/quick.ts';
import { parseShifts } from '../formats/rota/parse.ts';
import type { ParsedShifts, ShiftOptions } from '../formats/rota/source.ts';
import { parseShiftsInWorker } from '../formats/worker.ts';

export async function readShiftFile(bytes: Uint8Array, options: ShiftOptions): Promise<ParsedShifts> {
  return isQuick(bytes) ? parseShifts(bytes, options) : await parseShiftsInWorker(bytes, options);
}
