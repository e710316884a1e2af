/** Names and titles as they are compared. */
import { expect, it } from 'vitest';
import { plain } from '../../../src/core/match.ts';

it('is lower case, without accents, with one space between words', () => {
  expect(plain('  How fast, can YOU “DevOps”?\n(2nd)')).toBe('how fast can you devops 2nd');
  expect(plain('Málaga · El Niño')).toBe('malaga el nino');
  expect(plain('!?')).toBe('');
});
