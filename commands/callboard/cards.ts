/** `cards`: one's own cards as a picture and in words; given to somebody, printed, with one's name or without, or none at all. */

import { countCardsNow } from '../../src/callboard/cards/count.ts';
import { loadCards } from '../../src/callboard/cards/load.ts';
import { keptMessage, undecidedMessage } from '../../src/callboard/cards/messages.ts';
import { CARDS_A_PICTURE, galleryPicture } from '../../src/callboard/cards/picture.ts';
import { type CardWords, cardLine, codedCardLine } from '../../src/callboard/cards/words.ts';
import { changeEvent } from '../../src/callboard/change-event.ts';
import { cardGiven, cardsChosen, cardsNamed } from '../../src/callboard/domain/card-facts.ts';
import { cardSheetDocument, linkCardSheet } from '../../src/callboard/domain/card-sheet-link.ts';
import { cardsOf } from '../../src/callboard/domain/card-tally.ts';
import { findCard, isNamedOnCards } from '../../src/callboard/domain/cards.ts';
import { tellGift } from '../../src/callboard/domain/jobs.ts';
import { includes } from '../../src/callboard/domain/permission.ts';
import { setEvent } from '../../src/callboard/domain/settings.ts';
import type { Button, CommandInvocation, Reply, RequestContext, Verb } from '../../src/core/command.ts';
import { type Change, recordFact, scheduleJob } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { illustrate } from '../../src/core/illustrate.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import { loadPermission } from '../../src/core/permission.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import { requirePermission } from '../../src/core/refuse.ts';
import { RIGHTS } from '../../src/core/rights.ts';
import { splitFirstWord } from '../../src/core/text.ts';
import type { Translate } from '../../src/i18n/index.ts';
import { clockFrom } from '../../src/i18n/time.ts';
import { escape, joined, mention, mrkdwn, quoted } from '../../src/slack/mrkdwn.ts';
import { findPerson } from '../../src/slack/people.ts';

type Asking = Omit<RequestContext, 'trigger'>;

const rights = RIGHTS['/callboard'];

const said = ({ person, now }: Asking) => ({ at: now, by: person.id, about: [`person:${person.id}`] });

const choose = (call: Asking, keep: boolean): Change => ({
  facts: [recordFact(cardsChosen, { ...said(call), data: { person: call.person.id, keep } })],
});

/** Whoever can switch them on hears how. */
const noCards = ({ person, event }: Pick<Asking, 'person' | 'event'>) =>
  event.organizers.includes(person.id) ? 'callboard.cards.noneYet' : 'callboard.cards.none';

/** One part of the gallery: a picture, and each of its cards in words, with the code by which it is given. */
async function gallery(all: readonly CardWords[], part: number, t: Translate, deps: Deps): Promise<Reply> {
  const parts = Math.ceil(all.length / CARDS_A_PICTURE);
  const shown = all.slice((part - 1) * CARDS_A_PICTURE, part * CARDS_A_PICTURE);
  const head = t('callboard.cards.gallery', { count: all.length });
  const how = [
    ...(part < parts ? [t('callboard.cards.next', { part: part + 1, parts })] : []),
    t('callboard.cards.how'),
  ];
  return await illustrate(
    galleryPicture(shown),
    {
      name: 'cards.png',
      title: t('callboard.cards.title'),
      alt: shown.map(({ alt }) => alt).join(' '),
    },
    joined([mrkdwn`*${head}*`, ...shown.map(codedCardLine), ...how], '\n'),
    { t },
    deps,
  );
}

/** Whoever keeps cards has them shown; everybody else hears how it stands with them. */
async function showCards(call: Asking, part: number, deps: Deps): Promise<Reply> {
  const { t, person } = call;
  const loaded = await loadCards(person.id, call, deps);
  if (!loaded) return { text: t(noCards(call)) };
  const { tally, cards } = loaded;
  const choice = tally.people[person.id]?.choice;
  if (choice === 'off') return { text: t('callboard.cards.isOff') };
  if (cards.length === 0) return { text: t('callboard.cards.explained') };
  if (choice === undefined) return undecidedMessage(cards.length, t);
  const parts = Math.ceil(cards.length / CARDS_A_PICTURE);
  return await gallery(cards, Math.min(Math.max(part, 1), parts), t, deps);
}

/** Undefined where they keep none: nothing of theirs can be given or printed. */
async function keeping(call: Asking, deps: Deps) {
  const loaded = await loadCards(call.person.id, call, deps);
  if (!loaded) throw new UserError(noCards(call));
  if (loaded.tally.people[call.person.id]?.choice !== 'keep') throw new UserError('callboard.cards.notKept');
  return loaded;
}

