/**
 * Does what a complete ceremony asked for, in the process that holds its key. Another process passes the
 * job on; when nobody takes it, the owner is gone, nothing submitted can be opened, and it begins again.
 */
import type { Deps } from '../src/deps.ts';
import { type Change, due, put, type Versioned } from '../src/domain/commit.ts';
import { tellOrganizers } from '../src/domain/event/jobs.ts';
import { instantText } from '../src/domain/instant.ts';
import type { GuardedAction, Verb } from '../src/domain/keys/action.ts';
import { wipe } from '../src/domain/keys/bytes.ts';
import {
  type Ceremony,
  ceremonyDocument,
  custodyOf,
  digestOf,
  resultContext,
  SHOWN_WITHIN_MINUTES,
} from '../src/domain/keys/ceremony.ts';
import type { Draft } from '../src/domain/keys/chain.ts';
import type { ChildAnswer, Task } from '../src/domain/keys/custody.ts';
import {
  aboutCeremony,
  countUse,
  endCeremony,
  expireJob,
  needOf,
  restartCeremony,
  showCeremony,
  tend,
} from '../src/domain/keys/hold-ceremony.ts';
import { expireCeremony, HOP_MS, HOPS, readActionBack, tendCeremony } from '../src/domain/keys/jobs.ts';
import { dealSet, holdersOf } from '../src/domain/keys/make-set.ts';
import {
  type CurrentSet,
  depositDocument,
  depositId,
  type KeySet,
  keySetDocument,
  type NextSet,
  type Secret,
  secretDocument,
} from '../src/domain/keys/set.ts';
import { job } from '../src/job.ts';
import { onChain } from '../src/keys/on-chain.ts';

interface Scene {
  readonly ceremony: Versioned<Ceremony>;
  readonly set: Versioned<KeySet>;
  readonly current: CurrentSet;
  readonly action: GuardedAction | undefined;
}

const isAction = ({ purpose }: Ceremony): boolean => purpose === 'fire' || purpose === 'restore';

async function scene(code: string, { store, guarded }: Deps): Promise<Scene | undefined> {
  const ceremony = await store.get(ceremonyDocument, code);
  const set = ceremony && (await store.get(keySetDocument, ceremony.value.set));
  const current = set?.value.current;
  if (!ceremony || !set || !current) return undefined;
  const action = isAction(ceremony.value)
    ? guarded.all.find(({ name }) => name === ceremony.value.target)
    : undefined;
  return { ceremony, set, current, action };
}

export default job({
  kind: tendCeremony,
  async run({ code, nonce, hop }, deps) {
    const { keeper, clock } = deps;
    const now = clock.now();
    const found = await scene(code, deps);
    if (!found) return undefined;
    const { ceremony } = found;
    const { state } = ceremony.value;
    if (ceremony.value.nonce !== nonce || (state !== 'gathering' && state !== 'complete')) return undefined;
    if (!keeper.holds(custodyOf(ceremony.value))) {
      if (hop < HOPS) return { jobs: [tend(ceremony.value, now.add({ milliseconds: HOP_MS }), hop + 1)] };
      return await beginAgain(found, deps);
    }
    return state === 'complete' ? await perform(found, deps) : undefined;
  },
  async failed({ code, nonce }, why, deps) {
    const found = await scene(code, deps);
    if (found?.ceremony.value.nonce !== nonce || found.ceremony.value.state !== 'complete') return undefined;
    return await end(found, deps, 'failed', why);
  },
});

async function beginAgain(found: Scene, deps: Deps): Promise<Change> {
  const { ceremony, action } = found;
  const { keeper, store, clock, guarded } = deps;
  const now = clock.now();
  // What was to be sealed was sealed to the key that is gone.
  if (ceremony.value.purpose === 'seal') return await end(found, deps, 'failed', 'owner-gone');
  if (ceremony.value.state === 'complete' && action) {
    // The owner may have called before it died: what the outside shows decides.
    const verb = ceremony.value.purpose as Verb;
    const seen = await guarded.readBack(action, verb, guarded.secretOf(action), now);
    if (seen.ok) return await end(found, deps, 'done', 'read-back');
  }
  const nonce = keeper.nonce();
  const key = keeper.take(custodyOf({ code: ceremony.value.code, nonce }));
  const { draft } = restartCeremony(ceremony, { nonce, key }, action, now);
  return await onChain(store, draft, now, 'callboard');
}

