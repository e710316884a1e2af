/**
 * The cards of an event: folded from what the ledger says, fact after fact. Folded in any cuts they are the same as
 * counted at once, so that a chore goes on from where the last one ended. Nothing else makes a card: whoever has the
 * ledger has the cards.
 */
import { z } from 'zod';
import { document } from '../../core/commit.ts';
import type { CardSignal, Where } from './card-signal.ts';
import { Card, Collector, type Deed, Rarity } from './cards.ts';

const Place = z.object({ role: z.string().exactOptional(), room: z.string().exactOptional() });

const OpenPage = z.object({
  /** Who asked for it. */
  by: z.string(),
  isDrill: z.boolean(),
  /** Who had it first, by which fact. */
  answer: z.object({ person: z.string(), id: z.string(), at: z.number(), where: Place }).exactOptional(),
});

export const CardTally = z.object({
  /** The last fact that is in it; absent before the first. */
  upTo: z.string().exactOptional(),
  isOn: z.boolean(),
  /** When they were switched on first, in milliseconds since 1970; absent before. */
  firstOn: z.number().exactOptional(),
  cards: z.record(z.string(), Card),
  people: z.record(z.string(), Collector),
  /** By shift; those that the optimizer has not seen are `usual`. */
  rarities: z.record(z.string(), Rarity),
  /** The shift that somebody is at, by person. */
  duty: z.record(z.string(), z.string()),
  /** Pages that are not over. */
  pages: z.record(z.string(), OpenPage),
  /** Pages of incidents. */
  links: z.record(z.string(), z.string()),
  drills: z.array(z.string()),
  /** Private incidents, and pages of such: nothing of them makes a card. */
  hidden: z.array(z.string()),
});
export type CardTally = z.infer<typeof CardTally>;

/** There is one, and one of what the archive has taken out of the ledger. */
export const cardTallyDocument = document({
  name: 'card-tally',
  schema: CardTally,
  schemaVersion: 1,
  sealed: true,
});
export const CARD_TALLY_ID = 'tally';
/** The cards of facts that have left the ledger. */
export const CARD_BASE_ID = 'archived';

/** Before the first fact. */
export const emptyCardTally = (): CardTally => ({
  isOn: false,
  cards: {},
  people: {},
  rarities: {},
  duty: {},
  pages: {},
  links: {},
  drills: [],
  hidden: [],
});

/** A first answer under a minute: seconds. */
const QUICK_SECONDS = 60;

interface Earned extends Where {
  readonly id: string;
  readonly at: number;
  readonly deed: Deed;
  readonly by: string;
  readonly of: string;
  readonly rarity?: Rarity;
}

const isOut = (tally: CardTally, person: string): boolean => tally.people[person]?.choice === 'off';

/** A card, unless the deed has earned one already, or its person wants none. */
function earn(tally: CardTally, { role, room, rarity = 'usual', ...earned }: Earned): void {
  const { deed, by, of } = earned;
  if (!tally.isOn || isOut(tally, by)) return;
  const isThere = Object.values(tally.cards).some(
    (card) => card.deed === deed && card.by === by && card.of === of,
  );
  if (isThere) return;
  tally.cards[earned.id] = {
    ...earned,
    holder: by,
    rarity,
    ...(role !== undefined && { role }),
    ...(room !== undefined && { room }),
  };
}

/** Takes cards back, wherever they are. */
function withdraw(tally: CardTally, which: (card: Card) => boolean): void {
  for (const [id, card] of Object.entries(tally.cards)) if (which(card)) delete tally.cards[id];
}

const ofShift = (shift: string): string => `shift:${shift}`;
const ofPage = (page: string): string => `page:${page}`;
const ofIncident = (incident: string): string => `incident:${incident}`;

/** The shift that they are at says how rare what they do there is. */
const rarityNow = (tally: CardTally, person: string): Rarity => {
  const shift = tally.duty[person];
  return (shift === undefined ? undefined : tally.rarities[shift]) ?? 'usual';
};

