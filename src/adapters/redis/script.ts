/** The Lua scripts beside this file, sent once and then called by their hash. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { RedisClient } from './client.ts';
import { request } from './connect.ts';

export type Script = (
  redis: RedisClient,
  keys: readonly string[],
  args: readonly (string | number)[],
) => Promise<unknown>;

/** Refused before the first write, by a node that is taking over or a slot that is on its way. */
const NOT_RUN =
  /^(?:NOREPLICAS|LOADING|MASTERDOWN|READONLY|TRYAGAIN|CLUSTERDOWN)|Last error: ReplyError: (?:TRYAGAIN|CLUSTERDOWN)/;
/** Milliseconds for which it is asked again: a failover's end is often nearer than that, and Slack waits three seconds. */
const ASK_AGAIN_FOR_MS = 1500;
const ASK_AGAIN_AFTER_MS = 100;

/** Whatever was surely not run is safe to ask for again. */
async function untilRun<T>(run: () => Promise<T>): Promise<T> {
  const end = performance.now() + ASK_AGAIN_FOR_MS;
  for (;;) {
    try {
      return await run();
    } catch (error) {
      const reason = error instanceof Error ? error.message : '';
      if (!NOT_RUN.test(reason) || performance.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_AFTER_MS));
    }
  }
}

/**
 * `name` is the file's, without `.lua`. All keys that a script touches lie in the slot of those that it is given. One
 * that touches more than one is given two, of which `cb:{event}` itself never exists: while the slot is on its way
 * from one node to another a cluster then says TRYAGAIN, and never runs it where only half of the keys are.
 */
export function script(name: string): Script {
  const source = readFileSync(new URL(`./${name}.lua`, import.meta.url), 'utf8');
  const sha = createHash('sha1').update(source).digest('hex');
  return async (redis, keys, args) => {
    // As a list: an import of ten thousand sessions has more arguments than a call of JavaScript may have.
    const all = [keys.length, ...keys, ...args];
    try {
      return await untilRun(() => request(redis.call('EVALSHA', [sha, ...all])));
    } catch (error) {
      // A Redis that was restarted has forgotten it.
      if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
      return await untilRun(() => request(redis.call('EVAL', [source, ...all])));
    }
  };
}
