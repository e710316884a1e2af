/** One person's places on a channel: how much their phone takes in a while (src/page/domain/send-window.ts). */

import { happened, put } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import { type InstantText, instantText } from '../core/instant.ts';
import { decide } from '../core/optimistic-retry.ts';
import { loadCounted } from './domain/facts.ts';
import { type Limit, loadDocument, loadId, waitFor, withOneMore, withoutOne } from './domain/send-window.ts';

type PlaceDeps = Pick<Deps, 'store' | 'clock'>;

export interface Place {
  readonly person: string;
  readonly channel: string;
}

export type Taken =
  /** Milliseconds until there is one; nothing was taken. */
  | { readonly wait: number }
  /** `first`: nothing ever left for them on this channel before. */
  | { readonly at: InstantText; readonly first: boolean };

/**
 * Takes one of the person's places before anything leaves, so that two at once cannot both have the last one.
 * Where `mayWait` is false there is always one.
 */
export async function takePlace(
  { person, channel }: Place,
  limit: Limit,
  mayWait: boolean,
  { store, clock }: PlaceDeps,
): Promise<Taken> {
  return await decide<Taken>(store, async () => {
    const id = loadId(person, channel);
    const load = await store.get(loadDocument, id);
    const now = clock.now();
    const wait = mayWait ? waitFor(load?.value, limit, now.epochMilliseconds) : 0;
    if (wait > 0) return { result: { wait } };
    const at = instantText(now);
    const value = withOneMore(load?.value, limit, at);
    const counted = happened(loadCounted, { at: now, by: 'callboard', about: [], data: { person, channel } });
    const change = { put: [put(loadDocument, id, value, load?.version ?? 0)], facts: [counted] };
    return { change, result: { at, first: load === undefined } };
  });
}

/** Nothing left after all: the place that was taken at `at` is free again. */
export async function giveBack(
  { person, channel }: Place,
  at: InstantText,
  { store, clock }: PlaceDeps,
): Promise<void> {
  await decide(store, async () => {
    const id = loadId(person, channel);
    const load = await store.get(loadDocument, id);
    if (!load) return { result: undefined };
    const value = withoutOne(load.value, at);
    const data = { person, channel, back: true as const };
    const counted = happened(loadCounted, { at: clock.now(), by: 'callboard', about: [], data });
    return {
      change: { put: [put(loadDocument, id, value, load.version)], facts: [counted] },
      result: undefined,
    };
  });
}
