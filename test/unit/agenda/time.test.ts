import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import {
  type DayWindow,
  parseDay,
  parseDuration,
  parseTime,
  resolveWall,
  splitWords,
} from '../../../src/core/time.ts';

const at = (text: string) => Temporal.Instant.from(text);
const days: DayWindow[] = [
  { index: 1, date: '2019-06-05', start: '2019-06-05T02:00:00Z', end: '2019-06-06T01:59:00Z' },
  { index: 2, date: '2019-06-06', start: '2019-06-06T02:00:00Z', end: '2019-06-07T01:59:00Z' },
];
const context = { now: at('2019-06-05T10:00:00Z'), zone: 'Europe/Madrid', days };
const read = (text: string, changed: Partial<typeof context> = {}) => {
  const parsed = parseTime(text, { ...context, ...changed });
  return 'at' in parsed ? `${parsed.at}${parsed.ambiguous ? ' ambiguous' : ''}` : parsed.problem;
};

describe('a duration', () => {
  it.each([
    ['15m', 900],
    ['1h30', 5400],
    ['90s', 90],
    ['1h30m', 5400],
    ['1h 30 min', 5400],
    ['2h', 7200],
    ['1d', 86400],
    ['1h05', 3900],
    ['1h30s', 3630],
    ['0m', 0],
    ['15', 900],
    [' 90 ', 5400],
    ['15 minutes', 900],
    ['20 minutos', 1200],
    ['1 hora', 3600],
    ['2 horas y 5 minutos', 7500],
    ['1 hour and 30 minutes', 5400],
    ['30 seg', 30],
    ['2 días', 172800],
    // The accent as a sign of its own, and digits of full width.
    ['2 di\u0301as', 172800],
    ['１５m', 900],
  ])('%s is %i seconds', (text, seconds) => expect(parseDuration(text)?.total('seconds')).toBe(seconds));

  it.each(['', '15 30', '123456', 'm', '-5m', '1h30 5m', 'soon', '15m later', '999d', '1.5h'])(
    '"%s" is none',
    (text) => expect(parseDuration(text)).toBeUndefined(),
  );
});

it.each([
  ['S3 15 minutes the projector', ['S3', '15 minutes', 'the', 'projector']],
  ['S3 15 minutos', ['S3', '15 minutos']],
  ['Saal 1 15', ['Saal', '1', '15']],
  ['24 horas 2 h', ['24 horas', '2 h']],
  ['15 minutiae', ['15', 'minutiae']],
  ['', []],
])('the words of "%s" keep a number with its unit', (text, words) => expect(splitWords(text)).toEqual(words));

describe('a time', () => {
  it.each([
    ['14:30', '2019-06-05T12:30:00Z'],
    ['9:00', '2019-06-05T07:00:00Z'],
    ['2:30pm', '2019-06-05T12:30:00Z'],
    ['tomorrow 9:00', '2019-06-06T07:00:00Z'],
    ['9:00 tomorrow', '2019-06-06T07:00:00Z'],
    ['mañana 9:00', '2019-06-06T07:00:00Z'],
    ['today 2 pm', '2019-06-05T12:00:00Z'],
    ['day 2 9:00', '2019-06-06T07:00:00Z'],
    ['day 1 00:30', '2019-06-05T22:30:00Z'],
    ['00:30', '2019-06-05T22:30:00Z'],
    ['2019-06-05 14:30', '2019-06-05T12:30:00Z'],
    ['2019-06-07T14:30', '2019-06-07T12:30:00Z'],
    ['2019-06-05T14:30:00+09:00', '2019-06-05T05:30:00Z'],
    ['in 20m', '2019-06-05T10:20:00Z'],
    ['in 20', '2019-06-05T10:20:00Z'],
    ['now', '2019-06-05T10:00:00Z'],
    // The 5th of June 2019 is a Wednesday.
    ['wednesday 9:00', '2019-06-05T07:00:00Z'],
    ['thu 9:00', '2019-06-06T07:00:00Z'],
    ['9:00 jueves', '2019-06-06T07:00:00Z'],
    ['thursday 00:30', '2019-06-06T22:30:00Z'],
    ['Sábado 9:00', '2019-06-08T07:00:00Z'],
    ['tomorrow at 9:00', '2019-06-06T07:00:00Z'],
    ['mañana a las 9:00', '2019-06-06T07:00:00Z'],
    ['a las 14:30h', '2019-06-05T12:30:00Z'],
    ['man\u0303ana 9:00', '2019-06-06T07:00:00Z'],
    ['di\u0301a 2 9:00', '2019-06-06T07:00:00Z'],
    ['１４：３０', '2019-06-05T12:30:00Z'],
    ['in 20 minutes', '2019-06-05T10:20:00Z'],
    ['dentro de 20 minutos', '2019-06-05T10:20:00Z'],
    ['24:00', '2019-06-05T22:00:00Z'],
    ['2019-06-08 24:00', '2019-06-08T22:00:00Z'],
    ['day 2 24:00', '2019-06-06T22:00:00Z'],
    ['24:30', 'unreadable'],
    ['day 7 9:00', 'no-such-day'],
    ['25:00', 'unreadable'],
    ['2019-02-30 14:30', 'unreadable'],
    ['in a while', 'unreadable'],
    ['14', 'unreadable'],
    ['', 'unreadable'],
  ])('"%s" at noon of day 1 is %s', (text, expected) => expect(read(text)).toBe(expected));

  it('after midnight still belongs to the evening before', () => {
    const late = { now: at('2019-06-05T23:30:00Z') };
    expect(read('9:00', late)).toBe('2019-06-05T07:00:00Z');
    expect(read('02:00', late)).toBe('2019-06-06T00:00:00Z');
    expect(read('tomorrow 9:00', late)).toBe('2019-06-06T07:00:00Z');
    expect(parseDay('today', { ...context, ...late })).toMatchObject({ window: { index: 1 } });
  });
});

