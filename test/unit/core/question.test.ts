/** A question before harm: it fires for what it named, once, and never on something that has changed. */
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import {
  answerButton,
  consentFrom,
  consentTo,
  type Marks,
  questionMessage,
  weighHarm,
} from '../../../src/core/question.ts';
import { mrkdwn } from '../../../src/slack/mrkdwn.ts';
import { checkMessage } from '../../support/slack-limits.ts';

const NOW = Temporal.Instant.from('2019-06-05T08:00:00Z');
const kinds = fc.uniqueArray(fc.constantFrom('past', 'long', 'empty', 'new-role'));
const marks: fc.Arbitrary<Marks> = fc.dictionary(
  fc.constantFrom('H1', 'H2', 'role Stage'),
  fc.nat({ max: 2 }),
);
const harmsOf = (all: readonly string[]) => all.map((kind) => ({ kind }));

describe('weighHarm', () => {
  it('without harm nobody is asked; with harm everybody is', () => {
    fc.assert(
      fc.property(kinds, marks, (all, on) => {
        expect(weighHarm(harmsOf(all), on, undefined)).toBe(all.length === 0 ? 'go' : 'ask');
      }),
    );
  });

  it('an answer goes exactly where nothing changed and all that speaks against it was named', () => {
    fc.assert(
      fc.property(kinds, kinds, marks, marks, (named, now, then, on) => {
        const answer = weighHarm(harmsOf(now), on, consentTo('x', NOW, harmsOf(named), then));
        const same =
          JSON.stringify(Object.entries(then).sort()) === JSON.stringify(Object.entries(on).sort());
        const allNamed = now.every((kind) => named.includes(kind));
        expect(answer).toBe(same ? (allNamed ? 'go' : 'ask') : 'changed');
      }),
    );
  });
});

it('a button carries its consent there and back', () => {
  const consent = consentTo('Stge 14:00-16:00', NOW, [{ kind: 'new-role' }], { 'role Stge': 0, H3: 4 });
  const { value } = answerButton('rota.add-anyway', 'Create role Stge', consent, 'danger');
  expect(consentFrom(value ?? '')).toEqual({ consent, at: NOW });
});

it('refuses what is longer than a button carries, and what is no consent', () => {
  const long = consentTo('x'.repeat(2000), NOW, [], {});
  expect(() => answerButton('rota.add-anyway', 'Add anyway', long)).toThrow('common.longText');
  expect(() => consentFrom('{}')).toThrow('common.badPress');
});

it('names every harm, and what is better before doing it anyway', () => {
  const on = consentTo('x', NOW, [], {});
  const message = questionMessage(
    [
      { kind: 'past', text: mrkdwn`It is in the past.` },
      { kind: 'long', text: mrkdwn`It lasts 22 h.` },
    ],
    [answerButton('rota.add-instead', '14:00–16:00', on, 'primary')],
    answerButton('rota.add-anyway', 'Add anyway', on, 'danger'),
  );
  checkMessage(message);
  expect(message.text).toBe(':warning: It is in the past.\n:warning: It lasts 22 h.');
  const [, row] = message.blocks ?? [];
  expect(row?.type === 'actions' && row.elements.map((one) => 'action_id' in one && one.action_id)).toEqual([
    'rota.add-instead',
    'rota.add-anyway',
  ]);
});
