/**
 * The file with which a set can be used when Slack or Redis is down: manifest, sealed secrets, the actions
 * that it guards. None of it is secret; without k shares it opens nothing.
 */
import { z } from 'zod';
import type { GuardedActions } from '../core/ports/keys.ts';
import { type GuardedAction, GuardedActionList } from './domain/action.ts';
import { StoredSecret } from './domain/custody.ts';
import { Manifest, SetId } from './domain/manifest.ts';
import type { CurrentSet, Secret } from './domain/set.ts';

export const OfflineFile = z.object({
  callboardKeys: z.literal(1),
  name: z.string(),
  manifest: Manifest,
  setId: SetId,
  environment: z.string(),
  holders: z.array(z.object({ index: z.number().int(), name: z.string() })),
  /** Indexes that no longer count. */
  revoked: z.array(z.number().int()),
  secrets: z.array(StoredSecret),
  actions: GuardedActionList,
});
export type OfflineFile = z.infer<typeof OfflineFile>;

export const offlineFile = (
  name: string,
  current: CurrentSet,
  holders: OfflineFile['holders'],
  secrets: readonly Secret[],
  guarded: Pick<GuardedActions, 'all' | 'environment'>,
): OfflineFile => ({
  callboardKeys: 1,
  name,
  manifest: current.manifest,
  setId: current.setId,
  environment: guarded.environment,
  holders,
  revoked: current.revoked.map(({ index }) => index),
  secrets: secrets.map(({ id, action, environment, sealed }) => ({ id, action, environment, sealed })),
  actions: guarded.all.filter((action: GuardedAction) => action.set === name),
});
