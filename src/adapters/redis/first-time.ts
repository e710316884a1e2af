/** Whether something is seen for the first time: replays, events that Slack sends twice. */
import type { RedisClient } from './client.ts';
import { request } from './connect.ts';

export const firstTime =
  (redis: RedisClient, event: string) =>
  async (key: string, milliseconds: number): Promise<boolean> =>
    (await request(redis.set(`cb:{${event}}:seen:${key}`, '1', 'PX', milliseconds, 'NX'))) === 'OK';
