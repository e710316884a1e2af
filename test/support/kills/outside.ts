/** Slack and Twilio on one port. What the doomed process asks for goes through its border. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Border } from './border.ts';
import { FakeSlack } from './slack.ts';
import { FakeTwilio, type Left } from './twilio.ts';

export interface Outside {
  readonly slack: FakeSlack;
  readonly twilio: FakeTwilio;
  /** The address for whoever it is; only what `doomed` asks is counted. */
  address(who: 'doomed' | 'heir'): string;
  stop(): Promise<void>;
}

const bodyOf = async (request: IncomingMessage): Promise<Record<string, string>> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString('utf8')));
};

export async function openOutside(
  border: Border,
  now: () => number,
  onLeft: (left: Left) => void,
): Promise<Outside> {
  const slack = new FakeSlack();
  const twilio = new FakeTwilio(now, onLeft);

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', 'http://outside');
    const [, who, ...rest] = url.pathname.split('/');
    const form = { ...Object.fromEntries(url.searchParams), ...(await bodyOf(request)) };
    const path = `/${rest.join('/')}`;
    const method = request.method ?? 'GET';
    const api = /^\/api\/([\w.]+)$/.exec(path)?.[1];
    const name = api === undefined ? twilio.name(method, path) : slack.name(api, form);
    const carryOut = async () =>
      api === undefined ? twilio.answer(method, path, form) : { status: 200, body: slack.answer(api, form) };
    const answer =
      who === 'doomed' ? await border.cross({ sort: 'outside', name }, carryOut) : await carryOut();
    if (!answer) return void response.destroy();
    response
      .writeHead(answer.status, { 'content-type': 'application/json' })
      .end(JSON.stringify(answer.body));
  };
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    slack,
    twilio,
    address: (who) => `http://127.0.0.1:${port}/${who}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
