/** What is written on a card, and how cards are said in words: all that a picture shows is in its text too. Pure. */
import type { Language } from '../../i18n/index.ts';
import { dayAndClock } from '../../i18n/time.ts';
import { code, escape, joined, type Mrkdwn, mrkdwn } from '../../slack/mrkdwn.ts';
import { type CardTally, cardsOf } from '../domain/card-tally.ts';
import {
  type Card,
  cardCodes,
  type Deed,
  isNamedOnCards,
  latestCardFirst,
  type Rarity,
} from '../domain/cards.ts';

/** A card as its picture and its text have it. */
export interface CardWords {
  readonly id: string;
  readonly deed: Deed;
  readonly rarity: Rarity;
  /** What its holder types. */
  readonly code: string;
  readonly event: string;
  readonly title: string;
  readonly rarityWord: string;
  /** Where it was earned: a role and a room, a page, an action item; may be empty. */
  readonly where: string;
  readonly when: string;
  /** Of whoever did it, where they want it there. */
  readonly name?: string;
  /** For who does not see the picture. */
  readonly alt: string;
}

/** The same shapes as in the pictures. */
const SHAPES: Readonly<Record<Rarity, string>> = { usual: '●', uncommon: '▲', rare: '◆', unique: '★' };

function whereText({ of, role, room }: Card): string {
  const [kind = '', first = '', second] = of.split(':');
  const thing = kind === 'dojo' ? [] : [second ?? first];
  return [...thing, ...[role, room].filter((one) => one !== undefined)].join(' · ');
}

export interface CardReader extends Language {
  readonly event: { readonly name: string; readonly zone: string };
  /** How somebody is called. */
  readonly nameOf: (person: string) => string | undefined;
}

/** Somebody's cards, the latest first, as they are written. */
export function readCards(
  tally: CardTally,
  person: string,
  { t, locale, event, nameOf }: CardReader,
): CardWords[] {
  const cards = cardsOf(tally, person).sort(latestCardFirst);
  const codes = cardCodes(cards);
  return cards.map((card): CardWords => {
    const { id, deed, rarity, by, at } = card;
    const name = isNamedOnCards(tally.people[by]) ? nameOf(by) : undefined;
    const words = {
      ...{ id, deed, rarity, code: codes.get(id) ?? '', event: event.name },
      title: t(`callboard.cards.deed.${deed}`),
      rarityWord: t(`callboard.cards.rarity.${rarity}`),
      where: whereText(card),
      when: dayAndClock(at, event.zone, locale),
      ...(name !== undefined && { name }),
    };
    const { title, rarityWord, where, when } = words;
    const said = [title, where, when, name ?? '', rarityWord, event.name].filter((part) => part !== '');
    return { ...words, alt: t('callboard.cards.alt', { card: said.join(', ') }) };
  });
}

/** One card in a line: shape and word of its rarity, what for, where and when; `◆ Rare · *On time* · H45 · Door`. */
export function cardLine({ rarity, rarityWord, title, where, when }: CardWords): Mrkdwn {
  const parts = [mrkdwn`${escape(SHAPES[rarity])} ${escape(rarityWord)}`, mrkdwn`*${escape(title)}*`];
  return joined([...parts, ...[where, when].filter((part) => part !== '').map(escape)], ' · ');
}

/** The same with the code by which it is given. */
export const codedCardLine = (card: CardWords): Mrkdwn => mrkdwn`${code(card.code)} ${cardLine(card)}`;
