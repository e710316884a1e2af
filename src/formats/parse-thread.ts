/** The thread in which files are read, so that a large one delays nobody. Started by `worker.ts`. */
import { parentPort } from 'node:worker_threads';
import type { ParsedAgenda, ParseOptions } from '../agenda/domain/parsed.ts';
import { UserError } from '../core/errors.ts';
import { parseAgendaFile } from './index.ts';

export interface ParseRequest {
  readonly bytes: Uint8Array;
  readonly options: ParseOptions;
}

/** Errors do not survive the way between threads as what they are, so they travel as data. */
export type ParseAnswer =
  | { readonly agenda: ParsedAgenda }
  | { readonly refused: string; readonly params: Readonly<Record<string, string | number>> }
  | { readonly bug: string };

async function answer({ bytes, options }: ParseRequest): Promise<ParseAnswer> {
  try {
    return { agenda: await parseAgendaFile(bytes, options) };
  } catch (error) {
    if (error instanceof UserError) return { refused: error.key, params: { ...error.params } };
    return { bug: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

parentPort?.on('message', async (request: ParseRequest) => parentPort?.postMessage(await answer(request)));
