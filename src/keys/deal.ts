/** Deals a set in the making: a new key, split in the child, each share sealed to this process's custody. */

import type { Temporal } from 'temporal-polyfill';
import type { Deps } from '../core/deps.ts';
import { PermanentError, UserError } from '../core/errors.ts';
import { escape } from '../slack/mrkdwn.ts';
import { dealSet, planMark } from './domain/make-set.ts';
import { depositDocument, depositId, type KeySet, keySetDocument, type NextSet } from './domain/set.ts';
import { decideKeys } from './on-chain.ts';

export async function depositsOf({ store }: Pick<Deps, 'store'>, next: NextSet | undefined) {
  const { deal } = next ?? {};
  if (!next || !deal) return [];
  const ids = next.holders.map(({ index }) => depositId(deal.custody, index));
  return (await store.getMany(depositDocument, ids)).filter((one) => one !== undefined);
}

/**
 * `voids` is the custody of the deal that this one replaces, or undefined where there must be none yet.
 * Answers false where somebody else has dealt meanwhile.
 */
export async function dealAgain(
  deps: Pick<Deps, 'store' | 'keeper'>,
  name: string,
  options: {
    voids: string | undefined;
    why: 'approved' | 'owner-gone' | 'again';
    approvedBy?: string;
    /** The mark of the plan that was agreed to; whichever there is, unless told. */
    plan?: string;
    by: string;
    at: Temporal.Instant;
  },
): Promise<boolean> {
  const { store, keeper } = deps;
  const before = await store.get(keySetDocument, name);
  if (!before?.value.next) throw new UserError('keys.noNext', { set: escape(name) });
  const { next } = before.value;
  if (options.plan !== undefined && planMark(next) !== options.plan) return false;
  if (next.why === 'rotate') throw new UserError('keys.rotateAgain', { set: escape(name) });
  const custody = `deal/${name}/${keeper.nonce()}`;
  const sealTo = keeper.take(custody);
  const answer = await keeper.deal({ k: next.k, n: next.holders.length, sealTo, context: custody });
  if (!('dealt' in answer)) throw new PermanentError('keys-deal-failed');
  const done = await decideKeys(store, options.at, options.by, async () => {
    const set = await store.get(keySetDocument, name);
    if (!set || !samePlan(set.value, next, options.voids)) return { result: false };
    const old = await depositsOf(deps, set.value.next);
    const approvedBy = options.approvedBy ?? next.approvedBy;
    if (approvedBy === undefined) return { result: false };
    const draft = dealSet(set, next, answer.dealt, {
      custody,
      at: options.at,
      approvedBy,
      why: options.why,
      secrets: [],
      old,
    });
    return { draft, result: true };
  });
  keeper.forget(done && options.voids !== undefined ? options.voids : done ? '' : custody);
  return done;
}

const samePlan = ({ next }: KeySet, planned: NextSet, voids: string | undefined): boolean =>
  next !== undefined && next.at === planned.at && next.deal?.custody === voids;
