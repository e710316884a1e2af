/** Text that came from outside must never act in Slack. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pieces } from '../../../src/adapters/slack/payload.ts';
import { truncatePlain } from '../../../src/core/text.ts';
import {
  bold,
  code,
  escape,
  escapeTyped,
  fromCatalog,
  link,
  mrkdwn,
  truncate,
  typedText,
  unescape,
} from '../../../src/slack/mrkdwn.ts';

test('whatever is escaped cannot be a mention, a link or a command, and comes back whole', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(escape(text)).not.toMatch(/[<>]/);
      expect(unescape(escape(text))).toBe(text);
    }),
  );
  expect(escape('<!channel> & co')).toBe('&lt;!channel&gt; &amp; co');
});

test('what a member typed keeps their mentions, and nothing that shouts', () => {
  expect(escapeTyped('<@U123|ana> in <#C9|ops> says <!here> & <b>')).toBe(
    '<@U123> in <#C9> says &lt;!here&gt; &amp; &lt;b&gt;',
  );
});

test('addresses, mail and numbers that Slack wrapped are as they were typed', () => {
  expect(
    typedText(
      'import <https://x.org/a?b=1&amp;c|x.org> for <mailto:a@b.org|a@b.org> <tel:+12025550101|+1 202>',
    ),
  ).toBe('import https://x.org/a?b=1&c for a@b.org +12025550101');
  expect(typedText('add <@U1|ana> 1 &lt; 2')).toBe('add <@U1|ana> 1 < 2');
});

test('what was typed has its letters as we write them, and nothing that nobody sees', () => {
  expect(typedText('show\u200b S17\u2060 man\u0303ana')).toBe('show S17 mañana');
  expect(typedText('👨‍👩‍👧 ❤️')).toBe('👨‍👩‍👧 ❤️');
});

test('bold, code and links cannot be ended from inside', () => {
  expect(bold('a*b')).toBe('*a∗b*');
  expect(code('a`b')).toBe('`aˋb`');
  expect(link('https://x.org/?a=1&b=2|x>', 'more | <here>')).toBe(
    '<https://x.org/?a=1&amp;b=2%7Cx%3E|more ∣ &lt;here&gt;>',
  );
});

/** Text with all that a cut could go through: emoji, families, accents, entities, mentions, links. */
const piece = fc.constantFrom(
  ...['a', ' ', '🎤', '👩‍👩‍👧', 'é', 'e\u0301', '&amp;', '&lt;', '<@U123>', '<!date^1^{time}|soon>'],
  ...['<https://x.org/?a=1&amp;b=2|more &amp; more>', '&', '<', '>', '\n', 'ñ'],
);
const marked = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));
const point = fc.integer({ min: 0, max: 0x10ffff }).filter((code) => code < 0xd800 || code > 0xdfff);
const anything = fc.array(point, { maxLength: 60 }).map((codes) => String.fromCodePoint(...codes));
const max = fc.integer({ min: 1, max: 90 });
const LONE = /\p{Surrogate}/u;

test.each([
  ['plain', truncatePlain],
  ['mrkdwn', (text: string, most: number) => truncate(text, most)],
])('what is cut short (%s) is a beginning and an ellipsis, within the limit', (_, cut) => {
  fc.assert(
    fc.property(fc.oneof(marked, anything), max, (text, most) => {
      const result = cut(text, most);
      expect(result.length).toBeLessThanOrEqual(most);
      if (text.length <= most) {
        expect(result).toBe(text);
        return;
      }
      expect(result.endsWith('…')).toBe(true);
      expect(text.startsWith(result.slice(0, -1))).toBe(true);
      expect(result).not.toMatch(LONE);
    }),
  );
});

test('a cut goes through no entity, mention, date or link', () => {
  const whole = fc.constantFrom(
    'a',
    '🎤',
    '&amp;',
    '&lt;',
    '<@U123>',
    '<https://x.org/?a=1&amp;b=2|a &amp; b>',
  );
  fc.assert(
    fc.property(fc.array(whole, { maxLength: 30 }), max, (pieces, most) => {
      const result = truncate(pieces.join(''), most).replace(/…$/, '');
      expect(pieces.map((_, i) => pieces.slice(0, i).join(''))).toSatisfy((beginnings: string[]) =>
        [...beginnings, pieces.join('')].includes(result),
      );
    }),
  );
});

test('the pieces of a long message are whole: together they are the message, each can be sent alone', () => {
  fc.assert(
    fc.property(marked, fc.integer({ min: 8, max: 60 }), (text, most) => {
      const found = pieces(fromCatalog(text), most);
      expect(found.join('').replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''));
      for (const one of found) {
        expect(one.length).toBeLessThanOrEqual(most);
        expect(one).not.toMatch(LONE);
      }
    }),
  );
  expect(pieces(mrkdwn`123456&amp;8`, 8)).toEqual(['123456', '&amp;8']);
});

test('nothing that turns the direction of the text, and no half of a character, is left', () => {
  expect(escape('Vic \u202eevil\u202c \ud83d')).toBe('Vic evil \ufffd');
});
