/**
 * A way to Redis that falls shut at a request: neither that nor anything after it arrives, as if whoever asks had died
 * before. That one is then killed, and never hears an answer.
 */
import { type RedisRelay, startRedisRelay } from '../redis-relay.ts';

export interface RedisGate extends RedisRelay {
  /** It falls shut at the first request that has these words. @returns once it has */
  shutAt(words: string): Promise<void>;
  /** It does not fall shut any more. */
  leaveOpen(): void;
}

export async function startRedisGate(redisPort: number): Promise<RedisGate> {
  let awaited: { readonly words: string; isShut(): void } | undefined;
  let isShut = false;
  const relay = await startRedisRelay(redisPort, (client, redis) => {
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
  return {
    ...relay,
    shutAt: (words) =>
      new Promise<void>((resolve) => {
        awaited = { words, isShut: resolve };
      }),
    leaveOpen() {
      awaited = undefined;
    },
  };
}
