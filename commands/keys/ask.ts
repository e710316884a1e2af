/** `open`, `fire`, `restore`, `rotate`: asking for a ceremony. What a set is for, and who may ask, is seen to here. */

import type { CommandInvocation, Reply, Verb } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { splitFirstWord } from '../../src/core/text.ts';
import { organizerOrHolder } from '../../src/keys/access.ts';
import { badPlan, holdersOf } from '../../src/keys/domain/make-set.ts';
import { ableHolders } from '../../src/keys/domain/set.ts';
import { actionNamed, secretNamed, setNamed, workingSet } from '../../src/keys/find.ts';
import { begin, opened } from '../../src/keys/start-ceremony.ts';
import { escape, truncate } from '../../src/slack/mrkdwn.ts';
import { typedPlan } from './create.ts';

const MAX_REASON = 300;

function withReason(text: string, verb: string): [string, string] {
  const [target, reason] = splitFirstWord(text);
  if (target === '' || reason === '') throw new UserError('keys.needsReason', { verb: escape(verb) });
  return [target, truncate(reason, MAX_REASON)];
}

const act =
  (verb: 'fire' | 'restore') =>
  async (call: CommandInvocation, deps: Deps): Promise<Reply> => {
    const [typed, reason] = withReason(call.text, verb);
    const action = actionNamed(typed, deps);
    const { set, current } = await workingSet(action.set, deps);
    organizerOrHolder(call, set.value);
    const asked = { purpose: verb, target: action.name, reason, action };
    return opened(await begin(call, set.value, current, asked, deps), call);
  };

export const fire: Verb = {
  usage: { 'fire ACTION REASON': 'keys.usage.fire' },
  run: act('fire'),
};
export const restore: Verb = {
  usage: { 'restore ACTION REASON': 'keys.usage.restore' },
  run: act('restore'),
};

export const openVerb: Verb = {
  usage: { 'open SECRET REASON': 'keys.usage.open' },
  async run(call, deps) {
    const [typed, reason] = withReason(call.text, 'open');
    const secret = await secretNamed(typed, deps);
    const { set, current } = await workingSet(secret.set, deps);
    organizerOrHolder(call, set.value);
    if (secret.action !== 'open') throw new UserError('keys.signsAction', { action: escape(secret.action) });
    return opened(
      await begin(call, set.value, current, { purpose: 'open', target: secret.id, reason }, deps),
      call,
    );
  },
};

export const rotate: Verb = {
  usage: { 'rotate NAME': 'keys.usage.rotate', 'rotate NAME K of @a @b …': 'keys.usage.rotateTo' },
  async run(call, deps) {
    const [typed, rest] = splitFirstWord(call.text);
    if (typed === '') throw new UserError('keys.rotateUsage');
    const { set, current } = await workingSet((await setNamed(typed, deps)).value.name, deps);
    if (set.value.next) throw new UserError('keys.rotating', { set: escape(set.value.name) });
    const able = ableHolders(current).map(({ person }) => person);
    const asked = rest === '' ? { k: current.manifest.k, people: able } : await typedPlan(call.text, deps);
    const bad = badPlan(asked.k, asked.people);
    if (bad) throw new UserError('keys.rotateHolders', { set: escape(set.value.name) });
    const plan = { k: asked.k, holders: holdersOf(asked.people) };
    // Cards say it with names; on the chain ids are enough.
    const reason = `${plan.k} of ${asked.people.join(' ')}`;
    const purpose = { purpose: 'rotate', target: set.value.name, reason, plan } as const;
    return opened(await begin(call, set.value, current, purpose, deps), call);
  },
};
