/** Twilio on one port: it takes texts and calls, and remembers them. */
import { createServer } from 'node:http';
import { FakeTwilio, type Left } from '../kills/twilio.ts';

export interface TwilioPeer {
  readonly port: number;
  /** Called with each text and call that is taken. */
  onLeft(heard: (left: Left) => void): void;
  stop(): Promise<void>;
}

export async function startTwilioPeer(): Promise<TwilioPeer> {
  const listeners: ((left: Left) => void)[] = [];
  const twilio = new FakeTwilio(
    () => Date.now(),
    (left) => {
      for (const listener of listeners) listener(left);
    },
  );
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url ?? '/', 'http://twilio');
    const body = new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
    const form = { ...Object.fromEntries(url.searchParams), ...Object.fromEntries(body) };
    const answer = twilio.answer(request.method ?? 'GET', url.pathname, form);
    response
      .writeHead(answer.status, { 'content-type': 'application/json' })
      .end(JSON.stringify(answer.body));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    onLeft: (heard) => void listeners.push(heard),
    async stop() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
