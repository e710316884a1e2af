/** Reading requests of the Web API, and answering them. */
import type { IncomingMessage, ServerResponse } from 'node:http';

export const readAll = async (request: IncomingMessage): Promise<Buffer> => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
};

const unpacked = (value: unknown): unknown => {
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
};

/** What a method was called with, form or JSON. */
export const argumentsOf = (request: IncomingMessage, body: Buffer): Record<string, unknown> => {
  const isJson = request.headers['content-type']?.includes('json');
  const plain = isJson
    ? (JSON.parse(body.toString() || '{}') as Record<string, unknown>)
    : Object.fromEntries(new URLSearchParams(body.toString()));
  // Only these are JSON inside: a text may look like it.
  const packed = ['blocks', 'view', 'files', 'metadata'];
  return Object.fromEntries(
    Object.entries(plain).map(([name, value]) => [name, packed.includes(name) ? unpacked(value) : value]),
  );
};

export const answer = (response: ServerResponse, status: number, body: unknown, headers = {}): void => {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
};