/** What somebody earned of this shift and did not see to its end. */
const unsettled =
  (shift: string, person?: string) =>
  ({ of, by, isSettled }: Card): boolean =>
    of === ofShift(shift) && !isSettled && (person === undefined || by === person);

/** An answer to a drill is one, whenever it is said that it was a drill. */
function answerDrill(tally: CardTally, page: string): void {
  const open = tally.pages[page];
  const code = ofPage(page);
  if (open) open.isDrill = true;
  withdraw(tally, ({ deed, of }) => deed === 'quick-answer' && of === code);
  const { answer } = open ?? {};
  if (!open || !answer || answer.person === open.by) return;
  const { person: by, id, at, where } = answer;
  earn(tally, { id, at, deed: 'drill', by, of: code, ...where });
}

/** Nothing of a private matter is on a card that others may see; its pages stay hidden. */
function hide(tally: CardTally, ...codes: readonly string[]): void {
  for (const code of codes) if (!tally.hidden.includes(code)) tally.hidden.push(code);
  withdraw(tally, ({ of }) => codes.some((code) => of === code || of.startsWith(`${code}:`)));
}

const pagesOf = (tally: CardTally, incident: string): string[] =>
  Object.entries(tally.links).flatMap(([page, of]) => (of === incident ? [page] : []));

