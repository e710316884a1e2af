/** What carrying out a ceremony looks at, and the two things that it does there: use the key, and end. */

import type { Change } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import type { GuardedAction } from './domain/action.ts';
import { finishCeremony, type HeldCeremony } from './domain/carry-out.ts';
import { type Ceremony, ceremonyDocument, custodyOf, digestOf, resultContext } from './domain/ceremony.ts';
import type { Draft } from './domain/chain.ts';
import type { Boxed, ChildAnswer, Task } from './domain/custody.ts';
import { needOf } from './domain/hold-ceremony.ts';
import { type CurrentSet, keySetDocument, type Secret } from './domain/set.ts';
import { onChain } from './on-chain.ts';

export interface CeremonyContext extends HeldCeremony {
  readonly current: CurrentSet;
  readonly action: GuardedAction | undefined;
}

const isAction = ({ purpose }: Ceremony): boolean => purpose === 'fire' || purpose === 'restore';

/** Undefined where the ceremony or its set is not there (any more). */
export async function loadCeremonyContext(
  code: string,
  { store, guarded }: Deps,
): Promise<CeremonyContext | undefined> {
  const ceremony = await store.get(ceremonyDocument, code);
  const set = ceremony && (await store.get(keySetDocument, ceremony.value.set));
  const current = set?.value.current;
  if (!ceremony || !set || !current) return undefined;
  const action = isAction(ceremony.value)
    ? guarded.all.find(({ name }) => name === ceremony.value.target)
    : undefined;
  return { ceremony, set, current, action };
}

/** The key is put together and used in the child process; `bad` where what was agreed to is not what is so now. */
export async function useKey(
  { ceremony, current, action }: CeremonyContext,
  task: Task,
  { keeper }: Deps,
): Promise<ChildAnswer> {
  const { value } = ceremony;
  // What the holders agreed to is what the configuration says now, or nothing happens.
  if (digestOf(value, action) !== value.digest || value.setId !== current.setId)
    return { bad: 'changed-meanwhile' };
  return await keeper.use(custodyOf(value), {
    manifest: current.manifest,
    setId: current.setId,
    need: needOf(current, value.purpose, action),
    shares: value.shares.map(({ box, context, index }) => ({ box, context, index })),
    revoked: current.revoked.map(({ index }) => index),
    task,
  });
}

/** The secret, opened with the key and sealed to this process's custody; `bad` where it could not be. */
export async function openSealedSecret(
  found: CeremonyContext,
  secret: Secret,
  deps: Deps,
): Promise<(Boxed & { readonly custody: string }) | { readonly bad: string }> {
  const custody = custodyOf(found.ceremony.value);
  const context = resultContext(found.ceremony.value);
  const sealTo = deps.keeper.take(custody);
  const answer = await useKey(found, { kind: 'open', secret: secretPurpose(secret), sealTo, context }, deps);
  return 'box' in answer ? { custody, box: answer.box, context } : { bad: badOf(answer) };
}

/** Why an answer of the child process is none. */
export const badOf = (answer: ChildAnswer): string => ('bad' in answer ? answer.bad : 'unexpected-answer');

/** A secret as it is bound: to its name, its action, the environment. */
export const secretPurpose = ({ id, action, environment, sealed }: Secret) => ({
  id,
  action,
  environment,
  sealed,
});

export async function finishAndRecord(
  found: CeremonyContext,
  deps: Pick<Deps, 'store' | 'clock'>,
  how: 'done' | 'failed',
  outcome: string,
  more: Partial<Draft> = {},
): Promise<Change> {
  const now = deps.clock.now();
  return await onChain(deps.store, finishCeremony(found, how, outcome, now, more), now, 'callboard');
}
