/** The Optimizer port: each filling in a worker thread of its own, given up when it runs far over its time. */
import { z } from 'zod';
import { PermanentError } from '../../core/errors.ts';
import type { Optimizer } from '../../core/ports/optimizer.ts';
import { startWorker } from '../../core/start-worker.ts';
import type { FillProgress, FillResult } from '../../rota/domain/fill/fill.ts';

const Said = z.object({
  progress: z.custom<FillProgress>().optional(),
  result: z.custom<FillResult>().optional(),
});

/** Seconds beyond its own limit after which a worker is given up: the solver looks at its clock now and then. */
const PATIENCE = 30;
/** Megabytes of JavaScript; the solver's own memory is beside it. */
const MEMORY = 1024;

export function createOptimizer(): Optimizer {
  return {
    fill: (problem, { seconds, progress }) =>
      new Promise((resolve, reject) => {
        const worker = startWorker(import.meta.url, './fill-worker', {
          workerData: { problem, seconds },
          resourceLimits: { maxOldGenerationSizeMb: MEMORY },
        });
        const timer = setTimeout(
          () => finish(() => reject(new PermanentError('fill-too-slow'))),
          (seconds + PATIENCE) * 1000,
        );
        const finish = (how: () => void) => {
          clearTimeout(timer);
          void worker.terminate();
          how();
        };
        worker.on('message', (message: unknown) => {
          const said = Said.parse(message);
          if (said.progress) progress?.(said.progress);
          const { result } = said;
          if (result) finish(() => resolve(result));
        });
        worker.on('error', (cause) => finish(() => reject(new PermanentError('fill-failed', { cause }))));
        worker.on('exit', (code) => {
          if (code !== 0) finish(() => reject(new PermanentError('fill-failed')));
        });
      }),
  };
}
