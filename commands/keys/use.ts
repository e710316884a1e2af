/** Ceremonies: `open`, `fire`, `restore`, `seal`, `rotate` open one; `Submit my share` and `Veto` decide it. */
import { z } from 'zod';
import type { Asking, Button, Call, Modal, Reply, Submission, Submitted, Verb } from '../../src/command.ts';
import type { Deps } from '../../src/deps.ts';
import { due, put, type Versioned } from '../../src/domain/commit.ts';
import { isOrganizer } from '../../src/domain/event/event.ts';
import { tellOrganizers } from '../../src/domain/event/jobs.ts';
import type { GuardedAction } from '../../src/domain/keys/action.ts';
import { text as bytesOf, wipe } from '../../src/domain/keys/bytes.ts';
import {
  type Ceremony,
  ceremonyDocument,
  custodyOf,
  digestOf,
  isExpired,
  type Purpose,
  plainContext,
  shareContext,
} from '../../src/domain/keys/ceremony.ts';
import { checkShare, isBad, type ShareFault } from '../../src/domain/keys/check.ts';
import { endCeremony, needOf, openCeremony, submitShare } from '../../src/domain/keys/hold-ceremony.ts';
import { badPlan, holdersOf } from '../../src/domain/keys/make-set.ts';
import {
  ableHolders,
  type CurrentSet,
  holderOf,
  isRevoked,
  type KeySet,
  keySetDocument,
  secretDocument,
} from '../../src/domain/keys/set.ts';
import { shareText } from '../../src/domain/keys/share.ts';
import { countCancelled, NO_STRIKES, strikesDocument } from '../../src/domain/keys/strikes.ts';
import { UserError } from '../../src/errors.ts';
import { onlyOrganizers, organizerOrHolder, refuseGuests, refuseLocked } from '../../src/keys/access.ts';
import { LONGEST_SECRET, sealModal, submitModal } from '../../src/keys/modals.ts';
import { decideKeys } from '../../src/keys/on-chain.ts';
import { clip } from '../../src/slack-text.ts';
import { showSecret, typedPlan } from './make.ts';
import {
  actionNamed,
  firstWord,
  openCeremonies,
  secretNamed,
  setNamed,
  typedName,
  workingSet,
} from './read.ts';
import { recordBadShare, saidOf } from './strike.ts';

const LONGEST_REASON = 300;

function withReason(text: string, verb: string): [string, string] {
  const [target, reason] = firstWord(text);
  if (target === '' || reason === '') throw new UserError('keys.needsReason', { verb });
  return [target, clip(reason, LONGEST_REASON)];
}

interface Asked {
  readonly purpose: Purpose;
  readonly target: string;
  readonly reason: string;
  readonly action?: GuardedAction;
  readonly plain?: Uint8Array;
  readonly plan?: NonNullable<Ceremony['plan']>;
}

/** Opens the ceremony in this process, which holds its key from now on. */
async function begin(
  who: Asking,
  set: KeySet,
  current: CurrentSet,
  asked: Asked,
  deps: Deps,
): Promise<Ceremony> {
  const { store, keeper } = deps;
  const able = ableHolders(current).length;
  const need = needOf(current, asked.purpose, asked.action);
  if (able < need) throw new UserError('keys.notEnough', { set: set.name, need, able });
  const code = `K${await store.next('keys.ceremony')}`;
  const nonce = keeper.nonce();
  const key = keeper.take(custodyOf({ code, nonce }));
  const context = plainContext({ code, nonce });
  const { purpose, target, reason, plan } = asked;
  const opening = {
    ...{ code, purpose, target, reason, by: who.person.id, nonce, key },
    idempotencyKey: `${code}-${keeper.nonce()}`,
    ...(asked.plain && { plain: { box: keeper.seal(key, context, asked.plain), context } }),
    ...(plan && { plan }),
  };
  return await decideKeys(store, who.now, who.person.id, async () => {
    const { draft, ceremony } = openCeremony(set, current, opening, asked.action, who.now);
    return { draft, result: ceremony };
  });
}

