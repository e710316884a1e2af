/** Whether something is seen for the first time: replays, events that Slack sends twice. */
import type { Redis } from 'ioredis';
import { request } from './connect.ts';

export const firstTime =
  (redis: Redis, event: string) =>
  async (key: string, milliseconds: number): Promise<boolean> =>
    (await request(redis.set(`cb:{${event}}:seen:${key}`, '1', 'PX', milliseconds, 'NX'))) === 'OK';
