/** An agenda file as read. */
import type { ParsedAgenda, ParseOptions } from '../domain/agenda/parsed.ts';
import { parseAgenda } from '../formats/index.ts';

export const readFile = async (bytes: Uint8Array, options: ParseOptions = {}): Promise<ParsedAgenda> =>
  parseAgenda(bytes, options);
