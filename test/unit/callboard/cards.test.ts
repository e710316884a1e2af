/** From what somebody did to their card: asked once, kept, shown, given, printed, and gone with whoever wants none. */
import { Temporal } from 'temporal-polyfill';
import { beforeEach, describe, expect, it, test } from 'vitest';
import { cardsRoutes } from '../../../commands/callboard/cards-routes.ts';
import { callboard } from '../../../commands/callboard/command.ts';
import { exportVerb } from '../../../commands/callboard/export.ts';
import { callboardHome } from '../../../commands/callboard/home.ts';
import { incident } from '../../../commands/incident/command.ts';
import { page } from '../../../commands/page/command.ts';
import { rota } from '../../../commands/rota/command.ts';
import { jobs } from '../../../jobs/index.ts';
import { cardsCountedWith, countCardsNow, scheduleCardCount } from '../../../src/callboard/cards/count.ts';
import { cardSignalsOf } from '../../../src/callboard/cards/signals.ts';
import {
  CARD_TALLY_ID,
  cardsOf,
  cardTallyDocument,
  emptyCardTally,
  foldCards,
} from '../../../src/callboard/domain/card-tally.ts';
import { cardCodes } from '../../../src/callboard/domain/cards.ts';
import { countCards } from '../../../src/callboard/domain/jobs.ts';
import { eraseFact } from '../../../src/callboard/erase-facts.ts';
import type { Reply } from '../../../src/core/command.ts';
import { put, recordFact } from '../../../src/core/commit.ts';
import { declareIncident } from '../../../src/incident/declare.ts';
import { type ActionItem, closeAction } from '../../../src/incident/domain/action.ts';
import { coverDocument } from '../../../src/rota/domain/cover.ts';
import { volunteerChanged } from '../../../src/rota/domain/facts.ts';
import { afterNight } from '../../../src/rota/domain/hours.ts';
import { weighShifts } from '../../../src/rota/domain/plan.ts';
import { defaultRota } from '../../../src/rota/domain/settings.ts';
import { volunteerDocument } from '../../../src/rota/domain/volunteer.ts';
import { fakeEvent, fakeWorld, somebody, type World } from '../../support/fake-deps.ts';

const words = (reply: unknown): string => JSON.stringify(reply);
const people = [
  somebody('UORG'),
  somebody('UANA', { name: 'Ana Álvarez' }),
  somebody('UBEN', { name: 'Ben' }),
  somebody('UATT'),
];

let world: World;
beforeEach(async () => {
  world = await fakeWorld('2019-06-05T08:00:00Z', people, fakeEvent({ crew: ['UANA', 'UBEN'] }));
});

const toCard = async () => {
  await world.type('UORG', callboard, 'cards event on');
  await world.type('UORG', rota, 'add Door 10:30-12:00 @uana');
  await world.settle(jobs);
  await world.type('UANA', rota, 'here');
  await world.store.commit({ jobs: [scheduleCardCount(world.clock.now())] });
  await world.advance('PT6M', jobs);
};
const codeOf = async (person: string): Promise<string> => {
  const { tally } = await countCardsNow(world.deps);
  return [...cardCodes(cardsOf(tally, person)).values()][0] ?? 'none';
};
const deedsOf = async (person: string): Promise<string[]> =>
  cardsOf((await countCardsNow(world.deps)).tally, person).map(({ deed }) => deed);
const asked = () => world.chat.sent.filter(({ text }) => text.includes('earned you a card'));
const home = async (person: string): Promise<string> =>
  words(await callboardHome(await world.asking(person), world.deps));
const sheet = async (reply: Reply) => {
  const [, token = ''] = /\/cards\/([\w-]+)/.exec(words(reply)) ?? [];
  const request = { params: { token }, query: {}, headers: {}, body: {} };
  const answer = await cardsRoutes[0]?.run(request, world.deps);
  if (!answer) throw new Error('no door');
  return answer;
};

