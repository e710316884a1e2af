/** The keys by which push services know us: the operator's, else those in the store, else new ones. */
import webpush from 'web-push';
import { Conflict } from '../../core/errors.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Store } from '../../core/ports/store.ts';
import { keepPushKeys, PUSH_KEYS_ID, type PushKeys, pushKeysDocument } from '../../page/domain/push-keys.ts';

export interface PushKeyConfig {
  readonly VAPID_PUBLIC_KEY?: string;
  readonly VAPID_PRIVATE_KEY?: string;
}

export async function openPushKeys(
  config: PushKeyConfig,
  store: Pick<Store, 'get' | 'commit'>,
  clock: Clock,
): Promise<PushKeys> {
  const { VAPID_PUBLIC_KEY: publicKey, VAPID_PRIVATE_KEY: privateKey } = config;
  if (publicKey !== undefined && privateKey !== undefined) return { publicKey, privateKey };
  const kept = await store.get(pushKeysDocument, PUSH_KEYS_ID);
  if (kept) return kept.value;
  const made = webpush.generateVAPIDKeys();
  try {
    await store.commit(keepPushKeys(made, clock.now()));
    return made;
  } catch (error) {
    // Another process was first: a device that is allowed for its key must be reached by ours too.
    const first = error instanceof Conflict && (await store.get(pushKeysDocument, PUSH_KEYS_ID));
    if (first) return first.value;
    throw error;
  }
}
