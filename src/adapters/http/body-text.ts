/**
 * A body as text, cut at a limit instead of refused: an alarm that is too long is still an alarm. What is past
 * the limit is thrown away unread, so that the sender gets to hear the answer.
 */
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { Request, RequestHandler } from 'express';

const marker = Symbol('body text');

export interface BodyText {
  readonly [marker]: true;
  readonly body: string;
  readonly isCut: boolean;
}

export const isBodyText = (body: unknown): body is BodyText =>
  typeof body === 'object' && body !== null && marker in body;

const DECODERS: Readonly<Record<string, () => NodeJS.ReadWriteStream & Readable>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/** Bytes past the limit, as they come over the wire, that are waited for; then the line is closed. */
const MAX_DRAINED = 32_000_000;

/** @param limit bytes, after decompression */
export function bodyText(limit: number): RequestHandler {
  return async (request, response, next) => {
    const encoding = request.headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
    const decoder = Object.hasOwn(DECODERS, encoding) ? DECODERS[encoding] : undefined;
    if (encoding !== 'identity' && !decoder) {
      response.status(415).type('text/plain').send('Send it plain, or as gzip, deflate or br.\n');
      return;
    }
    const source = decoder ? request.pipe(decoder()) : request;
    const { bytes, isCut } = await collect(source, limit);
    if (isCut) await drain(request);
    if (source !== request) source.destroy();
    // Whoever hung up before the end will say it again.
    if (request.destroyed && !request.complete) return;
    request.body = { [marker]: true, body: toText(bytes), isCut } satisfies BodyText;
    next();
  };
}

/** A stream that breaks gives what came before it broke. */
async function collect(source: Readable, limit: number): Promise<{ bytes: Buffer; isCut: boolean }> {
  const chunks: Buffer[] = [];
  let length = 0;
  return await new Promise((resolve) => {
    const finish = (isCut: boolean) => {
      source.removeListener('data', take);
      resolve({ bytes: Buffer.concat(chunks).subarray(0, limit), isCut });
    };
    const take = (chunk: Buffer) => {
      chunks.push(chunk);
      length += chunk.length;
      if (length > limit) finish(true);
    };
    source.on('data', take);
    source.once('end', () => finish(false));
    source.once('error', () => finish(false));
    source.once('close', () => finish(false));
  });
}

async function drain(request: Request): Promise<void> {
  request.unpipe();
  let drained = 0;
  await new Promise<void>((resolve) => {
    if (request.readableEnded || request.destroyed) return resolve();
    request.on('data', (chunk: Buffer) => {
      drained += chunk.length;
      if (drained > MAX_DRAINED) request.pause();
      if (drained > MAX_DRAINED) resolve();
    });
    request.once('end', resolve);
    request.once('close', resolve);
    request.resume();
  });
}

function toText(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return new TextDecoder().decode(bytes);
}
