/**
 * What stands before the webs, as a service of Kubernetes' does: whoever asks comes to one of those that say that they
 * are ready, by connections that are kept open, and nothing is asked twice.
 */
import { Agent, request as ask, createServer } from 'node:http';

/** Milliseconds between looks at `/readyz`. */
const LOOK_MS = 250;

export interface Balancer {
  readonly port: number;
  /** One that has just said that it is ready. */
  add(port: number): void;
  remove(port: number): void;
  /** Requests that were given to nobody, or whose answer never came. */
  failed(): number;
  stop(): Promise<void>;
}

interface Backend {
  readonly port: number;
  readonly agent: Agent;
  ready: boolean;
  /** One look at a time, as probes are. */
  looking: boolean;
}

const isReady = async (port: number): Promise<boolean> =>
  await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(10_000) }).then(
    async (answer) => {
      await answer.body?.cancel();
      return answer.ok;
    },
    () => false,
  );

export async function startBalancer(): Promise<Balancer> {
  const backends = new Map<number, Backend>();
  let turn = 0;
  let failed = 0;
  const looking = setInterval(() => {
    for (const backend of backends.values()) {
      if (backend.looking) continue;
      backend.looking = true;
      void isReady(backend.port).then((ready) => {
        Object.assign(backend, { ready, looking: false });
      });
    }
  }, LOOK_MS);

  const server = createServer((incoming, outgoing) => {
    const ready = [...backends.values()].filter((backend) => backend.ready);
    const backend = ready[turn++ % Math.max(1, ready.length)];
    const fail = () => {
      failed++;
      if (outgoing.headersSent) outgoing.destroy();
      else outgoing.writeHead(502).end();
    };
    if (!backend) return fail();
    const { method, url, headers } = incoming;
    const { connection: _, ...passed } = headers;
    const forward = ask(
      { host: '127.0.0.1', port: backend.port, agent: backend.agent, method, path: url, headers: passed },
      (answer) => {
        const { connection: __, 'keep-alive': ___, ...given } = answer.headers;
        outgoing.writeHead(answer.statusCode ?? 502, given);
        answer.pipe(outgoing);
        answer.once('error', fail);
      },
    );
    forward.once('error', fail);
    incoming.pipe(forward);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    add: (port) =>
      void backends.set(port, { port, ready: true, looking: false, agent: new Agent({ keepAlive: true }) }),
    remove(port) {
      backends.get(port)?.agent.destroy();
      backends.delete(port);
    },
    failed: () => failed,
    async stop() {
      clearInterval(looking);
      for (const { agent } of backends.values()) agent.destroy();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
