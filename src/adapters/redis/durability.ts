/** What Redis must be set to so that nothing is lost: asked at start. */
import type { Redis } from 'ioredis';

export type Durability =
  | { readonly ok: true }
  /** What is wrong, each with what to set. */
  | { readonly ok: false; readonly problems: readonly string[] }
  /** A managed Redis that forbids CONFIG: nobody can tell. */
  | { readonly ok: 'unknown' };

export async function durability(redis: Redis): Promise<Durability> {
  let settings: Record<string, string>;
  try {
    const read = async (name: string) => ((await redis.config('GET', name)) as string[])[1] ?? '';
    settings = { policy: await read('maxmemory-policy'), aof: await read('appendonly') };
  } catch {
    return { ok: 'unknown' };
  }
  const problems: string[] = [];
  if (settings['policy'] !== 'noeviction') {
    problems.push(
      `maxmemory-policy is ${settings['policy']}: set it to noeviction, or Redis throws pages away when full`,
    );
  }
  if (settings['aof'] !== 'yes') {
    problems.push('appendonly is off: switch it on, or a restart of Redis loses what is due');
  }
  return problems.length === 0 ? { ok: true } : { ok: false, problems };
}
