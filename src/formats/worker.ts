/**
 * Reads a file in a thread of its own: a 5 MB agenda takes most of a second, and Slack wants its acks.
 * One thread reads one file after the other, and ends when it has had nothing to do for a while.
 */
import { Worker } from 'node:worker_threads';
import type { ParsedAgenda, ParseOptions } from '../agenda/domain/parsed.ts';
import { UserError } from '../core/errors.ts';
import type { Key } from '../i18n/index.ts';
import type { SpeakerRow } from '../speakers/domain/speaker-row.ts';
import { MAX_BYTES, MAX_MILLISECONDS } from './limits.ts';
import type { ParseAnswer, ParseRequest, ReadFile } from './parse-thread.ts';
import type { ParsedShifts, ShiftOptions } from './rota/source.ts';

const IDLE_MILLISECONDS = 20_000;
/** A hostile file must not take the bot's memory with it. */
const MEMORY_MB = 512;

let current: Worker | undefined;
let idle: NodeJS.Timeout | undefined;
let last: Promise<unknown> = Promise.resolve();

/** From sources a thread needs tsx, which it does not inherit on Node 20. */
function start(): Worker {
  const file = import.meta.url.endsWith('.ts') ? './parse-thread-from-source.mjs' : './parse-thread.js';
  return new Worker(new URL(file, import.meta.url), {
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  });
}

async function stop(worker: Worker): Promise<void> {
  if (current === worker) current = undefined;
  await worker.terminate();
}

function ask(worker: Worker, request: ParseRequest, milliseconds: number): Promise<ParseAnswer> {
  return new Promise((resolve, reject) => {
    const done = (): void => {
      clearTimeout(timer);
      worker.removeAllListeners('message').removeAllListeners('error').removeAllListeners('exit').unref();
    };
    const fail = (error: unknown): void => {
      done();
      // What becomes of a thread that failed is of no interest any more.
      worker.on('error', () => undefined);
      stop(worker).then(
        () => reject(error),
        () => reject(error),
      );
    };
    const timer = setTimeout(
      () => fail(new UserError('format.tooSlow', { seconds: Math.ceil(milliseconds / 1000) })),
      milliseconds,
    );
    worker.once('message', (answer: ParseAnswer) => {
      done();
      resolve(answer);
    });
    worker.once('error', (error: Error & { code?: string }) =>
      fail(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new UserError('format.tooHeavy') : error),
    );
    worker.once('exit', (code) => fail(new Error(`the parsing thread ended with ${code}`)));
    worker.ref();
    worker.postMessage(request, [request.bytes.buffer as ArrayBuffer]);
  });
}

async function run(request: ParseRequest, milliseconds: number): Promise<ReadFile> {
  clearTimeout(idle);
  current ??= start();
  const worker = current;
  // A copy is handed over (a millisecond for 5 MB), since the caller may want to keep its bytes.
  const answer = await ask(worker, { ...request, bytes: Uint8Array.from(request.bytes) }, milliseconds);
  idle = setTimeout(() => void stop(worker).catch(() => undefined), IDLE_MILLISECONDS).unref();
  if ('read' in answer) return answer.read;
  if ('bug' in answer) throw new Error(`a parser failed: ${answer.bug}`);
  throw new (UserError as new (key: Key, params: object) => UserError)(answer.refused as Key, answer.params);
}

/**
 * Like `parseAgenda`, off the main thread. Throws UserError `format.tooSlow` after `milliseconds`,
 * `format.tooHeavy` where the file takes too much memory.
 */
export function parseInWorker(
  bytes: Uint8Array,
  options: ParseOptions = {},
  milliseconds: number = MAX_MILLISECONDS,
): Promise<ParsedAgenda> {
  return inLine({ of: 'agenda', bytes, options }, milliseconds) as Promise<ParsedAgenda>;
}

/** Like `parseShifts`, off the main thread, and bounded as `parseInWorker` is. */
export function parseShiftsInWorker(
  bytes: Uint8Array,
  options: ShiftOptions,
  milliseconds: number = MAX_MILLISECONDS,
): Promise<ParsedShifts> {
  return inLine({ of: 'shifts', bytes, options }, milliseconds) as Promise<ParsedShifts>;
}

/** Like `parseSpeakerTable`, workbooks as well, off the main thread, and bounded as `parseInWorker` is. */
export function parseSpeakersInWorker(
  bytes: Uint8Array,
  milliseconds: number = MAX_MILLISECONDS,
): Promise<readonly SpeakerRow[]> {
  return inLine({ of: 'speakers', bytes }, milliseconds) as Promise<readonly SpeakerRow[]>;
}

function inLine(request: ParseRequest, milliseconds: number): Promise<ReadFile> {
  if (request.bytes.length > MAX_BYTES)
    return Promise.reject(new UserError('format.tooLarge', { most: MAX_BYTES / 1024 / 1024 }));
  const mine = last.then(() => run(request, milliseconds));
  last = mine.catch(() => undefined);
  return mine;
}

/** Ends the thread now: for a shutdown, and for tests. */
export async function stopWorker(): Promise<void> {
  clearTimeout(idle);
  if (current) await stop(current);
}
