/**
 * An agenda file as read; all but the smallest in a thread of its own, so that Slack's acks do not wait for it. The
 * parsers are loaded with the first file.
 */

import { isQuick } from '../formats/quick.ts';
import { parseInWorker } from '../formats/worker.ts';
import type { ParsedAgenda, ParseOptions } from './domain/parsed.ts';

export async function readFile(bytes: Uint8Array, options: ParseOptions = {}): Promise<ParsedAgenda> {
  if (!isQuick(bytes)) return await parseInWorker(bytes, options);
  const { parseAgenda } = await import('../formats/index.ts');
  return parseAgenda(bytes, options);
}
