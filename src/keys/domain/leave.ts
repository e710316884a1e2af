/**
 * A holder has left Slack, or is back. Their share is not refused, since it exists wherever they wrote it down
 * and Slack may have been wrong about them; but nobody can count on it, so the key is to be rotated.
 */
import type { Temporal } from 'temporal-polyfill';
import { type JobChange, type Put, put, scheduleJob, type Versioned } from '../../core/commit.ts';
import { instant, instantText } from '../../core/instant.ts';
import type { Step } from './chain.ts';
import { ASK_EVERY_HOURS, askToRotate } from './jobs.ts';
import { showSet } from './make-set.ts';
import { ableHolders, type CurrentSet, holderOf, isAway, type KeySet, keySetDocument } from './set.ts';

/** Within so many hours a key is to be rotated once somebody's share counts no more (KEYS, Revoke). */
export const ROTATE_WITHIN_HOURS = 24;

export interface SetsLeft {
  readonly put: readonly Put[];
  readonly steps: readonly Step[];
  readonly jobs: readonly JobChange[];
  /** Names of the sets that have to be rotated. */
  readonly rotate: readonly string[];
  /** Of those, the ones that too few holders are left to open. */
  readonly tooFew: readonly string[];
  /** Names of sets in the making, which wait for this person's share for ever. */
  readonly stuck: readonly string[];
}

/** When it has to be rotated: within a day, or earlier where that was due already. */
export function rotateBy(current: CurrentSet, at: Temporal.Instant): string {
  const due = at.add({ hours: ROTATE_WITHIN_HOURS });
  const known = current.rotateBy && instant(current.rotateBy);
  return instantText(known && known.epochMilliseconds < due.epochMilliseconds ? known : due);
}

export function leaveSets(
  sets: readonly Versioned<KeySet>[],
  person: string,
  at: Temporal.Instant,
): SetsLeft {
  const flagged = sets.flatMap((set) => {
    const { current } = set.value;
    const holder = current && holderOf(current.holders, person);
    if (!current || !holder || isAway(current, holder.index)) return [];
    const away = [...(current.away ?? []), { index: holder.index, at: instantText(at) }];
    return [{ set, holder, current: { ...current, away, rotateBy: rotateBy(current, at) } }];
  });
  return {
    put: flagged.map(({ set, current }) =>
      put(keySetDocument, set.id, { ...set.value, current }, set.version),
    ),
    steps: flagged.map(({ set, holder, current }) => ({
      name: 'keys.left',
      about: [`keyset:${set.value.name}`, `person:${person}`],
      data: { set: set.value.name, setId: current.setId, index: holder.index, person },
    })),
    jobs: flagged.flatMap(({ set, current }) => [
      showSet(set.value.name, at),
      scheduleJob(askToRotate, at.add({ hours: ASK_EVERY_HOURS }), {
        set: set.value.name,
        setId: current.setId,
      }),
    ]),
    rotate: flagged.map(({ set }) => set.value.name),
    tooFew: flagged
      .filter(({ current }) => ableHolders(current).length < current.manifest.k)
      .map(({ set }) => set.value.name),
    stuck: sets
      .filter(({ value: { next } }) => next && holderOf(next.holders, person))
      .map(({ value }) => value.name),
  };
}

/** They can submit their share again. The rotation stays due: for a while nobody knew where it was. */
export function returnToSets(
  sets: readonly Versioned<KeySet>[],
  person: string,
  at: Temporal.Instant,
): Pick<SetsLeft, 'put' | 'steps' | 'jobs'> {
  const back = sets.flatMap((set) => {
    const { current } = set.value;
    const holder = current && holderOf(current.holders, person);
    return current && holder && isAway(current, holder.index) ? [{ set, current, holder }] : [];
  });
  return {
    put: back.map(({ set, current, holder }) => {
      const { away = [], ...rest } = current;
      const left = away.filter(({ index }) => index !== holder.index);
      const value = { ...set.value, current: { ...rest, ...(left.length > 0 && { away: left }) } };
      return put(keySetDocument, set.id, value, set.version);
    }),
    steps: back.map(({ set, current, holder }) => ({
      name: 'keys.back',
      about: [`keyset:${set.value.name}`, `person:${person}`],
      data: { set: set.value.name, setId: current.setId, index: holder.index, person },
    })),
    jobs: back.map(({ set }) => showSet(set.value.name, at)),
  };
}
