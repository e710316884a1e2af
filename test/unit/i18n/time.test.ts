import { describe, expect, it } from 'vitest';
import * as time from '../../../src/i18n/time.ts';

const START = '2019-06-05T12:30:00Z';

describe('times as people read them', () => {
  it('are in the zone and the language', () => {
    expect(time.clock(START, 'Europe/Madrid', 'en')).toBe('14:30');
    expect(time.clock('2019-06-05T22:05:00Z', 'Europe/Madrid', 'es')).toBe('00:05');
    expect(time.day(START, 'Europe/Madrid', 'en')).toBe('Wed 5 Jun');
    expect(time.day(START, 'Europe/Madrid', 'es')).toBe('mié 5 jun');
    expect(time.dayAndClock(START, 'Australia/Lord_Howe', 'en')).toBe('Wed 5 Jun 23:00');
    expect(time.span(START, '2019-06-05T13:15:00Z', 'Europe/Madrid', 'en')).toBe('14:30–15:15');
  });

  it('name the day only where it is another', () => {
    expect(time.clockFrom(START, '2019-06-05T08:00:00Z', 'Europe/Madrid', 'en')).toBe('14:30');
    expect(time.clockFrom(START, '2019-06-04T08:00:00Z', 'Europe/Madrid', 'en')).toBe('Wed 5 Jun 14:30');
  });

  it.each([
    ['2019-06-05', '2019-06-07', '5–7 June 2019', '5–7 de junio de 2019'],
    ['2019-06-30', '2019-07-02', '30 June – 2 July 2019', '30 de junio – 2 de julio de 2019'],
    [
      '2019-12-30',
      '2020-01-02',
      '30 December 2019 – 2 January 2020',
      '30 de diciembre de 2019 – 2 de enero de 2020',
    ],
    ['2019-06-05', '2019-06-05', '5 June 2019', '5 de junio de 2019'],
  ])('say from %s to %s with the year', (first, last, en, es) => {
    expect(time.dateSpan(first, last, 'en')).toBe(en);
    expect(time.dateSpan(first, last, 'es')).toBe(es);
  });

  it('read a calendar date without moving it', () => {
    expect(time.date('2019-06-05', 'en')).toBe('Wed 5 Jun');
    expect(time.isoDate('2019-06-05T22:30:00Z', 'Europe/Madrid')).toBe('2019-06-06');
  });
});

describe('a length of time', () => {
  it.each([
    [900, '15 min'],
    [5400, '1 h 30 min'],
    [90, '90 s'],
    [60, '1 min'],
    [194_400, '2 d 6 h'],
    [0, '0 min'],
    [-300, '−5 min'],
  ])('of %i seconds is %s', (seconds, said) => expect(time.duration(seconds)).toBe(said));
});
