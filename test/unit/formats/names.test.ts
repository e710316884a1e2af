/** Lists of names as people type them, told apart; and the names that are one although they do not look it. */
import { describe, expect, it } from 'vitest';
import { looksLikeNames, namesIn } from '../../../src/formats/names.ts';

describe('names in a cell', () => {
  it.each([
    ['Ada Lovelace, Grace Hopper', ['Ada Lovelace', 'Grace Hopper']],
    ['Lovelace, Ada; Hopper, Grace', ['Ada Lovelace', 'Grace Hopper']],
    ['Ada Lovelace; Grace Hopper', ['Ada Lovelace', 'Grace Hopper']],
    ['Ada Lovelace (Example, Inc.)', ['Ada Lovelace']],
    ['Ada L (Uni), Grace H (Navy)', ['Ada L', 'Grace H']],
    ['Ada Lovelace and Grace Hopper', ['Ada Lovelace', 'Grace Hopper']],
    ['Ada Lovelace / Grace Hopper', ['Ada Lovelace', 'Grace Hopper']],
    ['Ada Lovelace & Grace Hopper', ['Ada Lovelace', 'Grace Hopper']],
    ['Ada Lovelace und Grace Hopper', ['Ada Lovelace', 'Grace Hopper']],
    ['Ana García Ruiz y Luis Pérez Gil', ['Ana García Ruiz', 'Luis Pérez Gil']],
    ['A and B', ['A', 'B']],
    ['José Ortega y Gasset', ['José Ortega y Gasset']],
    ['Ada Lovelace, PhD', ['Ada Lovelace, PhD']],
    ['Ada Lovelace, Ph.D., Grace Hopper', ['Ada Lovelace, Ph.D.', 'Grace Hopper']],
    ['Lovelace, Ada', ['Ada Lovelace']],
    ['Ada Lovelace\nGrace Hopper', ['Ada Lovelace', 'Grace Hopper']],
    ['• Ada Lovelace\n• Grace Hopper', ['Ada Lovelace', 'Grace Hopper']],
    ['Ada Lovelace <ada@example.org>', ['Ada Lovelace <ada@example.org>']],
    ['Ada Lovelace · Grace Hopper', ['Ada Lovelace', 'Grace Hopper']],
    ['Ada Lovelace、Grace Hopper', ['Ada Lovelace', 'Grace Hopper']],
    ['Ada Lovelace;', ['Ada Lovelace']],
    ['TBA', []],
    ['n/a; TBD; -', []],
    ['', []],
  ])('%j', (text, names) => expect(namesIn(text)).toEqual(names));

  it('takes no time over a cell that is made to take it', () => {
    const started = performance.now();
    for (const text of [
      '('.repeat(100_000),
      ' and '.repeat(30_000),
      ','.repeat(100_000),
      '; '.repeat(60_000),
    ])
      namesIn(text);
    expect(performance.now() - started).toBeLessThan(500);
  });
});

it.each([
  ['Ada Lovelace', true],
  ['Ada Lovelace, Grace Hopper', true],
  ['Vincent van Gogh', true],
  ['Hands On', false],
  ['Part 2', false],
  ['cont.', false],
  ['Workshop Room', false],
  ['beginners welcome', false],
])('%j looks like names: %s', (text, looks) => expect(looksLikeNames(text)).toBe(looks));
