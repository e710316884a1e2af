/** The cards of an event are a function of its ledger: whoever counts, in whatever cuts, has the same ones. */
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it, test } from 'vitest';
import { cardSignalsOf } from '../../../src/callboard/cards/signals.ts';
import {
  cardGiven,
  cardsAsked,
  cardsChosen,
  cardsNamed,
  cardsSwitchedOff,
  cardsSwitchedOn,
} from '../../../src/callboard/domain/card-facts.ts';
import {
  type CardTally,
  cardsOf,
  emptyCardTally,
  foldCards,
  toBeAsked,
} from '../../../src/callboard/domain/card-tally.ts';
import { type Card, cardCodes, findCard, rarityOf } from '../../../src/callboard/domain/cards.ts';
import { personForgotten } from '../../../src/callboard/domain/forgotten.ts';
import { type FactKind, PRIVATE, type Recorded, recordFact } from '../../../src/core/commit.ts';
import { actionDone, incidentDeclared, madePrivate, madePublic } from '../../../src/incident/domain/facts.ts';
import {
  drillAnswered,
  pageAcknowledged,
  pageEscalated,
  pageLinked,
  pageOpened,
  pageResolved,
} from '../../../src/page/domain/facts.ts';
import {
  assignmentChanged,
  coverTaken,
  shiftRemoved,
  shiftsWeighed,
} from '../../../src/rota/domain/facts.ts';

const BEGIN = Temporal.Instant.from('2019-06-05T08:00:00Z');

/** A fact of the ledger without its place and time. */
type Said = { readonly fact: ReturnType<typeof recordFact> };
const said = <T>(kind: FactKind<T>, by: string, data: T, about: readonly string[] = []): Said => ({
  fact: recordFact(kind, { at: BEGIN, by, about, data }),
});

/** A minute after another, in the ledger's order. */
const ledger = (facts: readonly Said[]): Recorded[] =>
  facts.map(({ fact }, index) => ({
    ...fact,
    at: BEGIN.add({ minutes: index }),
    id: `${1559721600000 + index}-0`,
  }));

const PEOPLE = ['UANA', 'UBEN', 'UCAT', 'x-dan'];
const SHIFTS = ['H1', 'H2'];
const PAGES = ['P1', 'P2', 'P3'];
const INCIDENTS = ['I1', 'I2'];
const person = fc.constantFrom(...PEOPLE);
const shift = fc.constantFrom(...SHIFTS);
const page = fc.constantFrom(...PAGES);
const incident = fc.constantFrom(...INCIDENTS);
/** A page is of one incident, for ever. */
const matterOf = (code: string): string => (code === 'P2' ? 'I2' : 'I1');
const inAnHour = BEGIN.add({ hours: 1 }).toString();

const arrives = (who: string, code: string, start = inAnHour): Said =>
  said(
    assignmentChanged,
    who,
    { shift: code, person: who, from: 'accepted', to: 'arrived', how: 'arrived', start },
    [`shift:${code}`, `person:${who}`, 'room:Main hall', 'role:Door'],
  );
const place = (
  who: string,
  code: string,
  to: 'dropped' | 'no-show' | 'done' | 'accepted',
  how: 'dropped' | 'absent' | 'finished' | 'undone',
) => said(assignmentChanged, who, { shift: code, person: who, from: 'arrived', to, how }, [`shift:${code}`]);
const opens = (by: string, code: string, message = 'Projector', drill = false): Said =>
  said(pageOpened, by, {
    ...{ page: code, target: { kind: 'oncall', name: '' }, critical: false, message, test: false },
    ...(drill && { drill: true }),
  });
const answers = (who: string, code: string, seconds = 20): Said =>
  said(pageAcknowledged, who, { page: code, via: 'slack', seconds }, [`page:${code}`]);
const declares = (code: string, drill: boolean, of?: string): Said =>
  said(incidentDeclared, 'UORG', {
    ...{ incident: code, title: 'Power cut', kind: 'other', drill },
    ...(of !== undefined && { page: of }),
  });
