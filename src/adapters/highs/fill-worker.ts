/** The thread in which a rota is filled, so that nothing else waits for it. One filling, then it ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { fillRota } from '../../rota/domain/fill/fill.ts';
import type { FillProblem } from '../../rota/domain/fill/problem.ts';
import { loadSolver } from './solve.ts';

const { problem, seconds } = workerData as { problem: FillProblem; seconds: number };
const solve = await loadSolver();
const result = fillRota(problem, {
  seconds,
  clock: () => performance.now() / 1000,
  solve,
  progress: (progress) => parentPort?.postMessage({ progress }),
});
parentPort?.postMessage({ result });