describe('a day of the week', () => {
  const dayAt = (text: string, now: string) => {
    const parsed = parseDay(text, { ...context, now: at(now) });
    return 'date' in parsed ? parsed.date.toString() : parsed.problem;
  };
  it.each([
    ['friday', '2019-06-04T10:00:00Z', '2019-06-07'],
    ['on Friday', '2019-06-07T10:00:00Z', '2019-06-07'],
    ['vie', '2019-06-08T10:00:00Z', '2019-06-14'],
    ['miércoles', '2019-06-03T10:00:00Z', '2019-06-05'],
    ['miercoles', '2019-06-03T10:00:00Z', '2019-06-05'],
  ])('%s on %s is the next, %s', (text, now, date) => expect(dayAt(text, now)).toBe(date));

  it('looks back to the event where it has no such day to come', () =>
    expect(dayAt('wednesday', '2019-06-06T10:00:00Z')).toBe('2019-06-05'));

  it.each(['fryday', 'mo', 'sunrise', 'marzo'])('"%s" is none', (text) =>
    expect(dayAt(text, '2019-06-04T10:00:00Z')).toBe('unreadable'),
  );
});

describe('when the clocks change', () => {
  it.each([
    ['Europe/Madrid', '2019-03-31 02:30', 'nonexistent'],
    ['Europe/Madrid', '2019-03-31 03:00', '2019-03-31T01:00:00Z'],
    ['Europe/Madrid', '2019-10-27 02:30', '2019-10-27T00:30:00Z ambiguous'],
    ['Europe/Madrid', '2019-10-27 03:00', '2019-10-27T02:00:00Z'],
    ['America/New_York', '2019-03-10 02:00', 'nonexistent'],
    ['America/New_York', '2019-03-10 01:59', '2019-03-10T06:59:00Z'],
    ['America/New_York', '2019-11-03 01:30', '2019-11-03T05:30:00Z ambiguous'],
    ['America/New_York', '2019-11-03 02:00', '2019-11-03T07:00:00Z'],
    ['Australia/Lord_Howe', '2019-10-06 02:15', 'nonexistent'],
    ['Australia/Lord_Howe', '2019-10-06 02:30', '2019-10-05T15:30:00Z'],
    ['Australia/Lord_Howe', '2019-04-07 01:45', '2019-04-06T14:45:00Z ambiguous'],
    ['Australia/Lord_Howe', '2019-04-07 02:00', '2019-04-06T15:30:00Z'],
  ])('%s: %s is %s', (zone, text, expected) => expect(read(text, { zone, days: [] })).toBe(expected));

  it('"in 2h" counts real hours across the jump', () => {
    const night = { now: at('2019-03-31T00:30:00Z'), days: [] };
    expect(read('in 2h', night)).toBe('2019-03-31T02:30:00Z');
  });

  it('a wall-clock time that resolves shows itself again', () => {
    const zones = ['Europe/Madrid', 'America/New_York', 'Australia/Lord_Howe'];
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.integer({ min: 0, max: 366 * 24 * 60 }), (zone, minutes) => {
        const wall = Temporal.PlainDateTime.from('2019-01-01T00:00').add({ minutes });
        const parsed = resolveWall(wall, zone);
        if ('at' in parsed)
          expect(parsed.at.toZonedDateTimeISO(zone).toPlainDateTime().toString()).toBe(wall.toString());
        else expect(parsed.problem).toBe('nonexistent');
      }),
    );
  });
});