function take(tally: CardTally, signal: CardSignal): void {
  const { id, at } = signal;
  switch (signal.is) {
    case 'switched':
      tally.isOn = signal.on;
      if (signal.on) tally.firstOn ??= at;
      break;
    case 'asked':
      tally.people[signal.person] = { ...tally.people[signal.person], wasAsked: true };
      break;
    case 'chose': {
      const { person, keep } = signal;
      tally.people[person] = { ...tally.people[person], wasAsked: true, choice: keep ? 'keep' : 'off' };
      if (!keep) withdraw(tally, ({ holder }) => holder === person);
      break;
    }
    case 'named': {
      const { isNameless: _, ...before } = tally.people[signal.person] ?? {};
      tally.people[signal.person] = { ...before, ...(!signal.isNamed && { isNameless: true }) };
      break;
    }
    case 'forgotten':
      delete tally.people[signal.person];
      delete tally.duty[signal.person];
      withdraw(tally, ({ holder, by }) => holder === signal.person || by === signal.person);
      break;
    case 'given': {
      const card = tally.cards[signal.card];
      const { from, to } = signal;
      const isTheirs = card?.holder === from && card.givenAt === undefined;
      if (card && isTheirs && from !== to && !isOut(tally, to))
        tally.cards[signal.card] = { ...card, holder: to, givenAt: at };
      break;
    }
    case 'weighed':
      Object.assign(tally.rarities, signal.rarities);
      break;
    case 'arrived': {
      const { person: by, shift, inTime, where } = signal;
      tally.duty[by] = shift;
      const rarity = rarityNow(tally, by);
      if (inTime) earn(tally, { id, at, deed: 'on-time', by, of: ofShift(shift), rarity, ...where });
      break;
    }
    case 'left':
      if (tally.duty[signal.person] === signal.shift) delete tally.duty[signal.person];
      withdraw(tally, unsettled(signal.shift, signal.person));
      break;
    case 'finished': {
      const { person, shift } = signal;
      if (tally.duty[person] === shift) delete tally.duty[person];
      for (const [code, card] of Object.entries(tally.cards))
        if (unsettled(shift, person)(card)) tally.cards[code] = { ...card, isSettled: true };
      break;
    }
    case 'shift-gone':
      for (const [person, shift] of Object.entries(tally.duty))
        if (shift === signal.shift) delete tally.duty[person];
      withdraw(tally, unsettled(signal.shift));
      delete tally.rarities[signal.shift];
      break;
    case 'night-cover-taken': {
      const { person: by, shift, where } = signal;
      const rarity = tally.rarities[shift] ?? 'usual';
      earn(tally, { id, at, deed: 'night-cover', by, of: ofShift(shift), rarity, ...where });
      break;
    }
    case 'page-opened':
      tally.pages[signal.page] ??= { by: signal.by, isDrill: signal.isDrill };
      break;
    case 'page-answered': {
      const { page, person, seconds, where } = signal;
      const open = tally.pages[page];
      if (!open || open.answer) break;
      open.answer = { person, id, at, where };
      const incident = tally.links[page];
      if (tally.hidden.includes(ofPage(page))) break;
      if (incident !== undefined && tally.drills.includes(incident)) answerDrill(tally, page);
      else if (!open.isDrill && person !== open.by && seconds < QUICK_SECONDS) {
        const rarity = rarityNow(tally, person);
        earn(tally, { id, at, deed: 'quick-answer', by: person, of: ofPage(page), rarity, ...where });
      }
      break;
    }
    case 'page-passed-on': {
      const open = tally.pages[signal.page];
      if (open?.answer?.person !== signal.person) break;
      delete open.answer;
      withdraw(tally, ({ of, by }) => of === ofPage(signal.page) && by === signal.person);
      break;
    }
    case 'page-over':
      delete tally.pages[signal.page];
      break;
    case 'page-of': {
      const { page, incident } = signal;
      tally.links[page] = incident;
      if (tally.hidden.includes(ofIncident(incident))) hide(tally, ofPage(page));
      else if (tally.drills.includes(incident)) answerDrill(tally, page);
      break;
    }
    case 'page-hidden':
      hide(tally, ofPage(signal.page));
      break;
    case 'drill': {
      const { incident } = signal;
      if (!tally.drills.includes(incident)) tally.drills.push(incident);
      withdraw(tally, ({ of }) => of.startsWith(`${ofIncident(incident)}:`));
      if (signal.page !== undefined) tally.links[signal.page] = incident;
      for (const page of pagesOf(tally, incident))
        if (!tally.hidden.includes(ofPage(page))) answerDrill(tally, page);
      break;
    }
    case 'drill-answered': {
      const { page, person, where } = signal;
      answerDrill(tally, page);
      const open = tally.pages[page];
      if (tally.hidden.includes(ofPage(page)) || open?.by === person) break;
      earn(tally, { id, at, deed: 'drill', by: person, of: ofPage(page), ...where });
      break;
    }
    case 'dojo-done':
      earn(tally, { id, at, deed: 'dojo', by: signal.person, of: 'dojo' });
      break;
    case 'incident-hidden': {
      const { incident } = signal;
      hide(tally, ofIncident(incident), ...pagesOf(tally, incident).map(ofPage));
      break;
    }
    case 'incident-shown':
      tally.hidden = tally.hidden.filter((code) => code !== ofIncident(signal.incident));
      break;
    case 'action-done': {
      const { action, incident, person: by, inTime } = signal;
      if (!inTime || tally.drills.includes(incident) || tally.hidden.includes(ofIncident(incident))) break;
      earn(tally, { id, at, deed: 'action', by, of: `${ofIncident(incident)}:${action}` });
      break;
    }
    case 'night-cover-asked':
    case 'phone-verified':
    case 'phone-tested':
    case 'recount':
      break;
  }
}

/** The cards after these signals, in the ledger's order. */
export function foldCards(before: CardTally, signals: Iterable<CardSignal>): CardTally {
  const tally = structuredClone(before);
  for (const signal of signals) take(tally, signal);
  return tally;
}

/** Who has cards, has not said whether they want any, and was never asked. */
export const toBeAsked = ({ cards, people }: CardTally): string[] =>
  [...new Set(Object.values(cards).map(({ holder }) => holder))].filter((person) => {
    const { choice, wasAsked } = people[person] ?? {};
    return choice === undefined && !wasAsked;
  });

/** Somebody's cards, whatever they have said about them. */
export const cardsOf = ({ cards }: CardTally, person: string): Card[] =>
  Object.values(cards).filter(({ holder }) => holder === person);
