/** A bad share: told to the person, counted, and when it was the fifth, the person is locked and it is told. */

import { tellOrganizers } from '../../src/callboard/domain/jobs.ts';
import type { RequestContext } from '../../src/core/command.ts';
import { put, scheduleJob } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import type { Translate } from '../../src/i18n/index.ts';
import { isBadShare, type ShareFault } from '../../src/keys/domain/check.ts';
import { isDrill } from '../../src/keys/domain/set.ts';
import { NO_STRIKES, recordStrike, strikesDocument } from '../../src/keys/domain/strikes.ts';
import { decideKeys } from '../../src/keys/on-chain.ts';
import { type Mrkdwn, mentionId } from '../../src/slack/mrkdwn.ts';

export const saidOf = (fault: ShareFault, t: Translate): Mrkdwn => t(`keys.fault.${fault}`);

/**
 * `about` is the set's name or the ceremony's code. A slip of the hand is a fact of nobody's; what goes wrong with a set
 * for practice is one, but locks nobody out of the real ones.
 */
export async function recordBadShare(
  { person, now }: Pick<RequestContext, 'person' | 'now'>,
  { about, set }: { readonly about: string; readonly set: string },
  fault: ShareFault,
  { store, newId }: Pick<Deps, 'store' | 'newId'>,
): Promise<void> {
  if (!isBadShare(fault) && fault !== 'manifest-changed') return;
  await decideKeys(store, now, person.id, async () => {
    const before = await store.get(strikesDocument, person.id);
    const refused = {
      name: 'keys.refused' as const,
      about: [`person:${person.id}`],
      data: { of: about, fault },
    };
    if (fault === 'manifest-changed') {
      const tell = { key: 'keys.alarmManifest', params: { name: about } };
      const alarm = scheduleJob(tellOrganizers, now, tell, `tell-organizers:keys-manifest:${newId()}`);
      return { draft: { steps: [refused], jobs: [alarm] }, result: undefined };
    }
    if (isDrill(set)) return { draft: { steps: [refused] }, result: undefined };
    const { strikes, locks } = recordStrike(before?.value ?? NO_STRIKES, now);
    const locked = {
      name: 'keys.locked' as const,
      about: [`person:${person.id}`],
      data: { person: person.id },
    };
    const tell = { key: 'keys.alarmLocked', params: { person: { mrkdwn: mentionId(person.id) } } };
    return {
      draft: {
        put: [put(strikesDocument, person.id, strikes, before?.version ?? 0)],
        steps: locks ? [refused, locked] : [refused],
        jobs: locks ? [scheduleJob(tellOrganizers, now, tell, `tell-organizers:keys-locked:${newId()}`)] : [],
      },
      result: undefined,
    };
  });
}
