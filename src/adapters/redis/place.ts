/** Where everything of one event lies, and how it is written there. */
import type { RedisClient } from './client.ts';
import type { Codec } from './codec.ts';

export interface Place {
  readonly redis: RedisClient;
  /** `cb:{event}`: all keys begin with it, and so are in one slot. */
  readonly prefix: string;
  readonly codec: Codec;
}