const links = (code: string, of: string, isPrivate = false): Said =>
  said(pageLinked, 'UORG', { page: code, incident: of }, isPrivate ? [PRIVATE] : []);
const closes = (who: string, action: string, of: string, inTime = true, about: string[] = []): Said =>
  said(actionDone, who, { action, incident: of, text: 'done', inTime, owner: who }, about);
const covers = (who: string, code: string): Said =>
  said(coverTaken, who, { cover: `c-${code}`, shift: code, from: 'UZOE', to: who, night: true });
const chooses = (who: string, keep: boolean): Said => said(cardsChosen, who, { person: who, keep });

/** Of everything that may stand in a ledger, in any order: what no event would ever do is counted too. */
const anything: fc.Arbitrary<Said> = fc.oneof(
  fc.constant(said(cardsSwitchedOn, 'UORG', {})),
  fc.tuple(person, shift, fc.constantFrom(inAnHour, BEGIN.toString())).map(([a, b, c]) => arrives(a, b, c)),
  fc
    .tuple(
      person,
      shift,
      fc.constantFrom(
        ['dropped', 'dropped'],
        ['no-show', 'absent'],
        ['done', 'finished'],
        ['accepted', 'undone'],
      ),
    )
    .map(([a, b, [to, how]]) => place(a, b, to as 'done', how as 'finished')),
  shift.map((code) => said(shiftRemoved, 'UORG', { shift: code, people: [] })),
  fc
    .tuple(shift, fc.nat(5), fc.boolean())
    .map(([code, others, ifMoved]) =>
      said(shiftsWeighed, 'UORG', { shifts: [{ shift: code, others, ifMoved }] }),
    ),
  fc.tuple(person, shift).map(([a, b]) => covers(a, b)),
  fc
    .tuple(person, page, fc.constantFrom('Projector', 'DRILL: fire'), fc.boolean())
    .map(([a, b, c, d]) => opens(a, b, c, d)),
  fc.tuple(person, page, fc.nat(120)).map(([a, b, c]) => answers(a, b, c)),
  fc.tuple(person, page).map(([a, b]) => said(pageEscalated, a, { page: b, via: 'slack' })),
  fc.tuple(person, page).map(([a, b]) => said(pageResolved, a, { page: b, via: 'slack', seconds: 90 })),
  fc.tuple(page, fc.boolean()).map(([a, b]) => links(a, matterOf(a), b)),
  fc
    .tuple(incident, fc.boolean(), fc.option(page, { nil: undefined }))
    .map(([a, b, c]) => declares(a, b, c !== undefined && matterOf(c) === a ? c : undefined)),
  incident.map((code) => said(madePrivate, 'UORG', { incident: code, responders: [] }, [PRIVATE])),
  incident.map((code) => said(madePublic, 'UORG', { incident: code })),
  fc.tuple(person, page).map(([a, b]) => said(drillAnswered, a, { page: b, person: a, seconds: 12 })),
  fc
    .tuple(person, fc.constantFrom('A1', 'A2'), incident, fc.boolean())
    .map(([a, b, c, d]) => closes(a, b, c, d)),
  fc.tuple(person, fc.boolean()).map(([a, b]) => chooses(a, b)),
  fc.tuple(person, fc.boolean()).map(([a, b]) => said(cardsNamed, a, { person: a, isNamed: b })),
  person.map((a) => said(cardsAsked, 'callboard', { person: a })),
  fc
    .tuple(person, person, fc.nat(40))
    .map(([from, to, index]) => said(cardGiven, from, { card: `${1559721600000 + index}-0`, from, to })),
);
/** No code is given to two pages. */
const pagesOnce = (facts: readonly Said[]): Said[] => {
  const seen = new Set<string>();
  return facts.filter(({ fact: { name, data } }) => {
    const { page: code = '' } = data as { page?: string };
    if (name !== pageOpened.name) return true;
    const isNew = !seen.has(code);
    seen.add(code);
    return isNew;
  });
};
const anyLedger = fc
  .array(anything, { maxLength: 60 })
  .map((facts) => [said(cardsSwitchedOn, 'UORG', {}), ...pagesOnce(facts)]);

