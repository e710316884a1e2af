/** What waits for shares of a key that is retired now can never get them: its holders have new ones. */
import type { Temporal } from 'temporal-polyfill';
import type { Deps } from '../core/deps.ts';
import { finishCeremony } from './domain/carry-out.ts';
import type { Ceremony } from './domain/ceremony.ts';
import type { Draft } from './domain/chain.ts';
import { keySetDocument } from './domain/set.ts';
import { openCeremonies } from './find.ts';

const NEEDS_SHARES: ReadonlySet<Ceremony['state']> = new Set(['gathering', 'complete']);

/** For the commit in which the set's new key begins to work; who asked is told, and asks again. */
export async function endUnderOldKey(
  name: string,
  now: Temporal.Instant,
  { store }: Pick<Deps, 'store'>,
): Promise<Draft> {
  const set = await store.get(keySetDocument, name);
  const open = set
    ? (await openCeremonies({ store })).filter(
        ({ value }) => value.set === name && NEEDS_SHARES.has(value.state),
      )
    : [];
  const ends = set
    ? open.map((ceremony) => finishCeremony({ ceremony, set }, 'failed', 'rotated-meanwhile', now))
    : [];
  return joinDrafts(...ends);
}

export const joinDrafts = (...drafts: readonly Draft[]): Draft => ({
  put: drafts.flatMap(({ put = [] }) => put),
  steps: drafts.flatMap(({ steps }) => steps),
  facts: drafts.flatMap(({ facts = [] }) => facts),
  jobs: drafts.flatMap(({ jobs = [] }) => jobs),
});
