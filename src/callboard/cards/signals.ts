/** What facts of all nouns mean for the cards, and for whether they do any good. Pure; a line a kind of fact. */
import { isPerson, PRIVATE, type Recorded } from '../../core/commit.ts';
import { milliseconds } from '../../core/instant.ts';
import {
  actionDone,
  incidentDeclared,
  incidentErased,
  madePrivate,
  madePublic,
} from '../../incident/domain/facts.ts';
import { dojoDone } from '../../page/domain/dojo.ts';
import {
  drillAnswered,
  pageAcknowledged,
  pageEscalated,
  pageLinked,
  pageOpened,
  pageResolved,
  pagingTested,
  phoneVerified,
} from '../../page/domain/facts.ts';
import {
  assignmentChanged,
  coverOpened,
  coverTaken,
  shiftRemoved,
  shiftsWeighed,
} from '../../rota/domain/facts.ts';
import {
  cardGiven,
  cardsAsked,
  cardsChosen,
  cardsNamed,
  cardsSwitchedOff,
  cardsSwitchedOn,
} from '../domain/card-facts.ts';
import type { CardSignal, Where } from '../domain/card-signal.ts';
import { rarityOf } from '../domain/cards.ts';
import { factsErased, personForgotten } from '../domain/forgotten.ts';
import { type FactReader, readerOf } from '../fact-reader.ts';

type Meaning = CardSignal extends infer S ? (S extends CardSignal ? Omit<S, 'at' | 'id'> : never) : never;
const reader = readerOf<Meaning>();

const NOTHING: readonly Meaning[] = [];

const referred = (kind: string, { about }: Recorded): string | undefined =>
  about.find((one) => one.startsWith(`${kind}:`))?.slice(kind.length + 1);

/** The room and the role that a fact is about: what a card says of where it was earned. */
function whereOf(fact: Recorded): Where {
  const [role, room] = [referred('role', fact), referred('room', fact)];
  return { ...(role !== undefined && { role }), ...(room !== undefined && { room }) };
}

/** What people were told is a drill begins so. */
const isCalledDrill = (message: string): boolean => /^DRILL\b/.test(message);

/** Ways in which somebody answers themself; declaring an incident is none. */
const ANSWERS: ReadonlySet<string> = new Set(['slack', 'sms', 'voice', 'command']);

const isPrivateFact = ({ about }: Recorded): boolean => about.includes(PRIVATE);

/** Nothing of a private incident earns anything. */
const unlessPrivate =
  <T>(read: (data: T, fact: Recorded) => readonly Meaning[]) =>
  (data: T, fact: Recorded): readonly Meaning[] =>
    isPrivateFact(fact) ? NOTHING : read(data, fact);

