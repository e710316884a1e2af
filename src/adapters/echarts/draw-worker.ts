/** The thread in which pictures are drawn. It is there only while there is something to draw. */
import { parentPort } from 'node:worker_threads';
import type { Drawing, SvgDrawing } from '../../core/ports/pictures.ts';
import { draw } from './draw.ts';

parentPort?.on('message', (drawing: Drawing | SvgDrawing) => {
  try {
    parentPort?.postMessage({ png: draw(drawing) });
  } catch (error) {
    parentPort?.postMessage({ failed: error instanceof Error ? (error.stack ?? error.message) : 'unknown' });
  }
});
