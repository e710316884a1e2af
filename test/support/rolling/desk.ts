/** The registration desk outside: what a guarded action calls, and what is read back of it. */
import { createServer } from 'node:http';
import { signature } from '../../../src/adapters/actions/request.ts';
import { GuardedAction } from '../../../src/keys/domain/action.ts';

export const DESK_SECRET = 'what-signs-the-calls-to-the-desk';

export interface DeskCall {
  readonly key: string;
  readonly isSigned: boolean;
  readonly body: Readonly<Record<string, string>>;
}

export interface Desk {
  readonly action: GuardedAction;
  readonly calls: readonly DeskCall[];
  /** Done when a call has come, before it is answered. */
  onCall(does: () => Promise<unknown>): void;
  stop(): Promise<void>;
}

/** @param set - The key set that guards it. */
export async function startDesk(set: string): Promise<Desk> {
  const calls: DeskCall[] = [];
  let state = 'open';
  let first: (() => Promise<unknown>) | undefined;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString('utf8');
    if (request.method === 'POST') {
      const key = String(request.headers['idempotency-key']);
      const signed = {
        timestamp: String(request.headers['x-callboard-timestamp']),
        ...{ key, body, method: 'POST', url: `${url}${request.url}` },
      };
      const expected = signature(new TextEncoder().encode(DESK_SECRET), signed);
      const parsed = JSON.parse(body) as DeskCall['body'];
      calls.push({ key, isSigned: request.headers['x-callboard-signature'] === expected, body: parsed });
      state = parsed['verb'] === 'fire' ? 'closed' : 'open';
      await first?.();
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ state }));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  return {
    action: GuardedAction.parse({
      name: 'registration-ingress',
      says: 'Closes public registration',
      set,
      webhook: { fire: `${url}/ingress` },
      quorum: { fire: 2, restore: 2 },
      readBack: { url: `${url}/state`, field: 'state', fired: 'closed', restored: 'open' },
      secret: { env: 'DESK_SECRET' },
    }),
    calls,
    onCall(does) {
      first = does;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
