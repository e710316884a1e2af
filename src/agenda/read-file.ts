/** An agenda file as read; all but the smallest in a thread of its own, so that Slack's acks do not wait for it. */

import { parseAgenda } from '../formats/index.ts';
import { isQuick } from '../formats/quick.ts';
import { parseInWorker } from '../formats/worker.ts';
import type { ParsedAgenda, ParseOptions } from './domain/parsed.ts';

export async function readFile(bytes: Uint8Array, options: ParseOptions = {}): Promise<ParsedAgenda> {
  return isQuick(bytes) ? parseAgenda(bytes, options) : await parseInWorker(bytes, options);
}