/** The end of a ceremony whose key was put together, or which failed; the organizers hear of a failure. */
async function end(
  found: Scene,
  deps: Deps,
  how: 'done' | 'failed',
  outcome: string,
  more: Partial<Draft> = {},
) {
  const { ceremony, set } = found;
  const now = deps.clock.now();
  const used =
    how === 'done' && !more.put?.some((one) => one.kind.name === keySetDocument.name) ? set : undefined;
  const draft = endCeremony(ceremony, how, { at: now, by: 'callboard', outcome, used });
  const alarm = due(tellOrganizers, `tell-organizers:keys-failed:${ceremony.value.code}`, now, {
    key: 'keys.alarmFailed',
    params: { code: ceremony.value.code, detail: outcome },
  });
  const whole: Draft = {
    put: [...(draft.put ?? []), ...(more.put ?? [])],
    steps: [...draft.steps, ...(more.steps ?? [])],
    jobs: [...(draft.jobs ?? []), ...(more.jobs ?? []), ...(how === 'failed' ? [alarm] : [])],
  };
  const change = await onChain(deps.store, whole, now, 'callboard');
  // Keys that nothing is sealed to any more. After a conflict this runs again; the shares are then still there.
  return change;
}

const revokedOf = (current: CurrentSet): number[] => current.revoked.map(({ index }) => index);

async function useKey(
  { ceremony, current, action }: Scene,
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
    revoked: revokedOf(current),
    task,
  });
}

async function perform(found: Scene, deps: Deps): Promise<Change> {
  switch (found.ceremony.value.purpose) {
    case 'fire':
    case 'restore':
      return await act(found, deps);
    case 'open':
      return await open(found, deps);
    case 'seal':
      return await seal(found, deps);
    case 'rotate':
      return await rotate(found, deps);
  }
}

const badOf = (answer: ChildAnswer): string => ('bad' in answer ? answer.bad : 'unexpected-answer');

const secretPurpose = ({ id, action, environment, sealed }: Secret) => ({ id, action, environment, sealed });

/** The signing secret of the action: proven shares and the environment's, or what the key itself opens. */
async function signingSecret(
  found: Scene,
  action: GuardedAction,
  deps: Deps,
): Promise<Uint8Array | { bad: string }> {
  const { keeper, guarded, store } = deps;
  const { value } = found.ceremony;
  if ('env' in action.secret) {
    const proof = await useKey(found, { kind: 'prove' }, deps);
    if (!('done' in proof)) return { bad: badOf(proof) };
    return guarded.secretOf(action) ?? { bad: 'no-signing-secret' };
  }
  const stored = await store.get(secretDocument, action.secret.sealed);
  if (!stored) return { bad: 'no-signing-secret' };
  const custody = custodyOf(value);
  const context = resultContext(value);
  const task: Task = {
    kind: 'open',
    secret: secretPurpose(stored.value),
    sealTo: keeper.take(custody),
    context,
  };
  const answer = await useKey(found, task, deps);
  if (!('box' in answer)) return { bad: badOf(answer) };
  return keeper.unseal(custody, { box: answer.box, context }) ?? { bad: 'unreadable-secret' };
}

const CALLS = 4;

