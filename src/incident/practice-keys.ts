/** The practice keys of a drill: what is typed to have them put together, what is in the way of it, and how it ends. */
import type { Temporal } from 'temporal-polyfill';
import type { Change } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import { instant } from '../core/instant.ts';
import { endCeremony, needOf } from '../keys/domain/hold-ceremony.ts';
import { ableHolders, keySetDocument, secretDocument } from '../keys/domain/set.ts';
import { joinDrafts } from '../keys/end-under-old-key.ts';
import { openCeremonies } from '../keys/find.ts';
import { onChain } from '../keys/on-chain.ts';
import type { Drill } from './domain/drill.ts';
import { setsOf } from './domain/drill-score.ts';

/** Why the practice sets of a scenario cannot be put together now. */
export type KeysHindrance = 'keys' | 'keys-unready' | 'keys-few';

/** The first of its sets that cannot be put together; undefined where all can. */
export async function keysHindrance(
  drill: Pick<Drill, 'scenario'>,
  { store, guarded }: Pick<Deps, 'store' | 'guarded'>,
): Promise<{ readonly why: KeysHindrance; readonly code: string } | undefined> {
  for (const code of setsOf(drill)) {
    const set = (await store.get(keySetDocument, code))?.value;
    if (!set) return { why: 'keys', code };
    if (!set.current) return { why: 'keys-unready', code };
    const action = guarded.all.find((one) => one.set === code);
    const need = needOf(set.current, action ? 'fire' : 'rotate', action);
    if (ableHolders(set.current).length < need) return { why: 'keys-few', code };
  }
  return undefined;
}

/** Whom its ceremonies will text and call. */
export async function practiceHolders(
  drill: Pick<Drill, 'scenario'>,
  { store }: Pick<Deps, 'store'>,
): Promise<string[]> {
  const sets = (await store.getMany(keySetDocument, setsOf(drill))).flatMap(
    (set) => set?.value.current ?? [],
  );
  return [...new Set(sets.flatMap((current) => ableHolders(current).map(({ person }) => person)))];
}

/** As it is typed: whoever is asked for it at 3 a.m. need not know what the set guards. */
export async function practiceCommand(
  set: string,
  { store, guarded }: Pick<Deps, 'store' | 'guarded'>,
): Promise<string> {
  const action = guarded.all.find((one) => one.set === set);
  if (action) return `/keys fire ${action.name} DRILL`;
  const secrets = await store.find(secretDocument, `set:${set}`);
  const toOpen = secrets.find(({ value }) => value.action === 'open');
  return toOpen ? `/keys open ${toOpen.id} DRILL` : `/keys rotate ${set}`;
}

/** A drill is over: nobody is waited for any more. What is complete already is carried out. */
export async function endPracticeCeremonies(
  drill: Drill,
  { store }: Pick<Deps, 'store'>,
  now: Temporal.Instant,
): Promise<Change | undefined> {
  const sets = new Set(setsOf(drill));
  const { begunAt } = drill;
  if (sets.size === 0 || begunAt === undefined) return undefined;
  const ofDrill = (await openCeremonies({ store })).filter(
    ({ value }) =>
      value.state === 'gathering' &&
      sets.has(value.set) &&
      instant(value.at).epochMilliseconds >= instant(begunAt).epochMilliseconds,
  );
  if (ofDrill.length === 0) return undefined;
  const ends = ofDrill.map((one) =>
    endCeremony(one, 'cancelled', { at: now, by: 'callboard', outcome: 'drill-over' }),
  );
  return await onChain(store, joinDrafts(...ends), now, 'callboard');
}
