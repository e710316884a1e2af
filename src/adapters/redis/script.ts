/** The Lua scripts beside this file, sent once and then called by their hash. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Redis } from 'ioredis';
import { request } from './connect.ts';

export type Script = (
  redis: Redis,
  keys: readonly string[],
  args: readonly (string | number)[],
) => Promise<unknown>;

/** `name` is the file's, without `.lua`. */
export function script(name: string): Script {
  const source = readFileSync(new URL(`./${name}.lua`, import.meta.url), 'utf8');
  const sha = createHash('sha1').update(source).digest('hex');
  return async (redis, keys, args) => {
    // As a list: an import of ten thousand sessions has more arguments than a call of JavaScript may have.
    const all = [keys.length, ...keys, ...args];
    try {
      return await request(redis.call('EVALSHA', [sha, ...all]));
    } catch (error) {
      // A Redis that was restarted has forgotten it.
      if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
      return await request(redis.call('EVAL', [source, ...all]));
    }
  };
}
