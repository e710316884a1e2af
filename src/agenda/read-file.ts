/** An agenda file as read; a large one in a thread of its own, so that Slack's acks do not wait for it. */

import { parseAgenda } from '../formats/index.ts';
import { parseInWorker } from '../formats/worker.ts';
import type { ParsedAgenda, ParseOptions } from './domain/parsed.ts';

/** Bytes that are read in a few milliseconds, which is less than a thread takes to start. */
const SMALL = 60_000;

export async function readFile(bytes: Uint8Array, options: ParseOptions = {}): Promise<ParsedAgenda> {
  return bytes.length <= SMALL ? parseAgenda(bytes, options) : await parseInWorker(bytes, options);
}
