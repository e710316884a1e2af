/**
 * Starts a worker thread from a module beside the caller. Under tsx and vitest the module is TypeScript, and
 * a worker does not inherit the loader (on Node 20 not even from `--import`), so the worker registers it
 * itself; in the built output the module is JavaScript and is started as it is.
 */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker, type WorkerOptions } from 'node:worker_threads';

/** `startWorker(import.meta.url, './solve-worker')`: the name is without its ending. */
export function startWorker(from: string, name: string, options: WorkerOptions = {}): Worker {
  if (!from.endsWith('.ts')) return new Worker(new URL(`${name}.js`, from), { ...options, execArgv: [] });
  // A worker begins in CommonJS, and tsx finds its hooks only from its ES module.
  const loader = pathToFileURL(createRequire(from).resolve('tsx/esm/api').replace(/cjs$/, 'mjs')).href;
  const module = new URL(`${name}.ts`, from).href;
  const start = `import(${JSON.stringify(loader)}).then((tsx) => { tsx.register(); return import(${JSON.stringify(module)}); });`;
  return new Worker(start, { ...options, eval: true, execArgv: [] });
}
