/** What comes of a complete ceremony: the call was made, the secret lies ready for who asked, or it is over. */
import type { Temporal } from 'temporal-polyfill';
import { tellOrganizers } from '../../callboard/domain/jobs.ts';
import { put, scheduleJob, type Versioned } from '../../core/commit.ts';
import { instantText } from '../../core/instant.ts';
import type { GuardedAction, Verb } from './action.ts';
import { type Ceremony, ceremonyDocument, SHOWN_WITHIN_MINUTES } from './ceremony.ts';
import type { Draft } from './chain.ts';
import type { Boxed } from './custody.ts';
import { aboutCeremony, countUse, endCeremony, showCeremony } from './hold-ceremony.ts';
import { advanceCeremony, expireCeremony, readActionBack } from './jobs.ts';
import { depositDocument, depositId, type KeySet, keySetDocument, markedCode } from './set.ts';

/** The ceremony and its set, as they were read. */
export interface HeldCeremony {
  readonly ceremony: Versioned<Ceremony>;
  readonly set: Versioned<KeySet>;
}

/** An action's webhook is called so often where it says that calling again may help. */
export const MAX_CALLS = 4;

/**
 * The action was called. It is called again after as many seconds as it was called, or the read-back begins:
 * even a call that failed may have arrived.
 */
export function afterCall(
  { ceremony: { value, version }, set }: HeldCeremony,
  action: GuardedAction,
  called: { readonly ok: boolean; readonly detail: string; readonly again: boolean },
  now: Temporal.Instant,
): Draft {
  const { code, nonce } = value;
  const calls = value.calls + 1;
  const about = aboutCeremony(value);
  const verb = value.purpose as Verb;
  const data = { ceremony: code, action: action.name, verb, detail: called.detail, calls };
  if (!called.ok && called.again && calls < MAX_CALLS) {
    const again = { code, nonce, hop: 0 };
    return {
      put: [put(ceremonyDocument, code, { ...value, calls }, version)],
      steps: [{ name: 'keys.call-failed', about, data }],
      jobs: [scheduleJob(advanceCeremony, now.add({ seconds: calls }), again, `call-${calls}`)],
    };
  }
  const changed: Ceremony = {
    ...value,
    calls,
    shares: [],
    state: 'called',
    readUntil: instantText(now.add({ seconds: action.readBack.within })),
    outcome: called.detail,
  };
  return {
    put: [put(ceremonyDocument, code, changed, version), ...countUse(set)],
    steps: [{ name: called.ok ? 'keys.called' : 'keys.call-failed', about, data }],
    jobs: [scheduleJob(readActionBack, now, { code }), showCeremony(code, now)],
  };
}

/** The secret is open, and lies in the owner's custody for the one who asked. */
export function storeResultForRequester(
  { ceremony: { value, version }, set }: HeldCeremony,
  lies: { readonly custody: string } & Boxed,
  now: Temporal.Instant,
): Draft {
  const { code, target } = value;
  const { custody, box, context } = lies;
  const until = now.add({ minutes: SHOWN_WITHIN_MINUTES });
  return {
    put: [
      put(ceremonyDocument, code, { ...value, shares: [], state: 'ready' }, version),
      put(depositDocument, depositId(custody, 0), { custody, person: value.by, box, context }),
      ...countUse(set),
    ],
    steps: [{ name: 'keys.unsealed', about: aboutCeremony(value), data: { ceremony: code, secret: target } }],
    jobs: [showCeremony(code, now), scheduleJob(expireCeremony, until, { code })],
  };
}

/** It is over; a use of the set is counted once, and the organizers hear of a failure. `more` goes with it. */
export function finishCeremony(
  { ceremony, set }: HeldCeremony,
  how: 'done' | 'failed',
  outcome: string,
  now: Temporal.Instant,
  more: Partial<Draft> = {},
): Draft {
  const counts = more.put?.some((one) => one.kind.name === keySetDocument.name) ?? false;
  const used = how === 'done' && !counts ? set : undefined;
  const { code } = ceremony.value;
  const draft = endCeremony(ceremony, how, { at: now, by: 'callboard', outcome, used });
  const alarm = scheduleJob(
    tellOrganizers,
    now,
    {
      key: 'keys.alarmFailed',
      params: { code: markedCode(ceremony.value), detail: outcome },
    },
    `tell-organizers:keys-failed:${code}`,
  );
  return {
    put: [...(draft.put ?? []), ...(more.put ?? [])],
    steps: [...draft.steps, ...(more.steps ?? [])],
    jobs: [...(draft.jobs ?? []), ...(more.jobs ?? []), ...(how === 'failed' ? [alarm] : [])],
  };
}

/** A secret that signs a guarded action is bound to that action; any other is for people to open. */
export const boundAction = (secret: string, actions: readonly GuardedAction[]): string =>
  actions.find((action) => 'sealed' in action.secret && action.secret.sealed === secret)?.name ?? 'open';
