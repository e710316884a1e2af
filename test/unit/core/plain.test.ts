/** Names and titles as they are compared: the quick way for ASCII says what the definition says. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { plain } from '../../../src/core/match.ts';

const byDefinition = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

it('is lower case, without accents, with one space between words', () => {
  expect(plain('  How fast, can YOU “DevOps”?\n(2nd)')).toBe('how fast can you devops 2nd');
  expect(plain('Málaga · El Niño')).toBe('malaga el nino');
  expect(plain('!?')).toBe('');
});

it('is the same by the quick way', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary-ascii' })), (text) => {
      expect(plain(text)).toBe(byDefinition(text));
    }),
  );
});