async function act(found: Scene, deps: Deps): Promise<Change> {
  const { ceremony, action, set } = found;
  const { value, version } = ceremony;
  const { clock, guarded, store } = deps;
  const now = clock.now();
  if (!action) return await end(found, deps, 'failed', 'no-such-action');
  const secret = await signingSecret(found, action, deps);
  if (!(secret instanceof Uint8Array)) return await end(found, deps, 'failed', secret.bad);
  const { code, purpose, reason, idempotencyKey } = value;
  const verb = purpose as Verb;
  const body = { action: action.name, verb, ceremony: code, reason, environment: guarded.environment };
  const called = await guarded.call(action, verb, { idempotencyKey, at: now, secret, body });
  if ('sealed' in action.secret) wipe(secret);
  const calls = value.calls + 1;
  const about = aboutCeremony(value);
  const data = { ceremony: code, action: action.name, verb, detail: called.detail, calls };
  if (!called.ok && called.again && calls < CALLS) {
    const again: Draft = {
      put: [put(ceremonyDocument, code, { ...value, calls }, version)],
      steps: [{ name: 'keys.call-failed', about, data }],
      jobs: [
        due(tendCeremony, `keys.tend:${code}:${value.nonce}:call-${calls}`, now.add({ seconds: calls }), {
          code,
          nonce: value.nonce,
          hop: 0,
        }),
      ],
    };
    return await onChain(store, again, now, 'callboard');
  }
  // Even a call that failed may have arrived: only the read-back knows.
  const readUntil = instantText(now.add({ seconds: action.readBack.within }));
  const changed: Ceremony = {
    ...value,
    calls,
    shares: [],
    state: 'called',
    readUntil,
    outcome: called.detail,
  };
  const draft: Draft = {
    put: [put(ceremonyDocument, code, changed, version), ...countUse(set)],
    steps: [{ name: called.ok ? 'keys.called' : 'keys.call-failed', about, data }],
    jobs: [due(readActionBack, `keys.read-back:${code}`, now, { code }), showCeremony(code, now)],
  };
  return await onChain(store, draft, now, 'callboard');
}

async function open(found: Scene, deps: Deps): Promise<Change> {
  const { ceremony, set } = found;
  const { value, version } = ceremony;
  const { keeper, store, clock } = deps;
  const now = clock.now();
  const stored = await store.get(secretDocument, value.target);
  if (!stored) return await end(found, deps, 'failed', 'no-such-secret');
  const custody = custodyOf(value);
  const context = resultContext(value);
  const task: Task = {
    kind: 'open',
    secret: secretPurpose(stored.value),
    sealTo: keeper.take(custody),
    context,
  };
  const answer = await useKey(found, task, deps);
  if (!('box' in answer)) return await end(found, deps, 'failed', badOf(answer));
  const deposit = put(depositDocument, depositId(custody, 0), {
    custody,
    person: value.by,
    box: answer.box,
    context,
  });
  const draft: Draft = {
    put: [
      put(ceremonyDocument, value.code, { ...value, shares: [], state: 'ready' }, version),
      deposit,
      ...countUse(set),
    ],
    steps: [
      {
        name: 'keys.unsealed',
        about: aboutCeremony(value),
        data: { ceremony: value.code, secret: value.target },
      },
    ],
    jobs: [
      showCeremony(value.code, now),
      due(expireCeremony, expireJob(value.code), now.add({ minutes: SHOWN_WITHIN_MINUTES }), {
        code: value.code,
      }),
    ],
  };
  return await onChain(store, draft, now, 'callboard');
}

/** A secret that signs a guarded action is bound to that action; any other is for people to open. */
export const boundAction = (secret: string, actions: readonly GuardedAction[]): string =>
  actions.find((action) => 'sealed' in action.secret && action.secret.sealed === secret)?.name ?? 'open';

async function seal(found: Scene, deps: Deps): Promise<Change> {
  const { value } = found.ceremony;
  const { guarded, store, clock } = deps;
  if (!value.plain) return await end(found, deps, 'failed', 'nothing-to-seal');
  const purpose = {
    id: value.target,
    action: boundAction(value.target, guarded.all),
    environment: guarded.environment,
  };
  const answer = await useKey(found, { kind: 'seal', secret: purpose, plain: value.plain }, deps);
  if (!('sealed' in answer)) return await end(found, deps, 'failed', badOf(answer));
  const before = await store.get(secretDocument, value.target);
  const secret: Secret = {
    ...purpose,
    sealed: answer.sealed,
    set: value.set,
    setId: value.setId,
    by: value.by,
    at: instantText(clock.now()),
  };
  return await end(found, deps, 'done', 'sealed', {
    put: [put(secretDocument, value.target, secret, before?.version ?? 0)],
  });
}

async function rotate(found: Scene, deps: Deps): Promise<Change> {
  const { ceremony, set } = found;
  const { value } = ceremony;
  const { keeper, store, clock } = deps;
  const now = clock.now();
  if (!value.plan || set.value.next) return await end(found, deps, 'failed', 'already-in-the-making');
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
    return await end(found, deps, 'failed', badOf(answer));
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
  return await end(found, deps, 'done', 'dealt', dealt);
}