const opened = (ceremony: Ceremony, { t }: Pick<Asking, 't'>): { text: string } => ({
  text: t('keys.opened', { code: ceremony.code, need: ceremony.need }),
});

const act =
  (verb: 'fire' | 'restore') =>
  async (call: Call, deps: Deps): Promise<Reply> => {
    await refuseGuests(call, deps);
    const [typed, reason] = withReason(call.text, verb);
    const action = actionNamed(typed, deps);
    const { set, current } = await workingSet(action.set, deps);
    await organizerOrHolder(call, set.value, deps);
    const asked = { purpose: verb, target: action.name, reason, action };
    return opened(await begin(call, set.value, current, asked, deps), call);
  };

export const fire: Verb = {
  usage: { 'fire ACTION REASON': 'keys.usage.fire' },
  may: 'guest',
  run: act('fire'),
};
export const restore: Verb = {
  usage: { 'restore ACTION REASON': 'keys.usage.restore' },
  may: 'guest',
  run: act('restore'),
};

export const open: Verb = {
  usage: { 'open SECRET REASON': 'keys.usage.open' },
  may: 'guest',
  async run(call, deps) {
    await refuseGuests(call, deps);
    const [typed, reason] = withReason(call.text, 'open');
    const secret = await secretNamed(typed, deps);
    const { set, current } = await workingSet(secret.set, deps);
    await organizerOrHolder(call, set.value, deps);
    if (secret.action !== 'open') throw new UserError('keys.signsAction', { action: secret.action });
    return opened(
      await begin(call, set.value, current, { purpose: 'open', target: secret.id, reason }, deps),
      call,
    );
  },
};

export const seal: Verb = {
  usage: { 'seal SECRET in NAME': 'keys.usage.seal' },
  may: 'guest',
  async run(call, deps) {
    await onlyOrganizers(call, deps);
    const [, typed, name] = /^(\S+)\s+(?:in|en)\s+(\S+)$/i.exec(call.text) ?? [];
    if (typed === undefined || name === undefined) throw new UserError('keys.sealUsage');
    const secret = typedName(typed);
    const set = await setNamed(name, deps);
    await sealable(secret, set.value, deps);
    return { modal: sealModal(secret, set.value.name, call.t) };
  },
};

async function sealable(secret: string, set: KeySet, { store }: Deps): Promise<CurrentSet> {
  if (!set.current) throw new UserError('keys.setNotReady', { set: set.name });
  if (set.next) throw new UserError('keys.rotating', { set: set.name });
  const before = await store.get(secretDocument, secret);
  if (before && before.value.set !== set.name)
    throw new UserError('keys.sealedElsewhere', { set: before.value.set });
  return set.current;
}

const SealMeta = z.object({ secret: z.string(), set: z.string() });

const sealed: Modal = {
  secret: true,
  may: 'guest',
  async run(submission, deps) {
    await onlyOrganizers(submission, deps);
    const { secret, set: name } = SealMeta.parse(JSON.parse(submission.meta));
    const value = String(submission.values['plain']?.['plain'] ?? '');
    if (value === '') return { errors: { plain: submission.t('keys.sealEmpty') } };
    if (value.length > LONGEST_SECRET) return { errors: { plain: submission.t('keys.sealLong') } };
    const set = await setNamed(name, deps);
    const current = await sealable(secret, set.value, deps);
    const plain = bytesOf(value);
    const reason = submission.t('keys.sealReason', { secret });
    const ceremony = await begin(
      submission,
      set.value,
      current,
      { purpose: 'seal', target: secret, reason, plain },
      deps,
    );
    wipe(plain);
    return opened(ceremony, submission);
  },
};

