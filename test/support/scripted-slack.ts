/** A Slack that answers each method as it is told, over HTTP, and keeps what it was asked. */
import { createServer } from 'node:http';
import { freePort } from '../../src/sandbox/ports.ts';

export type Answer = Record<string, unknown> | { readonly retryAfter: number };

export interface ScriptedSlack {
  readonly apiUrl: string;
  readonly asked: { readonly method: string; readonly form: Readonly<Record<string, string>> }[];
  stop(): Promise<void>;
}

/** `retryAfter` alone is HTTP 429; anything else is an answer that is `ok` unless it has an `error`. */
export async function scriptedSlack(
  answer: (method: string, form: Readonly<Record<string, string>>) => Answer,
  scopes: readonly string[] = ['chat:write', 'users:read'],
): Promise<ScriptedSlack> {
  const asked: ScriptedSlack['asked'] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => {
      body += String(part);
    });
    request.on('end', () => {
      const method = (request.url ?? '').slice('/api/'.length);
      const form = Object.fromEntries(new URLSearchParams(body));
      asked.push({ method, form });
      const told = answer(method, form);
      if ('retryAfter' in told) {
        response.writeHead(429, { 'retry-after': String(told['retryAfter']) });
        return void response.end('{"ok":false,"error":"ratelimited"}');
      }
      response.writeHead(200, {
        'content-type': 'application/json',
        'x-oauth-scopes': scopes.join(','),
      });
      response.end(JSON.stringify({ ok: told['error'] === undefined, ...told }));
    });
  });
  const port = await freePort();
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
  return {
    apiUrl: `http://127.0.0.1:${port}/api/`,
    asked,
    async stop() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
