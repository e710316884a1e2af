/** The part of the event's report on the cards: what they are for, before and after, with the numbers behind it. */
import type { Deps } from '../../core/deps.ts';
import type { Language, Translate } from '../../i18n/index.ts';
import { dayAndClock, duration } from '../../i18n/time.ts';
import { joined, type Mrkdwn, mrkdwn } from '../../slack/mrkdwn.ts';
import { ledgerWholeSince } from '../archive/state.ts';
import { type CardEffect, cardEffect, ENOUGH, isEnough, type Share } from '../domain/card-effect.ts';
import type { CardSignal } from '../domain/card-signal.ts';
import { CARD_BASE_ID, cardTallyDocument } from '../domain/card-tally.ts';
import { cardSignalsOf } from './signals.ts';

/** Facts that are read at once: nobody else in this process has their turn meanwhile. */
const FACTS_AT_ONCE = 200;

/**
 * From all of the ledger; undefined where the event never had cards. Where some of it is archived, from what came
 * after: facts of incidents stay, and would be a choice of pages that stands for all.
 */
export async function loadCardEffect({ store }: Pick<Deps, 'store'>): Promise<CardEffect | undefined> {
  const [base, whole] = await Promise.all([
    store.get(cardTallyDocument, CARD_BASE_ID),
    ledgerWholeSince({ store }),
  ]);
  const archived = base &&
    whole && { from: whole.epochMilliseconds, isOn: base.value.isOn, firstOn: base.value.firstOn };
  const signals: CardSignal[] = [];
  for (let after = archived && base.value.upTo; ; ) {
    const facts = await store.facts({ limit: FACTS_AT_ONCE, ...(after !== undefined && { after }) });
    signals.push(...cardSignalsOf(facts));
    after = facts.at(-1)?.id;
    if (facts.length < FACTS_AT_ONCE) return cardEffect(signals, archived);
  }
}

const shareText = ({ some, all }: Share, t: Translate): Mrkdwn =>
  all === 0 ? t('callboard.cards.effect.nothing') : t('callboard.cards.effect.share', { some, all });

function answersText({ all, seconds }: CardEffect['before']['answers'], t: Translate): Mrkdwn {
  if (seconds === undefined) return t('callboard.cards.effect.nothing');
  return t('callboard.cards.effect.median', { time: duration(Math.round(seconds)), all });
}

/** Empty where the event never had cards. @param zone - the event's */
export function cardEffectText(
  effect: CardEffect | undefined,
  { t, locale }: Language,
  zone: string,
): Mrkdwn {
  if (!effect) return mrkdwn``;
  const { before, after } = effect;
  const few = t('callboard.cards.effect.few', { count: ENOUGH });
  const line = (what: Mrkdwn, was: Mrkdwn, is: Mrkdwn, enough: boolean): Mrkdwn =>
    mrkdwn`• ${t('callboard.cards.effect.line', { what, was, is })}${enough ? '' : mrkdwn` ${few}`}`;
  return joined(
    [
      mrkdwn`*${t('callboard.cards.effect.head', { time: dayAndClock(effect.since, zone, locale) })}*`,
      line(
        t('callboard.cards.effect.covers'),
        shareText(before.nightCovers, t),
        shareText(after.nightCovers, t),
        isEnough(before.nightCovers.all, after.nightCovers.all),
      ),
      line(
        t('callboard.cards.effect.answers'),
        answersText(before.answers, t),
        answersText(after.answers, t),
        isEnough(before.answers.all, after.answers.all),
      ),
      line(
        t('callboard.cards.effect.phones'),
        shareText(before.phones, t),
        shareText(after.phones, t),
        isEnough(before.phones.all, after.phones.all),
      ),
      t('callboard.cards.effect.caution'),
      ...(effect.from === undefined
        ? []
        : [t('callboard.cards.effect.from', { time: dayAndClock(effect.from, zone, locale) })]),
    ],
    '\n',
  );
}