export const rotate: Verb = {
  usage: { 'rotate NAME': 'keys.usage.rotate', 'rotate NAME K of @a @b …': 'keys.usage.rotateTo' },
  may: 'guest',
  async run(call, deps) {
    await onlyOrganizers(call, deps);
    const [typed, rest] = firstWord(call.text);
    if (typed === '') throw new UserError('keys.rotateUsage');
    const { set, current } = await workingSet((await setNamed(typed, deps)).value.name, deps);
    if (set.value.next) throw new UserError('keys.rotating', { set: set.value.name });
    const able = ableHolders(current).map(({ person }) => person);
    const asked = rest === '' ? { k: current.manifest.k, people: able } : await typedPlan(call.text, deps);
    const bad = badPlan(asked.k, asked.people);
    if (bad) throw new UserError('keys.rotateHolders', { set: set.value.name });
    const plan = { k: asked.k, holders: holdersOf(asked.people) };
    const reason = call.t('keys.rotateReason', {
      k: plan.k,
      holders: asked.people.map((id) => `<@${id}>`).join(' '),
    });
    const purpose = { purpose: 'rotate', target: set.value.name, reason, plan } as const;
    return opened(await begin(call, set.value, current, purpose, deps), call);
  },
};

async function ceremonyFor(code: string, { store }: Pick<Deps, 'store'>): Promise<Versioned<Ceremony>> {
  const ceremony = await store.get(ceremonyDocument, code);
  if (!ceremony) throw new UserError('keys.noCeremony', { code });
  return ceremony;
}

const actionOf = (
  { purpose, target }: Ceremony,
  { guarded }: Pick<Deps, 'guarded'>,
): GuardedAction | undefined =>
  purpose === 'fire' || purpose === 'restore' ? guarded.all.find(({ name }) => name === target) : undefined;

const submit: Button = {
  may: 'guest',
  async run(press, deps) {
    await refuseGuests(press, deps);
    await refuseLocked(press, deps);
    const { value: ceremony } = await ceremonyFor(press.value, deps);
    const { current } = await workingSet(ceremony.set, deps);
    stillGathering(ceremony, press.now);
    submitter(ceremony, current, press.person.id);
    return { modal: submitModal(ceremony, actionOf(ceremony, deps)?.says, press.t) };
  },
};

function stillGathering(ceremony: Ceremony, now: Asking['now']): void {
  const { code, state } = ceremony;
  if (state === 'vetoed') throw new UserError('keys.wasVetoed', { code });
  if (state !== 'gathering') throw new UserError('keys.isOver', { code });
  if (isExpired(ceremony, now)) throw new UserError('keys.wasExpired', { code });
}

function submitter(
  ceremony: Ceremony,
  current: CurrentSet,
  person: string,
): { index: number; revoked: boolean } {
  const holder = holderOf(current.holders, person);
  if (!holder) throw new UserError('keys.notHolder', { set: ceremony.set });
  if (ceremony.submitted.some((one) => one.person === person)) throw new UserError('keys.alreadySubmitted');
  const revoked = isRevoked(current, holder.index);
  if (revoked) throw new UserError('keys.youAreRevoked', { set: ceremony.set });
  return { index: holder.index, revoked };
}

const SubmitMeta = z.object({ code: z.string(), digest: z.string() });

const submitted: Modal = {
  secret: true,
  may: 'guest',
  async run(submission: Submission, deps: Deps): Promise<Submitted> {
    await refuseGuests(submission, deps);
    await refuseLocked(submission, deps);
    const { store, keeper } = deps;
    const { person, now, t } = submission;
    const meta = SubmitMeta.parse(JSON.parse(submission.meta));
    const typed = String(submission.values['share']?.['share'] ?? '');
    let bad: ShareFault | undefined;
    const got = await decideKeys(store, now, person.id, async () => {
      const found = await ceremonyFor(meta.code, deps);
      const ceremony = found.value;
      stillGathering(ceremony, now);
      const set = (await store.get(keySetDocument, ceremony.set))?.value;
      const current = set?.current;
      if (!set || !current) throw new UserError('keys.setNotReady', { set: ceremony.set });
      const action = actionOf(ceremony, deps);
      // The window that is open, the ceremony as it stands and the configuration must mean the same thing.
      if (ceremony.digest !== meta.digest || digestOf(ceremony, action) !== meta.digest)
        throw new UserError('keys.otherDigest', { code: meta.code });
      if (ceremony.setId !== current.setId) throw new UserError('keys.otherDigest', { code: meta.code });
      const { index, revoked } = submitter(ceremony, current, person.id);
      const { manifest, setId } = current;
      const share = checkShare(typed, { manifest, setId, retired: set.retired, index, revoked });
      if (isBad<ShareFault>(share)) {
        bad = share.bad;
        return { result: undefined };
      }
      bad = undefined;
      const context = shareContext(ceremony, index);
      // This process's own key where it is the owner: not even the database is asked for it.
      const custody = custodyOf(ceremony);
      const key = keeper.holds(custody) ? keeper.take(custody) : ceremony.key;
      const plain = bytesOf(shareText(share));
      const box = keeper.seal(key, context, plain);
      wipe(plain, share.data);
      const need = needOf(current, ceremony.purpose, action);
      const done = submitShare(found, { box, context, index, person: person.id }, need, now);
      return { draft: done.draft, result: { count: ceremony.submitted.length + 1, need } };
    });
    if (bad !== undefined) {
      await recordBadShare(submission, meta.code, bad, deps);
      return { errors: { share: saidOf(bad, t) } };
    }
    return got && { text: t('keys.counted', { code: meta.code, got: got.count, need: got.need }) };
  },
};

