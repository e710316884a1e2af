import { expect, it } from 'vitest';
import { splitFirstWord } from '../../../src/core/text.ts';

it.each([
  ['', ['', '']],
  ['  I2 ', ['I2', '']],
  ['I2   and\n the rest  ', ['I2', 'and\n the rest']],
  ['day\u00a02', ['day', '2']],
])('splits %j', (text, parts) => {
  expect(splitFirstWord(text)).toEqual(parts);
});
