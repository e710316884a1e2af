/** A Redis that one process sees: everything goes through its border. */
import { connect, createServer, type Socket } from 'node:net';
import type { Border, Crossing } from './border.ts';
import { Namer } from './names.ts';
import { Frames, type Value } from './resp.ts';

interface Waiting {
  readonly command: readonly Value[];
  answered(raw: Buffer, value: Value): void;
}

export interface Proxy {
  readonly port: number;
  stop(): Promise<void>;
}

const listOf = (value: Value): readonly Value[] => (Array.isArray(value) ? (value as Value[]) : [value]);

export async function redisProxy(redisPort: number, border: Border): Promise<Proxy> {
  const sockets = new Set<Socket>();
  const namer = new Namer();
  const server = createServer((client) => {
    const redis = connect(redisPort, '127.0.0.1');
    const close = () => {
      client.destroy();
      redis.destroy();
    };
    for (const socket of [client, redis]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', close);
      socket.on('close', close);
    }
    carry(client, redis, namer, border);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function carry(client: Socket, redis: Socket, namer: Namer, border: Border): void {
  const [asked, said] = [new Frames(), new Frames()];
  const waiting: Waiting[] = [];
  const forward = (raw: Buffer, command: readonly Value[]): Promise<{ raw: Buffer; value: Value }> =>
    new Promise((resolve) => {
      waiting.push({ command, answered: (bytes, value) => resolve({ raw: bytes, value }) });
      redis.write(raw);
    });
  // Redis answers in the order in which it was asked, and so do we.
  let turn: Promise<void> = Promise.resolve();
  const answer = (work: Promise<Buffer | undefined>) => {
    turn = turn.then(async () => {
      const raw = await work;
      if (raw && !border.closed) client.write(raw);
    });
  };
  client.on('data', (chunk) => {
    for (const { raw, value } of asked.take(chunk)) {
      if (border.closed) return;
      const command = listOf(value);
      const crossing: Crossing | undefined = namer.request(command);
      const sent = () => forward(raw, command);
      answer(
        crossing
          ? border.cross(crossing, sent).then((reply) => reply?.raw)
          : sent().then((reply) => {
              const handed = namer.handedOut(command, reply.value);
              return handed && !border.hear(handed) ? undefined : reply.raw;
            }),
      );
    }
  });
  redis.on('data', (chunk) => {
    for (const { raw, value } of said.take(chunk)) waiting.shift()?.answered(raw, value);
  });
}
