/** How every ceremony begins: what it takes is known before anybody is asked for a share. */

import type { RequestContext } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import type { GuardedAction } from '../../src/keys/domain/action.ts';
import { type Ceremony, custodyOf, type Purpose, plainContext } from '../../src/keys/domain/ceremony.ts';
import { needOf, openCeremony } from '../../src/keys/domain/hold-ceremony.ts';
import { ableHolders, type CurrentSet, type KeySet } from '../../src/keys/domain/set.ts';
import { decideKeys } from '../../src/keys/on-chain.ts';
import { requireIntact } from '../../src/keys/tampered.ts';
import { escape } from '../../src/slack/mrkdwn.ts';

interface Asked {
  readonly purpose: Purpose;
  readonly target: string;
  readonly reason: string;
  readonly action?: GuardedAction;
  readonly plain?: Uint8Array;
  readonly plan?: NonNullable<Ceremony['plan']>;
}

/** Opens the ceremony in this process, which holds its key from now on. */
export async function begin(
  who: RequestContext,
  set: KeySet,
  current: CurrentSet,
  asked: Asked,
  deps: Deps,
): Promise<Ceremony> {
  const { store, keeper } = deps;
  await requireIntact(set, who.person.id, who.now, deps);
  const able = ableHolders(current).length;
  const need = needOf(current, asked.purpose, asked.action);
  if (able < need) throw new UserError('keys.notEnough', { set: escape(set.name), need, able });
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

export const opened = (ceremony: Ceremony, { t }: Pick<RequestContext, 't'>): Message => ({
  text: t('keys.opened', { code: escape(ceremony.code), need: ceremony.need }),
});