describe('an event', () => {
  it('has no cards until somebody says so: nothing is counted, asked or shown', async () => {
    await world.type('UORG', rota, 'add Door 10:30-12:00 @uana');
    await world.type('UANA', rota, 'here');
    await world.store.commit({ jobs: [scheduleCardCount(world.clock.now())] });
    await world.advance('PT6M', jobs);
    expect(asked()).toEqual([]);
    expect(await world.store.get(cardTallyDocument, CARD_TALLY_ID)).toBeUndefined();
    expect(words(await world.type('UANA', callboard, 'cards'))).toContain('has no cards');
    for (const text of ['cards', 'cards on'])
      expect(words(await world.type('UORG', callboard, text))).toContain('cards event on');
    const settings = { peek: async () => new Map() };
    const arrived = (await world.store.facts()).filter(({ name }) => name === 'shift.assignment');
    expect(await cardsCountedWith(settings, world.clock)({ facts: arrived })).toEqual([]);
  });

  it('says in its report what became of it, before and after', async () => {
    const deps = { ...world.deps, backup: async () => new Uint8Array() };
    const report = async () =>
      words(
        await exportVerb.run(
          { ...(await world.asking('UORG')), text: '', channel: '', progress: async () => {} },
          deps,
        ),
      );
    expect(await report()).not.toContain('Before and after the cards');
    await toCard();
    expect(await report()).toContain('Before and after the cards, on since Wed 5 Jun 10:00');
  });

  it('has them from the moment that an organizer says so, which is a fact', async () => {
    await expect(world.type('UANA', callboard, 'cards event on')).rejects.toThrow();
    await toCard();
    const names = (await world.store.facts({ about: 'event' })).map(({ name }) => name);
    expect(names).toContain('cards.switched-on');
    const event = { id: 'event', version: 1, value: fakeEvent({ cards: true }) };
    const follow = cardsCountedWith({ peek: async () => new Map([['event', event]]) }, world.clock);
    const arrived = (await world.store.facts()).filter(({ name }) => name === 'shift.assignment');
    expect(await follow({ facts: arrived })).toMatchObject([{ name: countCards.name }]);
    expect(await follow({ facts: [] })).toEqual([]);
    // So that nobody who looks has to read the whole ledger.
    const switched = (await world.store.facts()).filter(({ name }) => name === 'cards.switched-on');
    const without = cardsCountedWith({ peek: async () => new Map() }, world.clock);
    expect(await without({ facts: switched })).toMatchObject([{ name: countCards.name }]);
    await world.type('UORG', callboard, 'cards event off');
    expect(words(await world.type('UANA', callboard, 'cards'))).toContain('has no cards');
  });
});