const count = (facts: readonly Recorded[], from: CardTally = emptyCardTally()): CardTally =>
  foldCards(from, cardSignalsOf(facts));
const cardsIn = (tally: CardTally): Card[] => Object.values(tally.cards);
const keysOf = (tally: CardTally): string[] =>
  cardsIn(tally)
    .map(({ deed, by, of, holder, rarity }) => [deed, by, of, holder, rarity].join(' '))
    .sort();

describe('whoever counts', () => {
  test('counts the same, in whatever cuts', () => {
    fc.assert(
      fc.property(anyLedger, fc.array(fc.nat(60), { maxLength: 6 }), (facts, cuts) => {
        const all = ledger(facts);
        let tally = emptyCardTally();
        const ends = [...new Set(cuts)].sort((a, b) => a - b).concat(all.length);
        let from = 0;
        for (const end of ends) {
          // As it is kept between two counts.
          tally = JSON.parse(JSON.stringify(count(all.slice(from, end), tally)));
          from = Math.max(from, Math.min(end, all.length));
        }
        expect(tally).toEqual(JSON.parse(JSON.stringify(count(all))));
      }),
      { numRuns: 400 },
    );
  });

  test('counts no deed twice, though each fact came twice', () => {
    fc.assert(
      fc.property(anyLedger, (facts) => {
        const once = count(ledger(facts));
        const deeds = cardsIn(once).map(({ deed, by, of }) => `${deed} ${by} ${of}`);
        expect(new Set(deeds).size).toBe(deeds.length);
        // Gifts name a place in the ledger, which is another one where each fact stands there twice.
        const without = facts.filter(({ fact }) => fact.name !== cardGiven.name);
        const twice = without.flatMap((one) => [one, one]);
        expect(keysOf(count(ledger(twice)))).toEqual(keysOf(count(ledger(without))));
      }),
      { numRuns: 300 },
    );
  });

  test('counts a drill as a drill and as nothing else', () => {
    fc.assert(
      fc.property(anyLedger, (facts) => {
        const all = ledger(facts);
        const datas = <T>(kind: FactKind<T>) =>
          all.filter(({ name }) => name === kind.name).map(({ data }) => data as T);
        const incidents = new Set(
          datas(incidentDeclared).flatMap(({ drill, incident: code }) => (drill ? [code] : [])),
        );
        const pages = new Set([
          ...datas(pageOpened).flatMap((one) =>
            one.drill || one.message.startsWith('DRILL') ? [one.page] : [],
          ),
          ...datas(incidentDeclared).flatMap((one) => (one.drill && one.page ? [one.page] : [])),
          ...datas(pageLinked).flatMap((one) => (incidents.has(one.incident) ? [one.page] : [])),
          ...datas(drillAnswered).map((one) => one.page),
        ]);
        for (const { of, deed } of cardsIn(count(all))) {
          const [kind = '', code = ''] = of.split(':');
          if (kind === 'page') expect(deed === 'drill').toBe(pages.has(code));
          if (kind === 'incident') expect(incidents).not.toContain(code);
        }
      }),
      { numRuns: 400 },
    );
  });

  test('has none of whoever opted out or was forgotten, and no name of theirs', () => {
    fc.assert(
      fc.property(anyLedger, person, fc.boolean(), (facts, who, isForgotten) => {
        const gone: Said = isForgotten
          ? said(personForgotten, 'UORG', { person: who, why: 'asked', documents: {}, jobs: 0 })
          : chooses(who, false);
        const tally = count(
          ledger([
            ...facts,
            gone,
            ...(isForgotten ? [] : facts.filter(({ fact }) => fact.name !== cardsChosen.name)),
          ]),
        );
        expect(cardsOf(tally, who)).toEqual([]);
        if (isForgotten) expect(cardsIn(tally).some(({ by }) => by === who)).toBe(false);
        expect(toBeAsked(tally)).not.toContain(who);
      }),
      { numRuns: 300 },
    );
  });

  test('has nothing of a private matter', () => {
    fc.assert(
      fc.property(anyLedger, page, (facts, code) => {
        const of = matterOf(code);
        const hidden = [
          links(code, of),
          said(madePrivate, 'UORG', { incident: of, responders: [] }, [PRIVATE]),
          answers('UANA', code),
          closes('UANA', 'A9', of),
          closes('UBEN', 'A8', of, true, [PRIVATE]),
        ];
        const cards = cardsIn(count(ledger([...facts, ...hidden])));
        expect(
          cards.filter((card) => card.of === `page:${code}` || card.of.startsWith(`incident:${of}:`)),
        ).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a card', () => {
  const on = said(cardsSwitchedOn, 'UORG', {});
  const deeds = (...facts: readonly Said[]) =>
    cardsIn(count(ledger([on, ...facts]))).map(({ deed, by }) => `${deed} ${by}`);

  it('is earned by being there by the start, and not a moment later', () => {
    const minute = (minutes: number) => BEGIN.add({ minutes }).toString();
    expect(deeds(arrives('UANA', 'H1', minute(1)))).toEqual(['on-time UANA']);
    expect(deeds(arrives('UANA', 'H1', BEGIN.add({ seconds: 59 }).toString()))).toEqual([]);
  });

  it('is taken back with what it was for', () => {
    expect(deeds(arrives('UANA', 'H1'), place('UANA', 'H1', 'dropped', 'dropped'))).toEqual([]);
    expect(deeds(arrives('UANA', 'H1'), place('UANA', 'H1', 'accepted', 'undone'))).toEqual([]);
    expect(deeds(arrives('UANA', 'H1'), said(shiftRemoved, 'UORG', { shift: 'H1', people: [] }))).toEqual([]);
    expect(deeds(covers('UBEN', 'H1'), place('UBEN', 'H1', 'no-show', 'absent'))).toEqual([]);
    const passedOn = said(pageEscalated, 'UANA', { page: 'P1', via: 'slack' });
    expect(deeds(opens('UZOE', 'P1'), answers('UANA', 'P1'), passedOn)).toEqual([]);
    expect(deeds(opens('UZOE', 'P1'), answers('UANA', 'P1'), passedOn, answers('UBEN', 'P1', 50))).toEqual([
      'quick-answer UBEN',
    ]);
  });

  it('stays where the shift was done to its end', () => {
    const done = place('UANA', 'H1', 'done', 'finished');
    const removed = said(shiftRemoved, 'UORG', { shift: 'H1', people: [] });
    expect(deeds(arrives('UANA', 'H1'), done, removed)).toEqual(['on-time UANA']);
  });

  it('is nobody’s who answers their own page, answers second, or answers a drill', () => {
    expect(deeds(opens('UANA', 'P1'), answers('UANA', 'P1'))).toEqual([]);
    expect(deeds(opens('UZOE', 'P1'), answers('UANA', 'P1', 60))).toEqual([]);
    expect(deeds(opens('UZOE', 'P1'), answers('UANA', 'P1', 59), answers('UBEN', 'P1'))).toEqual([
      'quick-answer UANA',
    ]);
    expect(deeds(opens('UZOE', 'P1', 'DRILL: fire'), answers('UANA', 'P1'))).toEqual([]);
    // It was a drill, as is said only afterwards.
    expect(deeds(opens('UZOE', 'P1'), answers('UANA', 'P1'), declares('I1', true, 'P1'))).toEqual([
      'drill UANA',
    ]);
    expect(
      deeds(
        opens('UZOE', 'P1', 'x', true),
        answers('UANA', 'P1'),
        said(drillAnswered, 'UANA', { page: 'P1', person: 'UANA', seconds: 20 }),
      ),
    ).toEqual(['drill UANA']);
  });

  it('of an action item is its owner’s, where it was done in time', () => {
    expect(deeds(declares('I1', false), closes('UANA', 'A1', 'I1'))).toEqual(['action UANA']);
    expect(deeds(declares('I1', false), closes('UANA', 'A1', 'I1', false))).toEqual([]);
    expect(deeds(declares('I1', true), closes('UANA', 'A1', 'I1'))).toEqual([]);
    const another = said(actionDone, 'UBEN', {
      action: 'A1',
      incident: 'I1',
      text: '',
      inTime: true,
      owner: 'UANA',
    });
    expect(deeds(another)).toEqual([]);
  });

  it('is earned while the event has cards, and kept while it has none', () => {
    const off = said(cardsSwitchedOff, 'UORG', {});
    expect(deeds(arrives('UANA', 'H1'), off, arrives('UANA', 'H2'))).toEqual(['on-time UANA']);
    expect(cardsIn(count(ledger([arrives('UANA', 'H1'), on])))).toEqual([]);
  });

  it('is given once, to somebody who takes cards', () => {
    const id = '1559721600001-0';
    const gives = (from: string, to: string) => said(cardGiven, from, { card: id, from, to });
    const holder = (...facts: readonly Said[]) =>
      count(ledger([on, arrives('UANA', 'H1'), ...facts])).cards[id]?.holder;
    expect(holder(gives('UANA', 'UBEN'))).toBe('UBEN');
    expect(holder(gives('UANA', 'UBEN'), gives('UANA', 'UCAT'))).toBe('UBEN');
    expect(holder(gives('UANA', 'UBEN'), gives('UBEN', 'UCAT'))).toBe('UBEN');
    expect(holder(gives('UBEN', 'UCAT'))).toBe('UANA');
    expect(holder(chooses('UBEN', false), gives('UANA', 'UBEN'))).toBe('UANA');
    expect(holder(gives('UANA', 'UBEN'), chooses('UBEN', false))).toBeUndefined();
    expect(holder(gives('UANA', 'UBEN'), chooses('UANA', false))).toBe('UBEN');
  });

  it('is as rare as its shift was hard to fill', () => {
    const weighs = (others: number, ifMoved: boolean) =>
      said(shiftsWeighed, 'UORG', { shifts: [{ shift: 'H1', others, ifMoved }] });
    const rarity = (...facts: readonly Said[]) =>
      cardsIn(count(ledger([on, ...facts]))).map((card) => card.rarity);
    expect(rarity(arrives('UANA', 'H1'))).toEqual(['usual']);
    expect(rarity(weighs(4, false), arrives('UANA', 'H1'))).toEqual(['usual']);
    expect(rarity(weighs(3, false), arrives('UANA', 'H1'))).toEqual(['uncommon']);
    expect(rarity(weighs(0, true), arrives('UANA', 'H1'))).toEqual(['rare']);
    expect(rarity(weighs(0, false), covers('UANA', 'H1'))).toEqual(['unique']);
    // A page that is answered from that shift is as rare; what is done elsewhere is not.
    expect(
      rarity(weighs(0, true), arrives('UANA', 'H1'), opens('UZOE', 'P1'), answers('UANA', 'P1')),
    ).toEqual(['rare', 'rare']);
    expect(rarityOf({ others: 0, ifMoved: false })).toBe('unique');
  });

  it('has a code that tells it from the others, and never comes to mean another one', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(100_000), { minLength: 1, maxLength: 120 }), (numbers) => {
        const cards = numbers.map((number) => ({ id: `1559721600000-${number}` }) as Card);
        const codes = cardCodes(cards);
        expect(new Set(codes.values()).size).toBe(cards.length);
        for (const card of cards) {
          expect(findCard(cards, codes.get(card.id) ?? '')).toBe(card);
          expect(findCard(cards, (codes.get(card.id) ?? '').toLowerCase().slice(1))).toBe(card);
        }
        expect(findCard(cards, 'C')).toBeUndefined();
        expect(findCard(cards, 'H45')).toBeUndefined();
      }),
      { numRuns: 60 },
    );
  });
});
