/**
 * A way to Redis that falls shut at a request: neither that nor anything after it arrives, as if whoever asks had died
 * before. That one is then killed, and never hears an answer.
 */
import { connect, createServer, type Socket } from 'node:net';

export interface RedisGate {
  readonly port: number;
  /** It falls shut at the first request that has these words. @returns once it has */
  shutAt(words: string): Promise<void>;
  /** It does not fall shut any more. */
  leaveOpen(): void;
  stop(): Promise<void>;
}

export async function startRedisGate(redisPort: number): Promise<RedisGate> {
  const sockets = new Set<Socket>();
  let awaited: { readonly words: string; isShut(): void } | undefined;
  let isShut = false;
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
    client.on('data', (asked) => {
      if (awaited && asked.includes(awaited.words)) {
        isShut = true;
        awaited.isShut();
      }
      if (!isShut) redis.write(asked);
    });
    redis.on('data', (answered) => {
      if (!isShut) client.write(answered);
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    shutAt: (words) =>
      new Promise<void>((resolve) => {
        awaited = { words, isShut: resolve };
      }),
    leaveOpen() {
      awaited = undefined;
    },
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}
