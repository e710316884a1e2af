/** Text that came from outside must never act in Slack. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  bold,
  code,
  escape,
  escapeTyped,
  link,
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

test('bold, code and links cannot be ended from inside', () => {
  expect(bold('a*b')).toBe('*a∗b*');
  expect(code('a`b')).toBe('`aˋb`');
  expect(link('https://x.org/?a=1&b=2|x>', 'more | <here>')).toBe(
    '<https://x.org/?a=1&amp;b=2%7Cx%3E|more ∣ &lt;here&gt;>',
  );
});

test('clipping keeps the limit', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 1, max: 50 }), (text, max) => {
      expect(truncate(text, max).length).toBeLessThanOrEqual(max);
    }),
  );
});
