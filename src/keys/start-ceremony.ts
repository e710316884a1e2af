/** How every ceremony begins: what it takes is known before anybody is asked for a share. */

import type { RequestContext } from '../core/command.ts';
import type { Change } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import { UserError } from '../core/errors.ts';
import type { Message } from '../core/ports/chat.ts';
import { escape } from '../slack/mrkdwn.ts';
import type { GuardedAction } from './domain/action.ts';
import { type Ceremony, custodyOf, type Purpose, plainContext } from './domain/ceremony.ts';
import type { Draft } from './domain/chain.ts';
import { needOf, openCeremony } from './domain/hold-ceremony.ts';
import { ableHolders, type CurrentSet, type KeySet, markedCode } from './domain/set.ts';
import { openCeremonies } from './find.ts';
import { decideKeys } from './on-chain.ts';
import { requireIntact } from './tampered.ts';

interface Asked {
  readonly purpose: Purpose;
  readonly target: string;
  readonly reason: string;
  readonly action?: GuardedAction;
  readonly plain?: Uint8Array;
  readonly plan?: NonNullable<Ceremony['plan']>;
  /** For what waits for its end, which is committed with it: an action of the event file. */
  readonly origin?: { readonly run: string; also(ceremony: Ceremony): Promise<Change> };
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
  const { purpose, target, reason, plan, origin } = asked;
  const opening = {
    ...{ code, purpose, target, reason, by: who.person.id, nonce, key },
    idempotencyKey: `${code}-${keeper.nonce()}`,
    ...(asked.plain && { plain: { box: keeper.seal(key, context, asked.plain), context } }),
    ...(plan && { plan }),
    ...(origin && { origin: origin.run }),
  };
  return await decideKeys(store, who.now, who.person.id, async () => {
    await refuseSecond(who.person.id, set.name, asked, deps);
    const { draft, ceremony } = openCeremony(set, current, opening, asked.action, who.now);
    const also = await origin?.also(ceremony);
    return { draft: also ? withChange(draft, also) : draft, result: ceremony };
  });
}

/** Of two that ask for the same, each would get some of the shares and neither enough. */
async function refuseSecond(
  person: string,
  set: string,
  { purpose, target }: Asked,
  { store }: Pick<Deps, 'store'>,
): Promise<void> {
  const first = (await openCeremonies({ store })).find(
    ({ value }) =>
      value.set === set &&
      value.purpose === purpose &&
      value.target === target &&
      value.state !== 'ready' &&
      // What is opened is shown to who asked, and to nobody else.
      (purpose !== 'open' || value.by === person),
  )?.value;
  if (!first) return;
  const { code, submitted, need } = first;
  throw new UserError('keys.sameOpen', { code: escape(code), got: submitted.length, need });
}

const withChange = (draft: Draft, { put = [], facts = [], jobs = [] }: Change): Draft => ({
  ...draft,
  put: [...(draft.put ?? []), ...put],
  facts,
  jobs: [...(draft.jobs ?? []), ...jobs],
});

export const opened = (ceremony: Ceremony, { t }: Pick<RequestContext, 't'>): Message => ({
  text: t('keys.opened', { code: escape(markedCode(ceremony)), need: ceremony.need }),
});
