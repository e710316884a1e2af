/** `fire` and `restore`: the guarded action's webhook is called, signed with its secret. */

import type { Change } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import {
  badOf,
  type CeremonyContext,
  finishAndRecord,
  openSealedSecret,
  useKey,
} from './ceremony-context.ts';
import type { GuardedAction, Verb } from './domain/action.ts';
import { wipe } from './domain/bytes.ts';
import { afterCall } from './domain/carry-out.ts';
import { secretDocument } from './domain/set.ts';
import { onChain } from './on-chain.ts';

/** The signing secret of the action: proven shares and the environment's, or what the key itself opens. */
async function signingSecret(
  found: CeremonyContext,
  action: GuardedAction,
  deps: Deps,
): Promise<Uint8Array | { bad: string }> {
  const { keeper, guarded, store } = deps;
  if ('env' in action.secret) {
    const proof = await useKey(found, { kind: 'prove' }, deps);
    if (!('done' in proof)) return { bad: badOf(proof) };
    return guarded.secretOf(action) ?? { bad: 'no-signing-secret' };
  }
  const stored = await store.get(secretDocument, action.secret.sealed);
  if (!stored) return { bad: 'no-signing-secret' };
  const opened = await openSealedSecret(found, stored.value, deps);
  if ('bad' in opened) return opened;
  const { custody, ...boxed } = opened;
  return keeper.unseal(custody, boxed) ?? { bad: 'unreadable-secret' };
}

export async function callAction(found: CeremonyContext, deps: Deps): Promise<Change> {
  const { ceremony, action } = found;
  const { clock, guarded, store } = deps;
  const now = clock.now();
  if (!action) return await finishAndRecord(found, deps, 'failed', 'no-such-action');
  const secret = await signingSecret(found, action, deps);
  if (!(secret instanceof Uint8Array)) return await finishAndRecord(found, deps, 'failed', secret.bad);
  const { code, purpose, reason, idempotencyKey } = ceremony.value;
  const verb = purpose as Verb;
  const body = { action: action.name, verb, ceremony: code, reason, environment: guarded.environment };
  const called = await guarded.call(action, verb, { idempotencyKey, at: now, secret, body });
  if ('sealed' in action.secret) wipe(secret);
  return await onChain(store, afterCall(found, action, called, now), now, 'callboard');
}
