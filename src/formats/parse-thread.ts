/** The thread in which files are read, so that a large one delays nobody. Started by `worker.ts`. */
import { parentPort } from 'node:worker_threads';
import type { ParsedAgenda, ParseOptions } from '../agenda/domain/parsed.ts';
import { UserError } from '../core/errors.ts';
import { parseAgendaFile } from './index.ts';
import { parseShiftsFile } from './rota/parse.ts';
import type { ParsedShifts, ShiftOptions } from './rota/source.ts';

export type ParseRequest = { readonly bytes: Uint8Array } & (
  | { readonly of: 'agenda'; readonly options: ParseOptions }
  | { readonly of: 'shifts'; readonly options: ShiftOptions }
);

/** Errors do not survive the way between threads as what they are, so they travel as data. */
export type ParseAnswer =
  | { readonly read: ParsedAgenda | ParsedShifts }
  | { readonly refused: string; readonly params: Readonly<Record<string, string | number>> }
  | { readonly bug: string };

async function answer(request: ParseRequest): Promise<ParseAnswer> {
  try {
    const { bytes } = request;
    return {
      read:
        request.of === 'agenda'
          ? await parseAgendaFile(bytes, request.options)
          : await parseShiftsFile(bytes, request.options),
    };
  } catch (error) {
    if (error instanceof UserError) return { refused: error.key, params: { ...error.params } };
    return { bug: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

parentPort?.on('message', async (request: ParseRequest) => parentPort?.postMessage(await answer(request)));
