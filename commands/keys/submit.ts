/** `Submit my share`: a holder agrees to what the window says, and to nothing else. */

import { z } from 'zod';
import type {
  Button,
  Modal,
  ModalResponse,
  ModalSubmission,
  RequestContext,
} from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { parsePressed } from '../../src/core/pressed.ts';
import { refuseLocked } from '../../src/keys/access.ts';
import type { GuardedAction } from '../../src/keys/domain/action.ts';
import { text as bytesOf, wipe } from '../../src/keys/domain/bytes.ts';
import {
  type Ceremony,
  custodyOf,
  digestOf,
  isExpired,
  shareContext,
} from '../../src/keys/domain/ceremony.ts';
import { checkShare, isBad, type ShareFault } from '../../src/keys/domain/check.ts';
import { needOf, submitShare } from '../../src/keys/domain/hold-ceremony.ts';
import { type CurrentSet, holderOf, isRevoked, keySetDocument } from '../../src/keys/domain/set.ts';
import { shareText } from '../../src/keys/domain/share.ts';
import { ceremonyFor, workingSet } from '../../src/keys/find.ts';
import { submitModal } from '../../src/keys/modals.ts';
import { decideKeys } from '../../src/keys/on-chain.ts';
import { requireIntact } from '../../src/keys/tampered.ts';
import { escape } from '../../src/slack/mrkdwn.ts';
import { recordBadShare, saidOf } from './bad-share.ts';

const actionOf = (
  { purpose, target }: Ceremony,
  { guarded }: Pick<Deps, 'guarded'>,
): GuardedAction | undefined =>
  purpose === 'fire' || purpose === 'restore' ? guarded.all.find(({ name }) => name === target) : undefined;

export const submit: Button = {
  async run(click, deps) {
    await refuseLocked(click, deps);
    const { value: ceremony } = await ceremonyFor(click.value, deps);
    const { set, current } = await workingSet(ceremony.set, deps);
    stillGathering(ceremony, click.now);
    await requireIntact(set.value, click.person.id, click.now, deps);
    submitter(ceremony, current, click.person.id);
    return { modal: submitModal(ceremony, actionOf(ceremony, deps)?.says, click.t) };
  },
};

function stillGathering(ceremony: Ceremony, now: RequestContext['now']): void {
  const { code, state } = ceremony;
  if (state === 'vetoed') throw new UserError('keys.wasVetoed', { code: escape(code) });
  if (state !== 'gathering') throw new UserError('keys.isOver', { code: escape(code) });
  if (isExpired(ceremony, now)) throw new UserError('keys.wasExpired', { code: escape(code) });
}

/** The index of the share that this person may submit. */
function submitter(ceremony: Ceremony, current: CurrentSet, person: string): number {
  const holder = holderOf(current.holders, person);
  if (!holder) throw new UserError('keys.notHolder', { set: escape(ceremony.set) });
  if (ceremony.submitted.some((one) => one.person === person)) throw new UserError('keys.alreadySubmitted');
  if (isRevoked(current, holder.index))
    throw new UserError('keys.youAreRevoked', { set: escape(ceremony.set) });
  return holder.index;
}

const SubmitMeta = z.object({ code: z.string(), digest: z.string() });

export const submitted: Modal = {
  secret: true,
  async run(submission: ModalSubmission, deps: Deps): Promise<ModalResponse> {
    await refuseLocked(submission, deps);
    const { store, keeper } = deps;
    const { person, now, t } = submission;
    const meta = parsePressed(SubmitMeta, submission.meta);
    const typed = String(submission.values['share']?.['share'] ?? '');
    let bad: ShareFault | undefined;
    let setName = '';
    const got = await decideKeys(store, now, person.id, async () => {
      const found = await ceremonyFor(meta.code, deps);
      const ceremony = found.value;
      stillGathering(ceremony, now);
      setName = ceremony.set;
      const set = (await store.get(keySetDocument, ceremony.set))?.value;
      const current = set?.current;
      if (!set || !current) throw new UserError('keys.setNotReady', { set: escape(ceremony.set) });
      const action = actionOf(ceremony, deps);
      // The window that is open, the ceremony as it stands and the configuration must mean the same thing.
      if (ceremony.digest !== meta.digest || digestOf(ceremony, action) !== meta.digest)
        throw new UserError('keys.otherDigest', { code: escape(meta.code) });
      if (ceremony.setId !== current.setId)
        throw new UserError('keys.otherDigest', { code: escape(meta.code) });
      const index = submitter(ceremony, current, person.id);
      const { manifest, setId } = current;
      const share = checkShare(typed, { manifest, setId, retired: set.retired, index });
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
      await recordBadShare(submission, { about: meta.code, set: setName }, bad, deps);
      return { errors: { share: saidOf(bad, t) } };
    }
    return got && { text: t('keys.counted', { code: escape(meta.code), got: got.count, need: got.need }) };
  },
};
