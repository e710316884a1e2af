/** Does what a complete ceremony asked for, each purpose in its way. This process holds its key. */

import { type Change, put } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import { instantText } from '../core/instant.ts';
import { callAction } from './call-action.ts';
import {
  badOf,
  type CeremonyContext,
  finishAndRecord,
  openSealedSecret,
  secretPurpose,
  useKey,
} from './ceremony-context.ts';
import { boundAction, storeResultForRequester } from './domain/carry-out.ts';
import { dealSet, holdersOf } from './domain/make-set.ts';
import { type NextSet, type Secret, secretDocument } from './domain/set.ts';
import { onChain } from './on-chain.ts';

export async function completeCeremony(found: CeremonyContext, deps: Deps): Promise<Change> {
  switch (found.ceremony.value.purpose) {
    case 'fire':
    case 'restore':
      return await callAction(found, deps);
    case 'open':
      return await open(found, deps);
    case 'seal':
      return await seal(found, deps);
    case 'rotate':
      return await rotate(found, deps);
  }
}

async function open(found: CeremonyContext, deps: Deps): Promise<Change> {
  const { value } = found.ceremony;
  const { store, clock } = deps;
  const now = clock.now();
  const stored = await store.get(secretDocument, value.target);
  if (!stored) return await finishAndRecord(found, deps, 'failed', 'no-such-secret');
  const opened = await openSealedSecret(found, stored.value, deps);
  if ('bad' in opened) return await finishAndRecord(found, deps, 'failed', opened.bad);
  return await onChain(store, storeResultForRequester(found, opened, now), now, 'callboard');
}

async function seal(found: CeremonyContext, deps: Deps): Promise<Change> {
  const { value } = found.ceremony;
  const { guarded, store, clock } = deps;
  // What the key to come seals was read when it was dealt: this would be left under a key that is retired.
  if (found.set.value.next) return await finishAndRecord(found, deps, 'failed', 'already-in-the-making');
  if (!value.plain) return await finishAndRecord(found, deps, 'failed', 'nothing-to-seal');
  const purpose = {
    id: value.target,
    action: boundAction(value.target, guarded.all),
    environment: guarded.environment,
  };
  const answer = await useKey(found, { kind: 'seal', secret: purpose, plain: value.plain }, deps);
  if (!('sealed' in answer)) return await finishAndRecord(found, deps, 'failed', badOf(answer));
  const before = await store.get(secretDocument, value.target);
  const secret: Secret = {
    ...purpose,
    sealed: answer.sealed,
    set: value.set,
    setId: value.setId,
    by: value.by,
    at: instantText(clock.now()),
  };
  return await finishAndRecord(found, deps, 'done', 'sealed', {
    put: [put(secretDocument, value.target, secret, before?.version ?? 0)],
  });
}

async function rotate(found: CeremonyContext, deps: Deps): Promise<Change> {
  const { ceremony, set } = found;
  const { value } = ceremony;
  const { keeper, store, clock } = deps;
  const now = clock.now();
  if (!value.plan || set.value.next)
    return await finishAndRecord(found, deps, 'failed', 'already-in-the-making');
  const custody = `deal/${value.set}/${keeper.nonce()}`;
  const secrets = (await store.find(secretDocument, `set:${value.set}`)).map((one) =>
    secretPurpose(one.value),
  );
  const dealing = {
    k: value.plan.k,
    n: value.plan.holders.length,
    sealTo: keeper.take(custody),
    context: custody,
  };
  const answer = await useKey(found, { kind: 'rotate', dealing, secrets }, deps);
  if (!('secrets' in answer)) {
    keeper.forget(custody);
    return await finishAndRecord(found, deps, 'failed', badOf(answer));
  }
  const next: NextSet = {
    why: 'rotate',
    k: value.plan.k,
    holders: holdersOf(value.plan.holders.map(({ person }) => person)),
    proposedBy: value.by,
    at: instantText(now),
  };
  const used = set.value.current
    ? { ...set.value, current: { ...set.value.current, uses: set.value.current.uses + 1 } }
    : set.value;
  const dealt = dealSet({ value: used, version: set.version }, next, answer.dealt, {
    custody,
    at: now,
    approvedBy: value.by,
    why: 'rotated',
    secrets: answer.secrets,
    old: [],
  });
  return await finishAndRecord(found, deps, 'done', 'dealt', dealt);
}
