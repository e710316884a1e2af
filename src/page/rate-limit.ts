/** One person's places on a channel: how much their phone takes in a while (src/page/domain/send-window.ts). */

import { put, recordFact } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import { type InstantText, instantText } from '../core/instant.ts';
import { withOptimisticRetry } from '../core/optimistic-retry.ts';
import { loadCounted } from './domain/facts.ts';
import {
  countSend,
  millisecondsUntilAllowed,
  type SendLimit,
  sendWindowDocument,
  sendWindowId,
  uncountSend,
} from './domain/send-window.ts';

type PlaceDeps = Pick<Deps, 'store' | 'clock'>;

export interface Slot {
  readonly person: string;
  readonly channel: string;
}

export type AcquireResult =
  /** Milliseconds until there is one; nothing was taken. */
  | { readonly wait: number }
  /** `first`: nothing ever left for them on this channel before. */
  | { readonly at: InstantText; readonly first: boolean };

/**
 * Takes one of the person's places before anything leaves, so that two at once cannot both have the last one.
 * Where `mayWait` is false there is always one.
 */
export async function acquireSlot(
  { person, channel }: Slot,
  limit: SendLimit,
  mayWait: boolean,
  { store, clock }: PlaceDeps,
): Promise<AcquireResult> {
  return await withOptimisticRetry<AcquireResult>(store, async () => {
    const id = sendWindowId(person, channel);
    const load = await store.get(sendWindowDocument, id);
    const now = clock.now();
    const wait = mayWait ? millisecondsUntilAllowed(load?.value, limit, now.epochMilliseconds) : 0;
    if (wait > 0) return { result: { wait } };
    const at = instantText(now);
    const value = countSend(load?.value, limit, at);
    const counted = recordFact(loadCounted, {
      at: now,
      by: 'callboard',
      about: [],
      data: { person, channel },
    });
    const change = { put: [put(sendWindowDocument, id, value, load?.version ?? 0)], facts: [counted] };
    return { change, result: { at, first: load === undefined } };
  });
}

/** Nothing left after all: the place that was taken at `at` is free again. */
export async function releaseSlot(
  { person, channel }: Slot,
  at: InstantText,
  { store, clock }: PlaceDeps,
): Promise<void> {
  await withOptimisticRetry(store, async () => {
    const id = sendWindowId(person, channel);
    const load = await store.get(sendWindowDocument, id);
    if (!load) return { result: undefined };
    const value = uncountSend(load.value, at);
    const data = { person, channel, back: true as const };
    const counted = recordFact(loadCounted, { at: clock.now(), by: 'callboard', about: [], data });
    return {
      change: { put: [put(sendWindowDocument, id, value, load.version)], facts: [counted] },
      result: undefined,
    };
  });
}
