/**
 * Hands somebody what is theirs to see once: their share, or the secret that they asked to be opened. In a
 * modal, and the sealed copy goes in the same commit, so that a second press, by anybody, finds nothing.
 */

import type { View } from '@slack/types';
import type { Temporal } from 'temporal-polyfill';
import { put } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import { UserError } from '../core/errors.ts';
import type { Translate } from '../i18n/index.ts';
import { escape, mentionId } from '../slack/mrkdwn.ts';
import { decodeUtf8, wipe } from './domain/bytes.ts';
import { ceremonyDocument, custodyOf } from './domain/ceremony.ts';
import { endCeremony } from './domain/hold-ceremony.ts';
import { revealShare } from './domain/make-set.ts';
import { depositDocument, depositId, holderOf, keySetDocument } from './domain/set.ts';
import { secretModal, shareModal } from './modals.ts';
import { decideKeys } from './on-chain.ts';

type Ports = Pick<Deps, 'store' | 'keeper'>;
/** What to open, or that another process has to do it. */
export type Revealed = { readonly modal: View } | { readonly elsewhere: string };

export async function revealHoldersShare(
  { store, keeper }: Ports,
  name: string,
  options: { person: string; at: Temporal.Instant; t: Translate },
): Promise<Revealed> {
  return await decideKeys<Revealed>(store, options.at, options.person, async () => {
    const set = await store.get(keySetDocument, name);
    const next = set?.value.next;
    if (!set || !next) throw new UserError('keys.noNext', { set: escape(name) });
    const holder = holderOf(next.holders, options.person);
    if (!holder) throw new UserError('keys.notHolder', { set: escape(name) });
    const { deal } = next;
    if (!deal) throw new UserError('keys.notApproved', { set: escape(name) });
    if (deal.revealed.includes(holder.index))
      throw new UserError('keys.alreadyRevealed', { set: escape(name) });
    if (!keeper.holds(deal.custody)) return { result: { elsewhere: deal.custody } };
    const deposit = await store.get(depositDocument, depositId(deal.custody, holder.index));
    const plain = deposit && keeper.unseal(deal.custody, deposit.value);
    if (!deposit || !plain) throw new UserError('keys.alreadyRevealed', { set: escape(name) });
    const modal = shareModal(
      { set: name, index: holder.index, n: next.holders.length, k: next.k },
      decodeUtf8(plain),
      options.t,
    );
    wipe(plain);
    return { draft: revealShare(set, next, deal, holder.index, deposit, options.at), result: { modal } };
  });
}

export async function revealSecret(
  { store, keeper }: Ports,
  code: string,
  options: { person: string; at: Temporal.Instant; t: Translate },
): Promise<Revealed> {
  let custody = '';
  const handed = await decideKeys<Revealed>(store, options.at, options.person, async () => {
    const ceremony = await store.get(ceremonyDocument, code);
    if (ceremony?.value.state !== 'ready') throw new UserError('keys.nothingToShow', { code: escape(code) });
    if (ceremony.value.by !== options.person)
      throw new UserError('keys.notYoursToSee', { by: mentionId(ceremony.value.by) });
    custody = custodyOf(ceremony.value);
    if (!keeper.holds(custody)) return { result: { elsewhere: custody } };
    const deposit = await store.get(depositDocument, depositId(custody, 0));
    const plain = deposit && keeper.unseal(custody, deposit.value);
    if (!deposit || !plain) throw new UserError('keys.nothingToShow', { code: escape(code) });
    const modal = secretModal(ceremony.value.target, decodeUtf8(plain), options.t);
    wipe(plain);
    const draft = endCeremony(ceremony, 'done', { at: options.at, by: options.person, outcome: 'shown' });
    const gone = put(depositDocument, deposit.id, null, deposit.version);
    return { draft: { ...draft, put: [...(draft.put ?? []), gone] }, result: { modal } };
  });
  if ('modal' in handed) keeper.forget(custody);
  return handed;
}