describe('whoever has a first card', () => {
  it('is asked once, whatever they say or do not say', async () => {
    await toCard();
    expect(asked()).toHaveLength(1);
    expect(words(asked())).toContain('Keep my cards');
    expect(words(asked())).toContain('No cards, ever');
    await world.type('UORG', rota, 'add Door 12:00-13:00 @uana');
    await world.settle(jobs);
    await world.advance('PT3H', jobs);
    await world.type('UANA', rota, 'here');
    await world.store.commit({ jobs: [scheduleCardCount(world.clock.now())] });
    await world.advance('PT10M', jobs);
    expect(asked()).toHaveLength(1);
    // They have not answered: nothing is shown of what they have, and they may answer at any time.
    expect(await home('UANA')).not.toContain('Your cards');
    expect(words(await world.type('UANA', callboard, 'cards'))).toContain('Do you want to keep');
  });

  it('is not woken to be asked', async () => {
    await world.type('UORG', callboard, 'cards event on');
    await world.advance('PT18H', jobs);
    await world.type('UORG', page, '@uana The stage is on fire');
    await world.settle(jobs);
    await world.type('UANA', page, 'ack P1');
    await world.store.commit({ jobs: [scheduleCardCount(world.clock.now())] });
    await world.advance('PT1H', jobs);
    expect(asked()).toEqual([]);
    await world.type('UORG', page, 'resolve P1');
    await world.advance('PT2H', jobs);
    expect(asked()).toHaveLength(1);
    const at = (clock: string) =>
      afterNight(Temporal.Instant.from(clock), defaultRota.night, 'Europe/Madrid').toString();
    expect(at('2019-06-05T19:59:00Z')).toBe('2019-06-05T19:59:00Z');
    expect(at('2019-06-05T20:00:00Z')).toBe('2019-06-06T04:00:00Z');
    expect(at('2019-06-06T03:59:00Z')).toBe('2019-06-06T04:00:00Z');
    expect(at('2019-06-06T04:00:00Z')).toBe('2019-06-06T04:00:00Z');
  });

  it('keeps them, and finds them in Home, as a picture with words, and in the thanks', async () => {
    await toCard();
    const kept = words(await world.press('UANA', callboard, 'callboard.cards-keep'));
    expect(kept).toContain('They are yours');
    expect(await home('UANA')).toContain('● Usual · *On time* · H1 · Door');
    expect(await home('UBEN')).not.toContain('On time');
    const reply = await world.type('UANA', callboard, 'cards');
    if (!reply || !('file' in reply)) throw new Error('no picture');
    expect(reply.comment).toContain(
      `\`${await codeOf('UANA')}\` ● Usual · *On time* · H1 · Door · Wed 5 Jun 10:00`,
    );
    expect(reply.file.alt).toBe('A card: On time, H1 · Door, Wed 5 Jun 10:00, Ana Álvarez, Usual, TestConf.');
    expect(world.pictures.svgs.at(-1)).toContain('Ana Álvarez');
    expect(words(await world.press('UANA', callboard, 'callboard.cards'))).toContain('On time');
    await world.advance('PT6H', jobs);
    const thanks = world.chat.sent.find(({ to, text }) => to === 'UANA' && text.includes('Thank you'));
    expect(words(world.chat.sent.filter(({ to }) => to === 'UANA'))).toContain(
      'And these are your cards (1)',
    );
    expect(thanks).toBeDefined();
  });

  it('has their name on them, or none', async () => {
    await toCard();
    await world.press('UANA', callboard, 'callboard.cards-keep');
    expect(words(await world.type('UANA', callboard, 'cards name off'))).toContain('No name');
    await world.type('UANA', callboard, 'cards');
    expect(world.pictures.svgs.at(-1)).not.toContain('Ana');
    await world.type('UANA', callboard, 'cards name');
    await world.type('UANA', callboard, 'cards');
    expect(world.pictures.svgs.at(-1)).toContain('Ana Álvarez');
  });

  it('wants none: they are gone, none is counted, nobody asks, and they alone may change that', async () => {
    await toCard();
    expect(words(await world.press('UANA', callboard, 'callboard.cards-off'))).toContain('nobody asks again');
    expect(await deedsOf('UANA')).toEqual([]);
    expect(words(await world.type('UANA', callboard, 'cards'))).toContain('as you wanted');
    await world.type('UORG', rota, 'add Door 10:40-11:00 @uana');
    await world.settle(jobs);
    await world.type('UANA', rota, 'here');
    expect(await deedsOf('UANA')).toEqual([]);
    await world.type('UANA', callboard, 'cards on');
    expect(await deedsOf('UANA')).toEqual([]);
    expect(words(await world.type('UANA', callboard, 'cards'))).toContain('No cards yet');
    expect(asked()).toHaveLength(1);
  });
});

