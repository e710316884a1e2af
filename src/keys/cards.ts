/** The cards of the keys: a set in the making, and a ceremony. Pure; never a share, never a secret. */

import type { KnownBlock } from '@slack/types';
import type { Message } from '../core/ports/chat.ts';
import type { Locale, Translate } from '../i18n/index.ts';
import { clockAfter } from '../i18n/time.ts';
import { actions, button, context, section } from '../slack/blocks.ts';
import { code, escape, joined, type Mrkdwn, mentionId, mentionIds, mrkdwn } from '../slack/mrkdwn.ts';
import type { GuardedAction } from './domain/action.ts';
import { type Ceremony, isCeremonyOver, shownDigest } from './domain/ceremony.ts';
import type { Chain } from './domain/chain.ts';
import { planMark } from './domain/make-set.ts';
import { isIntact } from './domain/manifest.ts';
import { ableHolders, isAway, isDrill, isRevoked, type KeySet } from './domain/set.ts';
import { reasonText, whatHappens } from './modals.ts';

interface ButtonLook {
  readonly action: string;
  readonly text: string;
  readonly value: string;
  readonly style?: 'primary' | 'danger';
}
const buttons = (...all: readonly ButtonLook[]): KnownBlock[] =>
  actions(all.map(({ action, text, value, style }) => button(action, text, value, style)));

const people = (ids: readonly string[]): Mrkdwn => mentionIds(ids);
const drill = (set: string, t: Translate): Mrkdwn =>
  isDrill(set) ? mrkdwn`*${t('keys.drill')}* ` : mrkdwn``;

/** `head` anchors the audit chain outside of the database. */
const anchor = ({ length, head }: Chain, t: Translate): KnownBlock =>
  context(t('keys.anchor', { length, head: escape(head.slice(0, 12)) }));

/** How far each holder is with their share; the words stand beside it, so that nobody has to know the marks. */
const MARK = { waiting: mrkdwn`…`, revealed: mrkdwn`✓`, confirmed: mrkdwn`✓✓` } as const;

/** `whose`: the person that this copy of the card is for; undefined where organizers read it together. */
export function setCard(set: KeySet, chain: Chain, t: Translate, whose?: string): Message {
  const title = mrkdwn`${drill(set.name, t)}*${t('keys.setTitle', { set: code(set.name) })}*`;
  const blocks: KnownBlock[] = [section(title)];
  const { current, next } = set;
  if (current) {
    const able = ableHolders(current).map(({ person }) => person);
    const those = (are: typeof isRevoked) =>
      current.holders.filter(({ index }) => are(current, index)).map(({ person }) => person);
    const [gone, away] = [those(isRevoked), those(isAway)];
    blocks.push(
      section(t('keys.setWorks', { k: Number(current.manifest.k), n: able.length, holders: people(able) })),
    );
    if (!isIntact(current.manifest, current.setId)) blocks.push(section(t('keys.setTampered')));
    if (gone.length > 0) blocks.push(section(t('keys.setRevoked', { holders: people(gone) })));
    if (away.length > 0) blocks.push(section(t('keys.setAway', { holders: people(away) })));
    if (current.uses > 0) blocks.push(section(t('keys.usedOften', { uses: current.uses })));
    if (current.uses > 0 || current.rotateBy)
      blocks.push(section(t('keys.rotateNow', { set: escape(set.name), holders: people(able) })));
  }
  if (!next) {
    if (!current) blocks.push(section(t('keys.setGone')));
    return { text: t('keys.setTitle', { set: escape(set.name) }), blocks: [...blocks, anchor(chain, t)] };
  }
  const holders = next.holders.map(({ person }) => person);
  const proposed = { by: mentionId(next.proposedBy), k: next.k, n: holders.length, holders: people(holders) };
  blocks.push(section(t(next.why === 'rotate' ? 'keys.setRotates' : 'keys.setProposed', proposed)));
  const { deal } = next;
  if (!next.approvedBy) {
    blocks.push(section(t('keys.setWaits')));
    if (whose === undefined)
      blocks.push(
        ...buttons(
          {
            action: 'keys.approve',
            text: t('keys.approve'),
            value: `${set.name} ${planMark(next)}`,
            style: 'primary',
          },
          { action: 'keys.discard', text: t('keys.discard'), value: set.name, style: 'danger' },
        ),
      );
    return { text: t('keys.setTitle', { set: escape(set.name) }), blocks: [...blocks, anchor(chain, t)] };
  }
  const state = (index: number) =>
    deal?.confirmed.includes(index) ? 'confirmed' : deal?.revealed.includes(index) ? 'revealed' : 'waiting';
  const lines = next.holders.map(({ person, index }) => {
    const at = state(index);
    return mrkdwn`${MARK[at]} ${index}. ${mentionId(person)}: ${t(`keys.share.${at}`)}`;
  });
  blocks.push(section(mrkdwn`${t('keys.setDealt')}\n${joined(lines, '\n')}`));
  const mine = next.holders.find(({ person }) => person === whose);
  const pressable: ButtonLook[] = [
    ...(mine && deal?.revealed.includes(mine.index)
      ? []
      : [{ action: 'keys.reveal', text: t('keys.reveal'), value: set.name, style: 'primary' as const }]),
    ...(mine && deal?.confirmed.includes(mine.index)
      ? []
      : [{ action: 'keys.confirm', text: t('keys.confirm'), value: set.name }]),
    ...(whose === undefined && next.why === 'create'
      ? [{ action: 'keys.redeal', text: t('keys.redeal'), value: set.name }]
      : []),
    ...(whose === undefined
      ? [{ action: 'keys.discard', text: t('keys.discard'), value: set.name, style: 'danger' as const }]
      : []),
  ];
  blocks.push(...buttons(...pressable));
  return { text: t('keys.setTitle', { set: escape(set.name) }), blocks: [...blocks, anchor(chain, t)] };
}

