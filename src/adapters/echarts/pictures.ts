/**
 * The Pictures port: one thread draws one picture after the other, and ends when it has had nothing to draw for
 * a while, so that neither ECharts nor the fonts are in the bot's memory while nobody looks at a picture.
 */
import type { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { PermanentError } from '../../core/errors.ts';
import type { Drawing, Pictures, SvgDrawing } from '../../core/ports/pictures.ts';
import { startWorker } from '../../core/start-worker.ts';

const Drawn = z.object({ png: z.instanceof(Uint8Array) }).or(z.object({ failed: z.string() }));

/** Of real time: the next picture of the same evening finds the thread still there. */
const IDLE_MILLISECONDS = 20_000;
/** The largest of ours takes a second, and one more to start; a machine that has no time for it takes many. */
const MAX_MILLISECONDS = 60_000;
/** Somebody who asks without end is refused before pictures pile up. */
const MAX_WAITING = 20;
/** Of JavaScript; what resvg paints on is beside it. */
const MEMORY_MB = 256;

export function createPictures(): Pictures {
  let current: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;

  const stop = (worker: Worker): void => {
    if (current === worker) current = undefined;
    worker.removeAllListeners('message').removeAllListeners('error').removeAllListeners('exit');
    worker.on('error', () => undefined);
    void worker.terminate();
  };

  const drawNext = (drawing: Drawing | SvgDrawing): Promise<Uint8Array> => {
    clearTimeout(idle);
    current ??= startWorker(import.meta.url, './draw-worker', {
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    });
    const worker = current;
    return new Promise((resolve, reject) => {
      const fail = (code: string, cause?: unknown): void => {
        clearTimeout(timer);
        stop(worker);
        reject(new PermanentError(code, cause === undefined ? {} : { cause }));
      };
      const timer = setTimeout(() => fail('picture-too-slow'), MAX_MILLISECONDS);
      worker.once('error', (cause) => fail('picture-failed', cause));
      worker.once('exit', () => fail('picture-failed'));
      worker.once('message', (message: unknown) => {
        const drawn = Drawn.parse(message);
        if ('failed' in drawn) return fail('picture-failed', new Error(drawn.failed));
        clearTimeout(timer);
        worker.removeAllListeners('message').removeAllListeners('error').removeAllListeners('exit').unref();
        idle = setTimeout(() => stop(worker), IDLE_MILLISECONDS).unref();
        resolve(drawn.png);
      });
      worker.ref();
      worker.postMessage(drawing);
    });
  };

  return {
    async draw(drawing) {
      if (waiting >= MAX_WAITING) throw new PermanentError('picture-too-many');
      waiting++;
      const mine = last.then(() => drawNext(drawing)).finally(() => waiting--);
      last = mine.catch(() => undefined);
      return await mine;
    },
  };
}