describe('a card', () => {
  it('is given once, to crew who take cards; both see it, and the other is asked with it', async () => {
    await toCard();
    const give = (whom: string, code: string) => world.type('UANA', callboard, `cards give ${code} ${whom}`);
    const code = await codeOf('UANA');
    await expect(give('@uben', code)).rejects.toMatchObject({ key: 'callboard.cards.notKept' });
    await world.press('UANA', callboard, 'callboard.cards-keep');
    await expect(give('@uben', 'C2222')).rejects.toMatchObject({ key: 'callboard.cards.noSuch' });
    await expect(give('@uana', code)).rejects.toMatchObject({ key: 'callboard.cards.toSelf' });
    // Whoever is no crew, and whoever wants none: in the same words.
    await expect(give('@uatt', code)).rejects.toMatchObject({ key: 'callboard.cards.notTo' });
    await world.type('UBEN', callboard, 'cards off');
    await expect(give('@uben', code)).rejects.toMatchObject({ key: 'callboard.cards.notTo' });
    await world.type('UBEN', callboard, 'cards on');
    expect(words(await give('@uben', code))).toContain('Given to <@UBEN>');
    await world.settle(jobs);
    const told = world.chat.sent.filter(({ to, text }) => to === 'UBEN' && text.includes('gives you a card'));
    expect(told).toHaveLength(1);
    expect(words(told)).toContain('<@UANA>');
    await expect(give('@uben', code)).rejects.toMatchObject({ key: 'callboard.cards.noSuch' });
    await expect(
      world.type('UBEN', callboard, `cards give ${await codeOf('UBEN')} @uana`),
    ).rejects.toMatchObject({ key: 'callboard.cards.givenOnce' });
    // It says whose deed it was, until they want no name on cards, wherever these are.
    await world.type('UBEN', callboard, 'cards');
    expect(world.pictures.svgs.at(-1)).toContain('Ana Álvarez');
    await world.type('UANA', callboard, 'cards off');
    await world.type('UBEN', callboard, 'cards');
    expect(world.pictures.svgs.at(-1)).not.toContain('Ana');
  });

  it('goes from two hands at once into one', async () => {
    await toCard();
    await world.press('UANA', callboard, 'callboard.cards-keep');
    const code = await codeOf('UANA');
    const both = await Promise.allSettled(
      ['@uben', '@uorg'].map((whom) => world.type('UANA', callboard, `cards give ${code} ${whom}`)),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await world.settle(jobs);
    expect(world.chat.sent.filter(({ text }) => text.includes('gives you a card'))).toHaveLength(1);
  });

  it('is printed from an address that ends, and opens what is theirs alone', async () => {
    await toCard();
    await expect(world.type('UANA', callboard, 'cards sheet')).rejects.toMatchObject({
      key: 'callboard.cards.notKept',
    });
    await world.press('UANA', callboard, 'callboard.cards-keep');
    const link = await world.type('UANA', callboard, 'cards sheet');
    const { body, headers } = await sheet(link);
    expect(body).toContain('Ana Álvarez');
    expect(body).toContain('@page{size:A4');
    expect(headers?.['cache-control']).toBe('no-store');
    // Another address ends the first, and twelve hours end that.
    const next = await world.type('UANA', callboard, 'cards sheet');
    expect((await sheet(link)).status).toBe(404);
    await world.advance('PT12H', jobs);
    expect((await sheet(next)).status).toBe(404);
  });

  it('shows how hard the optimizer found its shift to fill', async () => {
    await world.type('UORG', callboard, 'cards event on');
    await world.type('UORG', rota, 'add Door 10:30-12:00 @uana');
    await world.settle(jobs);
    const deciding = { now: world.clock.now(), by: 'UORG', settings: defaultRota };
    await world.store.commit(weighShifts(deciding, [{ shift: 'H1', others: 0, ifMoved: true }]));
    await world.type('UANA', rota, 'here');
    await world.type('UANA', callboard, 'cards on');
    expect(words(await world.type('UANA', callboard, 'cards'))).toContain('◆ Rare');
  });

  test('of many there are six a picture', async () => {
    await world.type('UORG', callboard, 'cards event on');
    await world.type('UANA', callboard, 'cards on');
    for (let code = 1; code <= 8; code++) {
      await world.type('UORG', page, `@uana Number ${code}`);
      await world.settle(jobs);
      await world.type('UANA', page, `ack P${code}`);
    }
    expect(words(await world.type('UANA', callboard, 'cards'))).toContain(
      '`/callboard cards 2` shows the next (2 of 2)',
    );
    const second = words(await world.type('UANA', callboard, 'cards 2'));
    expect(second.match(/First to answer/g)?.length).toBe(4);
    expect(words(await world.type('UANA', callboard, 'cards 99'))).toContain('First to answer');
    expect(await home('UANA')).toContain('Your cards: 8');
  });
});

describe('what a fact says of itself', () => {
  it('a shift of the night that somebody covers earns a card; one of the day does not', async () => {
    await world.type('UORG', callboard, 'cards event on');
    await world.type('UORG', rota, 'add Door 23:00-02:00 @uana');
    await world.type('UORG', rota, 'add Door 15:00-17:00 @uana');
    await world.settle(jobs);
    await world.store.commit({
      put: [put(volunteerDocument, 'UBEN', { person: 'UBEN', roles: ['Door'], skills: [] })],
      facts: [
        recordFact(volunteerChanged, {
          ...{ at: world.clock.now(), by: 'UBEN', about: [] },
          data: { person: 'UBEN', fields: ['roles'] },
        }),
      ],
    });
    for (const code of ['H1', 'H2']) {
      await world.type('UANA', rota, `cover ${code}`);
      await world.settle(jobs);
    }
    for (const { id } of await world.store.all(coverDocument))
      await world.press('UBEN', rota, 'rota.cover-take', id);
    const { tally } = await countCardsNow(world.deps);
    expect(cardsOf(tally, 'UBEN').map(({ deed, of }) => [deed, of])).toEqual([['night-cover', 'shift:H1']]);
  });

  it('an action item is in time to the end of its day, as the event’s days go', () => {
    const item: ActionItem = {
      ...{ code: 'A1', incident: 'I1', text: 'Label the breakers', owner: 'UANA' },
      ...{ due: '2019-06-05', state: 'open', snoozed: [] },
    };
    const inTime = (now: string, zone: string) => {
      const how = { by: 'UANA', zone, now: Temporal.Instant.from(now) };
      const { facts = [] } = closeAction({ id: 'A1', version: 1, value: item }, { code: 'I1' }, 'done', how);
      return facts.map(({ data }) => (data as { inTime: boolean }).inTime)[0];
    };
    expect(inTime('2019-06-05T21:59:00Z', 'Europe/Madrid')).toBe(true);
    expect(inTime('2019-06-05T22:00:00Z', 'Europe/Madrid')).toBe(false);
    expect(inTime('2019-06-06T05:00:00Z', 'America/Los_Angeles')).toBe(true);
  });
});

describe('a drill, and what is private', () => {
  it('a drill that is answered earns a drill’s card, and no other', async () => {
    await world.type('UORG', callboard, 'cards event on');
    await world.type('UORG', rota, 'add Door 10:00-12:00 @uana');
    await world.settle(jobs);
    await world.type('UORG', callboard, 'drill Fire alarm');
    await world.settle(jobs);
    await world.type('UANA', page, 'ack P1');
    await world.settle(jobs);
    expect(await deedsOf('UANA')).toEqual(['drill']);
    expect(await deedsOf('UORG')).toEqual([]);
  });

  it('a page that becomes part of a private incident has earned nothing', async () => {
    await world.type('UORG', callboard, 'cards event on');
    await world.type('UORG', page, '@uana Somebody has fallen');
    await world.settle(jobs);
    await world.type('UANA', page, 'ack P1');
    expect(await deedsOf('UANA')).toEqual(['quick-answer']);
    const matter = { title: 'Somebody has fallen', severity: 'sev2', page: 'P1' } as const;
    const { code } = await declareIncident(matter, 'UORG', world.clock.now(), world.deps);
    await world.settle(jobs);
    expect(await deedsOf('UANA')).toEqual(['quick-answer']);
    await world.type('UORG', incident, `private ${code}`);
    await world.settle(jobs);
    expect(await deedsOf('UANA')).toEqual([]);
  });
});

it('whoever is forgotten has no card any more, as is counted on and anew', async () => {
  await toCard();
  await world.press('UANA', callboard, 'callboard.cards-keep');
  await world.type('UANA', callboard, `cards give ${await codeOf('UANA')} @uben`);
  await world.type('UORG', rota, 'add Door 10:40-11:00 @uana');
  await world.settle(jobs);
  await world.type('UANA', rota, 'here');
  await world.store.commit({ jobs: [scheduleCardCount(world.clock.now())] });
  await world.advance('PT6M', jobs);
  await world.type('UORG', rota, 'drop H2 @uana');
  await world.settle(jobs);
  await world.press('UORG', callboard, 'callboard.forget', 'UANA');
  await world.settle(jobs);
  const counted = (await countCardsNow(world.deps)).tally;
  expect(words(counted)).not.toContain('UANA');
  expect(Object.values(counted.cards)).toEqual([]);
  const anew = foldCards(emptyCardTally(), cardSignalsOf(await world.store.facts()));
  expect(anew.cards).toEqual(counted.cards);
  expect(anew.people).toEqual(counted.people);
  // The facts of a gift hold ids and nothing else.
  const eraser = { is: () => false, text: (text: string) => text, value: <T>(value: T) => value };
  const gift = (await world.store.facts()).find(({ name }) => name === 'cards.given');
  expect(gift && eraseFact(gift, eraser)).toBe(gift);
});
