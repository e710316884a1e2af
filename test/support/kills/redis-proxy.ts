/** A Redis that one process sees: everything goes through its border. */
import type { Socket } from 'node:net';
import { type RedisRelay, startRedisRelay } from '../redis-relay.ts';
import type { Border, Crossing } from './border.ts';
import { Namer } from './names.ts';
import { Frames, type Value } from './resp.ts';

interface Waiting {
  readonly command: readonly Value[];
  answered(raw: Buffer, value: Value): void;
}

const listOf = (value: Value): readonly Value[] => (Array.isArray(value) ? (value as Value[]) : [value]);

export async function redisProxy(redisPort: number, border: Border): Promise<RedisRelay> {
  const namer = new Namer();
  return await startRedisRelay(redisPort, (client, redis) => carry(client, redis, namer, border));
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
