/**
 * The demo's key set: two of three holders, proposed and approved, not yet dealt. So a newcomer walks the
 * whole ceremony: each holder reveals, writes down and confirms; then any two of them fire.
 */
import type { Temporal } from 'temporal-polyfill';
import { type Change, put } from '../../core/commit.ts';
import { instantText } from '../../core/instant.ts';
import { chained, START } from '../../keys/domain/chain.ts';
import { holdersOf } from '../../keys/domain/make-set.ts';
import { type KeySet, keySetDocument } from '../../keys/domain/set.ts';

const sets = (holders: readonly string[], at: Temporal.Instant): KeySet[] =>
  ['ingress', 'drill'].map((name) => ({
    name,
    retired: [],
    next: {
      why: 'create',
      k: 2,
      holders: holdersOf(holders),
      proposedBy: 'sandbox',
      approvedBy: 'sandbox',
      at: instantText(at),
    },
  }));

/** No card is posted for it: `/keys status` and App Home show it to whom it concerns. */
export function demoKeys(holders: readonly string[], at: Temporal.Instant): Change {
  const all = sets(holders, at);
  const steps = all.map(({ name }) => ({
    name: 'keys.proposed' as const,
    about: [`keyset:${name}`],
    data: { set: name, k: 2, holders: [...holders] },
  }));
  const puts = all.map((set) => put(keySetDocument, set.name, set));
  return chained({ put: puts, steps }, { value: START, version: 0 }, at, 'sandbox');
}
