/** The thread in which files are read, so that a large one delays nobody. Started by `worker.ts`. */
import { parentPort } from 'node:worker_threads';
import type { ParsedAgenda, ParseOptions } from '../agenda/domain/parsed.ts';
import { UserError } from '../core/errors.ts';
import type { SpeakerRow } from '../speakers/domain/speaker-row.ts';
import { parseAgendaFile } from './index.ts';
import { parseShiftsFile } from './rota/parse.ts';
import type { ParsedShifts, ShiftOptions } from './rota/source.ts';
import { parseSpeakerFile } from './speakers/table.ts';

export type ParseRequest = { readonly bytes: Uint8Array } & (
  | { readonly of: 'agenda'; readonly options: ParseOptions }
  | { readonly of: 'shifts'; readonly options: ShiftOptions }
  | { readonly of: 'speakers' }
);

export type ReadFile = ParsedAgenda | ParsedShifts | readonly SpeakerRow[];

/** Errors do not survive the way between threads as what they are, so they travel as data. */
export type ParseAnswer =
  | { readonly read: ReadFile }
  | { readonly refused: string; readonly params: Readonly<Record<string, string | number>> }
  | { readonly bug: string };

async function read(request: ParseRequest): Promise<ReadFile> {
  switch (request.of) {
    case 'agenda':
      return await parseAgendaFile(request.bytes, request.options);
    case 'shifts':
      return await parseShiftsFile(request.bytes, request.options);
    case 'speakers':
      return await parseSpeakerFile(request.bytes);
  }
}

async function answer(request: ParseRequest): Promise<ParseAnswer> {
  try {
    return { read: await read(request) };
  } catch (error) {
    if (error instanceof UserError) return { refused: error.key, params: { ...error.params } };
    return { bug: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

parentPort?.on('message', async (request: ParseRequest) => parentPort?.postMessage(await answer(request)));
