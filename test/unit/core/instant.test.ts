import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { instant, instantText } from '../../../src/core/instant.ts';

const moments = fc
  .date({
    min: new Date('0001-01-01T00:00:00Z'),
    max: new Date('9999-12-31T23:59:59.999Z'),
    noInvalidDate: true,
  })
  .map((date) => Temporal.Instant.fromEpochMilliseconds(date.getTime()));

describe('instants in documents', () => {
  it('are written as Temporal writes them, and read back as what they were', () => {
    fc.assert(
      fc.property(moments, (t) => {
        expect(instantText(t)).toBe(t.toString());
        expect(instant(instantText(t)).equals(t)).toBe(true);
      }),
    );
  });

  it('have no fraction where there is none, and no zeros at its end', () => {
    const texts = [
      '2019-06-05T10:00:00Z',
      '2019-06-05T10:00:00.1Z',
      '2019-06-05T10:00:10.05Z',
      '2019-06-05T10:00:00.003Z',
    ];
    expect(texts.map((text) => instantText(instant(text)))).toEqual(texts);
  });

  it('are refused where they are none', () => {
    expect(() => instant('tomorrow')).toThrow(RangeError);
  });
});
