/** What is said about cards outside their gallery: the one question, a gift, a line in Home and in the thanks. */
import type { KnownBlock } from '@slack/types';
import type { Message } from '../../core/ports/chat.ts';
import type { Translate } from '../../i18n/index.ts';
import { actions, button, context, section } from '../../slack/blocks.ts';
import { joined, type Mrkdwn, mrkdwn } from '../../slack/mrkdwn.ts';
import { type CardWords, cardLine } from './words.ts';

/** The two answers, and no third: what is not pressed is asked no second time. */
const choice = (t: Translate): KnownBlock[] =>
  actions([
    button('callboard.cards-keep', t('callboard.cards.keep'), undefined, 'primary'),
    button('callboard.cards-off', t('callboard.cards.never')),
  ]);

const toGallery = (t: Translate): KnownBlock[] =>
  actions([button('callboard.cards', t('callboard.cards.mine'))]);

/** With somebody's first card. */
export function firstCardMessage(card: CardWords, t: Translate): Message {
  const text = mrkdwn`${t('callboard.cards.first')}\n${cardLine(card)}`;
  return { text, blocks: [section(text), context(t('callboard.cards.firstHow')), ...choice(t)] };
}

/** Who has cards and has not said whether they want any looks for them. */
export function undecidedMessage(count: number, t: Translate): Message {
  const text = t('callboard.cards.undecided', { count });
  return { text, blocks: [section(text), context(t('callboard.cards.firstHow')), ...choice(t)] };
}

export function keptMessage(t: Translate): Message {
  const text = t('callboard.cards.kept');
  return { text, blocks: [section(text), ...toGallery(t)] };
}

/** @param isAsked - they have not said yet whether they want any */
export function giftMessage(card: CardWords, from: Mrkdwn, isAsked: boolean, t: Translate): Message {
  const text = mrkdwn`${t('callboard.cards.gift', { from })}\n${cardLine(card)}`;
  const blocks = isAsked ? [context(t('callboard.cards.firstHow')), ...choice(t)] : toGallery(t);
  return { text, blocks: [section(text), ...blocks] };
}

/** Lines of the latest few; how many there are in all. */
const SHOWN_SMALL = 3;

/** For Home: small. */
export function cardsSmall(cards: readonly CardWords[], t: Translate): KnownBlock[] {
  if (cards.length === 0) return [];
  const lines = cards.slice(0, SHOWN_SMALL).map(cardLine);
  const text = mrkdwn`${t('callboard.cards.home', { count: cards.length })}\n${joined(lines, '\n')}`;
  return [section(text, undefined, button('callboard.cards', t('callboard.cards.mine')))];
}

/** How many the thanks name one by one. */
const THANKED = 12;

/** For the thanks at the end of the event. */
export function cardsInThanks(cards: readonly CardWords[], t: Translate): KnownBlock[] {
  if (cards.length === 0) return [];
  const left = cards.length - THANKED;
  const lines = [
    ...cards.slice(0, THANKED).map(cardLine),
    ...(left > 0 ? [t('callboard.cards.more', { count: left })] : []),
  ];
  const text = mrkdwn`${t('callboard.cards.thanks', { count: cards.length })}\n${joined(lines, '\n')}`;
  return [section(text), ...toGallery(t)];
}
