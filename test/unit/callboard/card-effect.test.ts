/** Whether the cards do any good: the same numbers from the same ledger, and nothing made of few. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { cardEffectText } from '../../../src/callboard/cards/effect-lines.ts';
import { cardEffect, isEnough, medianOf } from '../../../src/callboard/domain/card-effect.ts';
import type { CardSignal } from '../../../src/callboard/domain/card-signal.ts';
import { translator } from '../../../src/i18n/index.ts';

type Bare = CardSignal extends infer S ? (S extends CardSignal ? Omit<S, 'id' | 'at'> : never) : never;
const signals = (...all: readonly Bare[]): CardSignal[] =>
  all.map(
    (one, index) => ({ ...one, id: `${index + 1}-0`, at: 1_559_721_600_000 + index * 1000 }) as CardSignal,
  );

const page = (code: string, seconds?: number, isDrill = false): Bare[] => [
  { is: 'page-opened', page: code, by: 'UZOE', isDrill },
  ...(seconds === undefined
    ? []
    : [{ is: 'page-answered' as const, page: code, person: 'UANA', seconds, where: {} }]),
];
const cover = (code: string, isTaken: boolean): Bare[] => [
  { is: 'night-cover-asked', cover: code },
  ...(isTaken
    ? [{ is: 'night-cover-taken' as const, cover: code, person: 'UANA', shift: 'H1', where: {} }]
    : []),
];
const on: Bare = { is: 'switched', on: true };
const off: Bare = { is: 'switched', on: false };

describe('before and after', () => {
  it('are told apart by the moment at which the event first had cards', () => {
    const effect = cardEffect(
      signals(
        ...page('P1', 300),
        ...page('P2', 100),
        ...cover('c1', false),
        { is: 'phone-verified', person: 'UANA' },
        { is: 'phone-verified', person: 'UBEN' },
        { is: 'phone-tested', person: 'UANA' },
        on,
        ...page('P3', 20),
        ...page('P4', 40),
        ...page('P5', 60),
        ...page('P6'),
        ...cover('c2', true),
        { is: 'phone-tested', person: 'UBEN' },
      ),
    );
    expect(effect?.before).toEqual({
      nightCovers: { some: 0, all: 1 },
      answers: { all: 2, seconds: 200 },
      phones: { some: 1, all: 2 },
    });
    expect(effect?.after).toEqual({
      nightCovers: { some: 1, all: 1 },
      answers: { all: 3, seconds: 40 },
      phones: { some: 2, all: 2 },
    });
  });

  it('leave out drills and private matters, and what happens while cards are off again', () => {
    const effect = cardEffect(
      signals(
        on,
        ...page('P1', 5, true),
        ...page('P2', 5),
        { is: 'page-of', page: 'P2', incident: 'I1' },
        { is: 'drill', incident: 'I1' },
        ...page('P3', 5),
        { is: 'page-of', page: 'P3', incident: 'I2' },
        { is: 'incident-hidden', incident: 'I2' },
        ...page('P4', 5),
        { is: 'page-hidden', page: 'P4' },
        ...page('P5', 30),
        off,
        ...page('P6', 900),
        ...cover('c1', true),
      ),
    );
    expect(effect?.after).toMatchObject({
      answers: { all: 1, seconds: 30 },
      nightCovers: { some: 0, all: 0 },
    });
  });

  it('are nothing where the event never had cards', () => {
    expect(cardEffect(signals(...page('P1', 5)))).toBeUndefined();
    expect(cardEffectText(undefined, { t: translator('en'), locale: 'en' }, 'UTC')).toBe('');
  });

  test('count a deed once, though it is said twice', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc
              .tuple(fc.constantFrom('P1', 'P2', 'P3'), fc.nat(200))
              .map(([code, seconds]) => page(code, seconds)),
            fc.tuple(fc.constantFrom('c1', 'c2'), fc.boolean()).map(([code, taken]) => cover(code, taken)),
            fc.constant([on]),
          ),
          { maxLength: 20 },
        ),
        (parts) => {
          const all = parts.flat();
          const [once, twice] = [
            cardEffect(signals(...all)),
            cardEffect(signals(...all.flatMap((one) => [one, one]))),
          ];
          expect(twice?.before.answers).toEqual(once?.before.answers);
          expect(twice?.after.answers).toEqual(once?.after.answers);
          expect((once?.after.nightCovers.some ?? 0) <= (once?.after.nightCovers.all ?? 0)).toBe(true);
        },
      ),
    );
  });
});

describe('the words', () => {
  const many = (count: number, seconds: number, first: number) =>
    Array.from({ length: count }, (_, index) => page(`P${first + index}`, seconds + index)).flat();

  it('say when there are too few to say anything, and give the counts all the same', () => {
    const text = cardEffectText(
      cardEffect(signals(...many(9, 60, 1), on, ...many(30, 20, 100))),
      { t: translator('en'), locale: 'en' },
      'Europe/Madrid',
    );
    expect(text).toContain('on since Wed 5 Jun 10:00');
    expect(text).toContain(
      '64 s (9 pages) before, 35 s (30 pages) after. _Fewer than 10 on one side: too few to say anything._',
    );
    expect(text).toContain('none before, none after.');
    expect(text).toContain('this says what was, not why');
  });

  it('are the numbers alone where there are enough', () => {
    const text = cardEffectText(
      cardEffect(signals(...many(10, 60, 1), on, ...many(11, 20, 100))),
      { t: translator('es'), locale: 'es' },
      'Europe/Madrid',
    );
    const line = text.split('\n').find((one) => one.includes('mediana'));
    expect(line).toContain('(10 avisos) antes');
    expect(line).not.toContain('demasiado pocos');
  });

  it('take the middle, and ten as enough', () => {
    expect(medianOf([])).toBeUndefined();
    expect(medianOf([3, 1, 2])).toBe(2);
    expect(medianOf([4, 1, 2, 3])).toBe(2.5);
    expect([isEnough(10, 10), isEnough(9, 100), isEnough(100, 9)]).toEqual([true, false, false]);
  });
});
