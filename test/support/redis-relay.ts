/** A way to Redis that somebody stands on: they see both sides of each connection, and carry what they like. */
import { connect, createServer, type Socket } from 'node:net';

export interface RedisRelay {
  readonly port: number;
  stop(): Promise<void>;
}

/** @param carry - Called for each connection. One side that ends, or fails, ends the other. */
export async function startRedisRelay(
  redisPort: number,
  carry: (client: Socket, redis: Socket) => void,
): Promise<RedisRelay> {
  const sockets = new Set<Socket>();
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
    carry(client, redis);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}