const veto: Button = {
  may: 'guest',
  async run(press, deps) {
    await refuseGuests(press, deps);
    const { person, now, value, t } = press;
    await decideKeys(deps.store, now, person.id, async () => {
      const found = await ceremonyFor(value, deps);
      const { current } = await workingSet(found.value.set, deps);
      const holder = holderOf(current.holders, person.id);
      if (!holder || isRevoked(current, holder.index)) throw new UserError('keys.vetoHolders');
      if (found.value.state !== 'gathering') throw new UserError('keys.tooLate', { code: value });
      return { draft: endCeremony(found, 'vetoed', { at: now, by: person.id }), result: undefined };
    });
    return { text: t('keys.vetoed', { code: value }) };
  },
};

/** `cancel`, or `cancel K4` where more than one is open. */
export const cancel: Verb = {
  usage: { cancel: 'keys.usage.cancel' },
  may: 'guest',
  async run(call, deps) {
    await refuseGuests(call, deps);
    const { person, event, now, t } = call;
    const may = ({ value }: Versioned<Ceremony>) => value.by === person.id || isOrganizer(event, person.id);
    const mine = (await openCeremonies(deps)).filter((one) => may(one) && one.value.state === 'gathering');
    const asked = call.text.trim().toUpperCase();
    const chosen = asked === '' ? mine : mine.filter(({ id }) => id === asked);
    const [only, second] = chosen;
    if (!only) throw new UserError('keys.nothingToCancel');
    if (second)
      throw new UserError('keys.whichOne', { codes: chosen.map(({ id }) => `\`${id}\``).join(', ') });
    await decideKeys(deps.store, now, person.id, async () => {
      const found = await ceremonyFor(only.id, deps);
      if (found.value.state !== 'gathering') throw new UserError('keys.tooLate', { code: only.id });
      const before = await deps.store.get(strikesDocument, person.id);
      const { strikes, alarms } = countCancelled(before?.value ?? NO_STRIKES, now);
      const draft = endCeremony(found, 'cancelled', { at: now, by: person.id });
      const tell = { key: 'keys.alarmCancelled', params: { person: `<@${person.id}>` } };
      const alarm = due(tellOrganizers, `tell-organizers:keys-cancelled:${deps.newId()}`, now, tell);
      const counted = put(strikesDocument, person.id, strikes, before?.version ?? 0);
      return {
        draft: {
          ...draft,
          put: [...(draft.put ?? []), counted],
          jobs: [...(draft.jobs ?? []), ...(alarms ? [alarm] : [])],
        },
        result: undefined,
      };
    });
    deps.keeper.forget(custodyOf(only.value));
    return { text: t('keys.cancelled', { code: only.id }) };
  },
};

export const useButtons: Readonly<Record<string, Button>> = {
  'keys.submit': submit,
  'keys.veto': veto,
  'keys.show': showSecret,
};
export const useModals: Readonly<Record<string, Modal>> = { 'keys.submit': submitted, 'keys.seal': sealed };
