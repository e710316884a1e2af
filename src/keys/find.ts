/** Finds what somebody typed among sets, secrets, actions and ceremonies, or says what there is. */

import type { Versioned } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import { UserError } from '../core/errors.ts';
import { matchByName } from '../core/match.ts';
import { code, escape, joined, type Mrkdwn, mrkdwn, quoted } from '../slack/mrkdwn.ts';
import type { GuardedAction } from './domain/action.ts';
import { type Ceremony, ceremonyDocument } from './domain/ceremony.ts';
import { type CurrentSet, type KeySet, keySetDocument, type Secret, secretDocument } from './domain/set.ts';

export const NAME = /^[a-z0-9][a-z0-9-]{0,39}$/;

const list = (names: readonly string[]): Mrkdwn =>
  joined(
    names.map((name) => code(name)),
    ', ',
  ) || mrkdwn`–`;

/** The typed name as names are written: `Ingress` is `ingress`. */
export function typedName(typed: string): string {
  const name = typed.toLowerCase();
  if (!NAME.test(name)) throw new UserError('keys.badName', { typed: quoted(typed) });
  return name;
}

function one<T>(typed: string, things: readonly T[], name: (thing: T) => string): T {
  const exact = things.find((thing) => name(thing) === typed.toLowerCase());
  if (exact) return exact;
  const found = matchByName(typed, things, (thing) => [name(thing)]);
  if ('found' in found) return found.found;
  if (things.length === 0) throw new UserError('keys.noneOfThese', { typed: quoted(typed) });
  const candidates = 'ambiguous' in found ? found.ambiguous : things;
  throw new UserError('keys.noSuch', { typed: quoted(typed), candidates: list(candidates.map(name)) });
}

export async function setNamed(typed: string, { store }: Pick<Deps, 'store'>): Promise<Versioned<KeySet>> {
  return one(typed, await store.all(keySetDocument), ({ value }) => value.name);
}

export async function secretNamed(typed: string, { store }: Pick<Deps, 'store'>): Promise<Secret> {
  return one(typed, await store.all(secretDocument), ({ id }) => id).value;
}

export const actionNamed = (typed: string, { guarded }: Pick<Deps, 'guarded'>): GuardedAction =>
  one(typed, guarded.all, ({ name }) => name);

export async function workingSet(
  name: string,
  { store }: Pick<Deps, 'store'>,
): Promise<{ set: Versioned<KeySet>; current: CurrentSet }> {
  const set = await store.get(keySetDocument, name);
  if (!set) throw new UserError('keys.setMissing', { set: escape(name) });
  if (!set.value.current) throw new UserError('keys.setNotReady', { set: escape(name) });
  return { set, current: set.value.current };
}

export async function ceremonyFor(
  code: string,
  { store }: Pick<Deps, 'store'>,
): Promise<Versioned<Ceremony>> {
  const ceremony = await store.get(ceremonyDocument, code);
  if (!ceremony) throw new UserError('keys.noCeremony', { code: escape(code) });
  return ceremony;
}

export const openCeremonies = async ({ store }: Pick<Deps, 'store'>): Promise<Versioned<Ceremony>[]> =>
  await store.find(ceremonyDocument, 'open');
