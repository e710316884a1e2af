/** Server-sent events over one response (html.spec.whatwg.org, 9.2). */
import type { Response } from 'express';
import type { EventStream } from '../../core/route.ts';

/** Proxies close what is silent for a minute; and only by writing is it noticed that a reader is gone. */
const BEAT_MILLISECONDS = 15_000;
/** A browser whose connection broke comes again after so long. */
const RETRY_MILLISECONDS = 2_000;
/** Bytes that wait for a reader who takes nothing: such a one is let go, and comes again. */
const MAX_WAITING = 2_000_000;

export function sendEvents(response: Response, begin: EventStream): void {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    // Of nginx: what is held back until a buffer is full comes too late.
    'x-accel-buffering': 'no',
  });
  const write = (text: string): void => {
    if (response.writableEnded || response.destroyed) return;
    if (response.writableLength > MAX_WAITING) return void response.destroy();
    response.write(text);
  };
  write(`retry: ${RETRY_MILLISECONDS}\n\n`);
  const beat = setInterval(() => write(':\n\n'), BEAT_MILLISECONDS);
  const stop = begin({
    send: (event, data) => write(`event: ${event}\ndata: ${data}\n\n`),
    end: () => void response.end(),
  });
  response.once('close', () => {
    clearInterval(beat);
    stop();
  });
}
