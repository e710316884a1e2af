/** Who may do what with keys: organizers, and the holders of the set that it is about. */

import { isOrganizer } from '../callboard/domain/event.ts';
import { tellOrganizers } from '../callboard/domain/jobs.ts';
import type { RequestContext } from '../core/command.ts';
import { scheduleJob } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import { UserError } from '../core/errors.ts';
import { escape, mentionId } from '../slack/mrkdwn.ts';
import { holderOf, isRevoked, type KeySet, keySetDocument } from './domain/set.ts';
import { lockedUntil, strikesDocument } from './domain/strikes.ts';
import { decideKeys } from './on-chain.ts';

type Who = Pick<RequestContext, 'person' | 'event' | 'now'>;

/** A stranger who reaches for the keys is refused like everywhere, but the organizers hear of it. */
export async function alarmAboutStranger(
  { person, now }: Who,
  { store, newId }: Pick<Deps, 'store' | 'newId'>,
): Promise<void> {
  const tell = scheduleJob(
    tellOrganizers,
    now,
    {
      key: 'keys.alarmGuest',
      params: { person: { mrkdwn: mentionId(person.id) } },
    },
    `tell-organizers:keys-guest:${person.id}:${newId()}`,
  );
  await decideKeys(store, now, person.id, async () => ({
    draft: {
      steps: [{ name: 'keys.guest-refused', about: [`person:${person.id}`], data: { person: person.id } }],
      jobs: [tell],
    },
    result: undefined,
  }));
}

/** An organizer, or somebody who holds a share of this set (of the one that works, or of the one to be). */
export function organizerOrHolder(who: Who, set: KeySet): void {
  if (isOrganizer(who.event, who.person.id) || holdsAny(set, who.person.id)) return;
  throw new UserError('keys.notHolder', { set: escape(set.name) });
}

/** Whoever was revoked holds nothing any more: neither asks for a ceremony nor sees that there is one. */
export function holdsAny({ current, next }: KeySet, person: string): boolean {
  const held = current && holderOf(current.holders, person);
  if (current && held && !isRevoked(current, held.index)) return true;
  return next !== undefined && holderOf(next.holders, person) !== undefined;
}

/** The whole of what somebody has to do with keys: nobody else needs to know which sets there are. */
export async function setsFor(who: Who, { store }: Pick<Deps, 'store'>): Promise<KeySet[]> {
  const sets = (await store.all(keySetDocument)).map(({ value }) => value);
  const all = isOrganizer(who.event, who.person.id);
  return sets
    .filter((set) => all || holdsAny(set, who.person.id))
    .sort((a, b) => a.name.localeCompare(b.name));
}

export async function refuseLocked({ person, now }: Who, { store }: Pick<Deps, 'store'>): Promise<void> {
  const strikes = await store.get(strikesDocument, person.id);
  const until = strikes && lockedUntil(strikes.value, now);
  if (until) throw new UserError('keys.locked', { minutes: Math.ceil(now.until(until).total('minutes')) });
}
