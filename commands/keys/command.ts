/** `/keys`: a quorum instead of a password in a drawer. */
import type { KnownBlock } from '@slack/types';
import type { Command, Verb } from '../../src/core/command.ts';
import { notUnderstood, showAll, usage } from '../../src/core/help.ts';
import { RIGHTS } from '../../src/core/rights.ts';
import { alarmAboutStranger, setsFor } from '../../src/keys/access.ts';
import { ceremonyCard, setCard } from '../../src/keys/cards.ts';
import { ableHolders, holderOf } from '../../src/keys/domain/set.ts';
import { openCeremonies } from '../../src/keys/find.ts';
import { readChain } from '../../src/keys/on-chain.ts';
import { fire, openVerb, restore, rotate } from './ask.ts';
import { create, makeButtons, makeModals, showSecret } from './create.ts';
import { seal, sealed } from './seal.ts';
import { audit, more, revoke, status } from './show.ts';
import { warnOfShare } from './slack-events.ts';
import { cancelCeremony, veto } from './stop-ceremony.ts';
import { submit, submitted } from './submit.ts';
import { keysSynonyms } from './synonyms.ts';

const verbs: Readonly<Record<string, Verb>> = {
  '': { usage: {}, run: status.run },
  create,
  seal,
  open: openVerb,
  fire,
  restore,
  status,
  rotate,
  revoke,
  cancel: cancelCeremony,
  audit,
};

/** Part of one too: here nobody means anything else by it. What looks like a whole one is refused everywhere. */
const namesShare = (typed: string): boolean => typed.toLowerCase().replace(/[\s-]/g, '').includes('cbs1');

export const keys: Command = {
  name: '/keys',
  rights: RIGHTS['/keys'],
  summary: 'keys.summary',
  verbs,
  synonyms: keysSynonyms,
  otherwise: {
    usage: {},
    async run(call) {
      if (namesShare(call.text)) return { text: call.t('keys.shareTyped') };
      return notUnderstood(keys, call);
    },
  },
  buttons: {
    'keys.all': showAll(() => keys),
    'keys.how': { run: async (click) => usage(keys, click) },
    ...makeButtons,
    'keys.submit': submit,
    'keys.veto': veto,
    'keys.show': showSecret,
    'keys.more': more,
  },
  onStranger: alarmAboutStranger,
  onSlackEvent: warnOfShare,
  modals: { ...makeModals, 'keys.submit': submitted, 'keys.seal': sealed },
  /** What waits for this person: a share to reveal or confirm, a ceremony to submit to. */
  async home(request, deps) {
    const { person, t } = request;
    const sets = await setsFor(request, deps);
    const mine: KnownBlock[] = [];
    if (sets.length === 0) return { mine, event: [] };
    const chain = (await readChain(deps.store)).value;
    for (const { value } of await openCeremonies(deps)) {
      const current = sets.find(({ name }) => name === value.set)?.current;
      const holders = current ? ableHolders(current) : [];
      const waits = value.state === 'gathering' && holderOf(holders, person.id) !== undefined;
      const shows = value.state === 'ready' && value.by === person.id;
      const action = deps.guarded.all.find(({ name }) => name === value.target);
      if (waits || shows)
        mine.push(...(ceremonyCard(value, action, chain, request, person.id).blocks ?? []).slice(0, -1));
    }
    for (const set of sets) {
      const holder = set.next?.approvedBy ? holderOf(set.next.holders, person.id) : undefined;
      if (holder && !set.next?.deal?.confirmed.includes(holder.index))
        mine.push(...(setCard(set, chain, t, person.id).blocks ?? []).slice(0, -1));
    }
    return { mine, event: [] };
  },
};