/** A card of an earlier deal: there is a newer one, or the set in the making was discarded. */
export function oldSetCard(name: string, isThere: boolean, t: Translate): Message {
  const title = mrkdwn`${drill(name, t)}*${t('keys.setTitle', { set: code(name) })}*`;
  const text = isThere ? t('keys.setLost') : t('keys.setGone');
  return {
    text: mrkdwn`${t('keys.setTitle', { set: escape(name) })}: ${text}`,
    blocks: [section(mrkdwn`${title}\n${text}`)],
  };
}

/**
 * A card of a ceremony before it began again: nothing submitted then can be read by anybody.
 *
 * @param marked - Its code, with the mark of a drill.
 */
export function oldCeremonyCard(marked: string, t: Translate): Message {
  const text = t('keys.ceremonyLost', { code: escape(marked) });
  return { text, blocks: [section(text)] };
}

/** In whose language, and by whose clock. */
export interface Reader {
  readonly t: Translate;
  readonly zone: string;
  readonly locale: Locale;
}

/** How a ceremony stands, in a line. */
export function ceremonyStateText(ceremony: Ceremony, { t, zone, locale }: Reader): Mrkdwn {
  const by = mentionId(ceremony.endedBy ?? ceremony.by);
  const outcome = ceremony.outcome ?? '';
  switch (ceremony.state) {
    case 'gathering':
      return t('keys.is.gathering', { until: clockAfter(ceremony.at, ceremony.expires, zone, locale) });
    case 'complete':
      return t('keys.is.complete');
    case 'called':
      return t('keys.is.called', { detail: escape(outcome) });
    case 'ready':
      return t('keys.is.ready', { by: mentionId(ceremony.by) });
    case 'vetoed':
      return t('keys.is.vetoed', { by });
    case 'cancelled':
      return outcome === 'drill-over' ? t('keys.is.drillOver') : t('keys.is.cancelled', { by });
    case 'expired':
      return t(outcome === 'not-looked-at' ? 'keys.is.unseen' : 'keys.is.expired');
    case 'failed':
      return t(ceremony.calls > 0 ? 'keys.is.notConfirmed' : 'keys.is.failed', { detail: escape(outcome) });
    case 'done':
      return t(`keys.did.${ceremony.purpose}`, { target: code(ceremony.target), set: escape(ceremony.set) });
  }
}

export function ceremonyCard(
  ceremony: Ceremony,
  action: GuardedAction | undefined,
  chain: Chain,
  reader: Reader,
  whose?: string,
): Message {
  const { t } = reader;
  const { submitted, need, state } = ceremony;
  const count = t('keys.count', { got: submitted.length, need });
  const blocks: KnownBlock[] = [
    section(whatHappens(ceremony, t)),
    ...(action ? [section(escape(action.says))] : []),
    section(t('keys.asked', { by: mentionId(ceremony.by), reason: reasonText(ceremony, t) })),
    section(
      mrkdwn`*${count}*${submitted.length > 0 ? mrkdwn`: ${people(submitted.map(({ person }) => person))}` : ''}`,
    ),
    section(ceremonyStateText(ceremony, reader)),
  ];
  if (ceremony.restarts > 0 && state === 'gathering') blocks.push(section(t('keys.restarted')));
  const { code: value } = ceremony;
  if (state === 'gathering') {
    const done = submitted.some(({ person }) => person === whose);
    blocks.push(
      ...buttons(
        ...(done
          ? []
          : [{ action: 'keys.submit', text: t('keys.submit'), value, style: 'primary' as const }]),
        { action: 'keys.veto', text: t('keys.veto'), value, style: 'danger' },
      ),
    );
  }
  if (state === 'ready' && (whose === undefined || whose === ceremony.by))
    blocks.push(...buttons({ action: 'keys.show', text: t('keys.show'), value, style: 'primary' }));
  if (state === 'done' && ceremony.purpose !== 'rotate')
    blocks.push(
      section(
        t('keys.rotateAfterUse', {
          set: escape(ceremony.set),
          holders: people(submitted.map(({ person }) => person)),
        }),
      ),
    );
  blocks.push(context(t('keys.digest', { digest: escape(shownDigest(ceremony.digest)) })), anchor(chain, t));
  const what = t(`keys.will.${ceremony.purpose}`, {
    target: escape(ceremony.target),
    set: escape(ceremony.set),
  });
  const prefix = isDrill(ceremony.set) ? mrkdwn`${t('keys.drill')} ` : mrkdwn``;
  return {
    text: mrkdwn`${prefix}${escape(ceremony.code)}: ${what} (${isCeremonyOver(ceremony) ? escape(state) : count})`,
    blocks,
  };
}
