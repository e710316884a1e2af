/** A restore that is only rehearsed: beside the event, under a name of its own, read as the bot reads, and gone again. */

import type { DocumentKind } from '../../core/commit.ts';
import { removeEvent, restoreEvent } from './backup.ts';
import type { RedisClient } from './client.ts';
import type { Sealer } from './seal.ts';
import { RedisStore } from './store.ts';

export interface Rehearsal {
  /** When the backup was made, ISO 8601. */
  readonly at: string;
  readonly keys: number;
  readonly documents: number;
  readonly facts: number;
  readonly jobs: number;
}

const PAGE = 500;

/**
 * Restores, compares, opens every document, fact and job with the keys of now, and takes all of it away again,
 * whatever happens. It needs as much memory as the event for that while.
 *
 * @param name - of the event that is made for it; nothing else has it
 */
export async function rehearseRestore(
  redis: RedisClient,
  name: string,
  file: Uint8Array,
  kinds: readonly DocumentKind<unknown>[],
  open: (event: string) => Promise<Sealer>,
): Promise<Rehearsal> {
  try {
    const { at, keys } = await restoreEvent(redis, name, file);
    const store = new RedisStore(redis, name, await open(name));
    let documents = 0;
    for (const kind of kinds) documents += (await store.all(kind)).length;
    let facts = 0;
    for (let after = '0-0'; ; ) {
      const page = await store.facts({ after, limit: PAGE });
      facts += page.length;
      after = page.at(-1)?.id ?? after;
      if (page.length < PAGE) break;
    }
    const jobs = (await store.outbox()).length;
    store.close();
    return { at, keys, documents, facts, jobs };
  } finally {
    await removeEvent(redis, name);
  }
}