async function give(call: CommandInvocation, text: string, deps: Deps): Promise<Reply> {
  const [typed, whom] = splitFirstWord(text);
  if (typed === '' || whom === '') throw new UserError('callboard.cards.giveHow');
  const { tally, cards } = await keeping(call, deps);
  const from = call.person.id;
  const card = findCard(cardsOf(tally, from), typed);
  const words = cards.find(({ id }) => id === card?.id);
  if (!card || !words) throw new UserError('callboard.cards.noSuch', { typed: quoted(typed) });
  if (card.givenAt !== undefined) throw new UserError('callboard.cards.givenOnce', { card: cardLine(words) });
  const to = await findPerson(whom, deps.directory);
  if (to.id === from) throw new UserError('callboard.cards.toSelf');
  // Whoever is no crew could not see where and when it was earned; who wants no cards is nobody's business.
  const isCrew = includes(await loadPermission(to, call.event, deps), 'crew');
  if (!isCrew || to.slack === undefined || tally.people[to.id]?.choice === 'off')
    throw new UserError('callboard.cards.notTo', { person: mention(to) });
  const gift = { card: card.id, from, to: to.id };
  await deps.store.commit({
    facts: [
      recordFact(cardGiven, { ...said(call), about: [`person:${from}`, `person:${to.id}`], data: gift }),
    ],
    jobs: [scheduleJob(tellGift, call.now, { card: card.id, from, person: to.id })],
  });
  // Of two hands that give one card, the first in the ledger has given it.
  const after = await countCardsNow(deps);
  if (after.tally.cards[card.id]?.holder !== to.id)
    throw new UserError('callboard.cards.givenOnce', { card: cardLine(words) });
  return { text: call.t('callboard.cards.given', { card: cardLine(words), person: mention(to) }) };
}

async function sheet(call: CommandInvocation, deps: Deps): Promise<Reply> {
  const { store, newId, publicUrl } = deps;
  const { person, now, zone, locale, t } = call;
  if (publicUrl === undefined) throw new UserError('callboard.cards.sheetNowhere');
  const { cards } = await keeping(call, deps);
  if (cards.length === 0) return { text: t('callboard.cards.explained') };
  const secret = `${newId()}${newId()}`;
  const until = await withOptimisticRetry(store, async () => {
    const known = await store.find(cardSheetDocument, `person:${person.id}`);
    const { change, until: end } = linkCardSheet(known, person.id, secret, now);
    return { change, result: end };
  });
  const url = mrkdwn`${escape(publicUrl)}/cards/${escape(secret)}`;
  return { text: t('callboard.cards.sheet', { url, time: clockFrom(until, now, zone, locale) }) };
}

async function name(call: CommandInvocation, text: string, deps: Deps): Promise<Reply> {
  const { tally } = await keeping(call, deps);
  const before = isNamedOnCards(tally.people[call.person.id]);
  const isNamed = isOn(text) ?? !before;
  await deps.store.commit({
    facts: [recordFact(cardsNamed, { ...said(call), data: { person: call.person.id, isNamed } })],
  });
  return { text: call.t(isNamed ? 'callboard.cards.named' : 'callboard.cards.nameless') };
}

/** Of the event, for everybody: from then on deeds earn cards. */
async function ofEvent(call: CommandInvocation, text: string, deps: Deps): Promise<Reply> {
  requirePermission(rights.parts['cards event on|off'], call);
  const cards = isOn(text);
  if (cards === undefined) throw new UserError('callboard.cards.eventHow');
  await changeEvent(call, deps, (standing, doing) => setEvent(standing, { ...standing.value, cards }, doing));
  return { text: call.t(cards ? 'callboard.cards.eventOn' : 'callboard.cards.eventOff') };
}

/** `on`, `off` and what people say for them; undefined for anything else. */
function isOn(text: string): boolean | undefined {
  if (/^(on|yes|s[ií]|keep|con)$/i.test(text)) return true;
  return /^(off|no|never|none|nunca|sin)$/i.test(text) ? false : undefined;
}

async function keep(call: Asking, deps: Deps): Promise<Message> {
  await deps.store.commit(choose(call, true));
  const loaded = await loadCards(call.person.id, call, deps);
  if (!loaded) return { text: call.t(noCards(call)) };
  return loaded.cards.length > 0 ? keptMessage(call.t) : { text: call.t('callboard.cards.explained') };
}

async function never(call: Asking, deps: Deps): Promise<Message> {
  await deps.store.commit(choose(call, false));
  return { text: call.t('callboard.cards.off') };
}

export const cardsVerb: Verb = {
  usage: {
    cards: 'callboard.cards.use',
    'cards give CARD @user': 'callboard.cards.use.give',
    'cards sheet': 'callboard.cards.use.sheet',
    'cards name on|off': 'callboard.cards.use.name',
    'cards on|off': 'callboard.cards.use.off',
    'cards event on|off': 'callboard.cards.use.event',
  },
  async run(call, deps) {
    const [word, rest] = splitFirstWord(call.text);
    if (word === '' || /^\d{1,4}$/.test(word)) return await showCards(call, Number(word || 1), deps);
    switch (word.toLowerCase()) {
      case 'give':
      case 'dar':
      case 'regalar':
        return await give(call, rest.replace(/^to\s+/i, ''), deps);
      case 'sheet':
      case 'print':
      case 'imprimir':
      case 'hoja':
        return await sheet(call, deps);
      case 'name':
      case 'nombre':
        return await name(call, rest, deps);
      case 'event':
      case 'evento':
        return await ofEvent(call, rest, deps);
    }
    const wanted = isOn(word);
    if (wanted === undefined) throw new UserError('callboard.cards.what', { typed: quoted(call.text) });
    return wanted ? await keep(call, deps) : await never(call, deps);
  },
};

export const cardsButtons: Readonly<Record<string, Button>> = {
  'callboard.cards': { run: (click, deps) => showCards(click, 1, deps) },
  'callboard.cards-keep': { run: async (click, deps) => ({ replace: await keep(click, deps) }) },
  'callboard.cards-off': { run: async (click, deps) => ({ replace: await never(click, deps) }) },
};