const READERS: ReadonlyMap<string, FactReader<Meaning>> = new Map([
  reader(cardsSwitchedOn, () => [{ is: 'switched', on: true }]),
  reader(cardsSwitchedOff, () => [{ is: 'switched', on: false }]),
  reader(cardsAsked, ({ person }) => [{ is: 'asked', person }]),
  reader(cardsChosen, ({ person, keep }) => [{ is: 'chose', person, keep }]),
  reader(cardsNamed, ({ person, isNamed }) => [{ is: 'named', person, isNamed }]),
  reader(cardGiven, ({ card, from, to }) => [{ is: 'given', card, from, to }]),
  reader(personForgotten, ({ person }) => [{ is: 'forgotten', person }]),
  reader(shiftsWeighed, ({ shifts }) => [
    {
      is: 'weighed',
      rarities: Object.fromEntries(shifts.map(({ shift, ...spare }) => [shift, rarityOf(spare)])),
    },
  ]),
  reader(assignmentChanged, ({ shift, person, to, how, start }, fact) => {
    if (to === 'arrived')
      // Whoever else may say so, a card is for who came and said it themself.
      return how === 'arrived' && fact.by === person
        ? [
            {
              is: 'arrived',
              person,
              shift,
              inTime: start !== undefined && fact.at.epochMilliseconds <= milliseconds(start),
              where: whereOf(fact),
            },
          ]
        : NOTHING;
    if (to === 'done') return [{ is: 'finished', person, shift }];
    const isOff = to === 'dropped' || to === 'no-show' || how === 'undone';
    return isOff ? [{ is: 'left', person, shift }] : NOTHING;
  }),
  reader(shiftRemoved, ({ shift }) => [{ is: 'shift-gone', shift }]),
  reader(coverOpened, ({ cover, night }) => (night ? [{ is: 'night-cover-asked', cover }] : NOTHING)),
  reader(coverTaken, ({ cover, shift, from, to, night }, fact) =>
    night && from !== to
      ? [{ is: 'night-cover-taken', cover, person: to, shift, where: whereOf(fact) }]
      : NOTHING,
  ),
  reader(
    pageOpened,
    unlessPrivate(({ page, message, test, drill }, { by }) =>
      test ? NOTHING : [{ is: 'page-opened', page, by, isDrill: drill === true || isCalledDrill(message) }],
    ),
  ),
  reader(
    drillAnswered,
    unlessPrivate(({ page, person }, fact) => [{ is: 'drill-answered', page, person, where: whereOf(fact) }]),
  ),
  reader(dojoDone, ({ person }) => [{ is: 'dojo-done', person }]),
  reader(
    pageAcknowledged,
    unlessPrivate(({ page, via, seconds }, fact) =>
      isPerson(fact.by) && ANSWERS.has(via)
        ? [{ is: 'page-answered', page, person: fact.by, seconds, where: whereOf(fact) }]
        : NOTHING,
    ),
  ),
  reader(pageEscalated, ({ page }, { by: person }) => [{ is: 'page-passed-on', page, person }]),
  reader(pageResolved, ({ page }) => [{ is: 'page-over', page }]),
  reader(pageLinked, ({ page, incident }, fact) =>
    isPrivateFact(fact) ? [{ is: 'page-hidden', page }] : [{ is: 'page-of', page, incident }],
  ),
  reader(
    incidentDeclared,
    unlessPrivate(({ incident, drill, page }) =>
      drill ? [{ is: 'drill', incident, ...(page !== undefined && { page }) }] : NOTHING,
    ),
  ),
  reader(madePrivate, ({ incident }) => [{ is: 'incident-hidden', incident }]),
  reader(madePublic, ({ incident }) => [{ is: 'incident-shown', incident }]),
  reader(
    actionDone,
    unlessPrivate(({ action, incident, inTime, owner }, { by }) =>
      owner === by && isPerson(by)
        ? [{ is: 'action-done', action, incident, person: by, inTime: inTime === true }]
        : NOTHING,
    ),
  ),
  reader(phoneVerified, ({ person }) => [{ is: 'phone-verified', person }]),
  reader(pagingTested, ({ person, reached }) =>
    reached.some((channel) => channel !== 'slack') ? [{ is: 'phone-tested', person }] : NOTHING,
  ),
  // What was in the ledger is there no more, or is somebody else's.
  reader(incidentErased, () => [{ is: 'recount' }]),
  reader(factsErased, () => [{ is: 'recount' }]),
]);

/** In the ledger's order. */
export function cardSignalsOf(facts: readonly Recorded[]): CardSignal[] {
  return facts.flatMap((fact) =>
    (READERS.get(fact.name)?.(fact) ?? NOTHING).map(
      (meaning): CardSignal => ({ ...meaning, id: fact.id, at: fact.at.epochMilliseconds }) as CardSignal,
    ),
  );
}

/** Facts that may earn a card or take one back, or after which all is counted anew: soon after them it is. */
const BEGIN: ReadonlySet<string> = new Set(
  [
    ...[cardsSwitchedOn, assignmentChanged, coverTaken, pageAcknowledged, drillAnswered, dojoDone],
    ...[actionDone, cardGiven, incidentErased, factsErased],
  ].map(({ name }) => name),
);
export const beginsCardCount = (name: string): boolean => BEGIN.has(name);
