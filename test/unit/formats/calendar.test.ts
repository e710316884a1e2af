/** The calendars that we write: valid by our strict reader and by ical.js, right across clock changes. */
import fc from 'fast-check';
import ICAL from 'ical.js';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it, vi } from 'vitest';
import { type CalendarEntry, fold, writeCalendar } from '../../../src/formats/calendar.ts';
import { parseAgenda } from '../../../src/formats/index.ts';
import { calendarProblems } from '../../support/ical-validator.ts';

// The machine may be busy with other tests; none of these waits for anything.
vi.setConfig({ testTimeout: 60_000 });

const stamp = '2026-06-01T00:00:00Z';
const entry = (fields: Partial<CalendarEntry> = {}): CalendarEntry => ({
  uid: 'S1@callboard.test',
  sequence: 0,
  start: '2026-06-06T08:00:00Z',
  end: '2026-06-06T09:00:00Z',
  title: 'Tides',
  ...fields,
});

interface Read {
  readonly uid: string;
  readonly title: string;
  readonly start: number;
  readonly end: number;
  readonly sequence: number;
  readonly status: string;
}

/** As ical.js understands it, by the VTIMEZONE in the file alone: it knows no zone by name. */
function read(text: string): Read[] {
  const calendar = new ICAL.Component(ICAL.parse(text));
  return calendar.getAllSubcomponents('vevent').map((component) => {
    const event = new ICAL.Event(component);
    return {
      uid: event.uid,
      title: event.summary,
      start: event.startDate.toUnixTime() * 1000,
      end: event.endDate.toUnixTime() * 1000,
      sequence: Number(component.getFirstPropertyValue('sequence')),
      status: String(component.getFirstPropertyValue('status')),
    };
  });
}

const ZONES = [
  'Europe/Madrid',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'America/St_Johns',
  'Africa/Casablanca',
  'Pacific/Apia',
  'UTC',
];
const at = fc.integer({ min: Date.UTC(2020, 0, 1) / 60_000, max: Date.UTC(2032, 0, 1) / 60_000 });
const text = (minute: number): string => Temporal.Instant.fromEpochMilliseconds(minute * 60_000).toString();

describe('writing a calendar', () => {
  it('writes each entry with its id, sequence, stamp and state', () => {
    const written = writeCalendar(
      [
        entry({
          sequence: 3,
          cancelled: true,
          location: 'Main hall',
          url: 'https://x.example/1',
          categories: ['Craft', 'a,b'],
        }),
      ],
      { name: 'Mine', zone: 'Europe/Madrid', stamp, refresh: 15 },
    );
    expect(calendarProblems(written)).toEqual([]);
    expect(written.replace(/BEGIN:VTIMEZONE[\s\S]*END:VTIMEZONE\r\n/, '').split('\r\n')).toEqual([
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//Callboard//Callboard//EN',
      'CALSCALE:GREGORIAN',
      'METHOD:PUBLISH',
      'NAME:Mine',
      'X-WR-CALNAME:Mine',
      'X-WR-TIMEZONE:Europe/Madrid',
      'REFRESH-INTERVAL;VALUE=DURATION:PT15M',
      'X-PUBLISHED-TTL:PT15M',
      'BEGIN:VEVENT',
      'UID:S1@callboard.test',
      'DTSTAMP:20260601T000000Z',
      'SEQUENCE:3',
      'DTSTART;TZID=Europe/Madrid:20260606T100000',
      'DTEND;TZID=Europe/Madrid:20260606T110000',
      'SUMMARY:Tides',
      'LOCATION:Main hall',
      'URL:https://x.example/1',
      'CATEGORIES:Craft,a\\,b',
      'STATUS:CANCELLED',
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ]);
  });

  it('is the same bytes for the same entries and stamp', () => {
    const write = () =>
      writeCalendar([entry(), entry({ uid: 'S2@x' })], { name: 'Mine', zone: 'Europe/Madrid', stamp });
    expect(write()).toBe(write());
  });

  it('is valid without entries', () =>
    expect(calendarProblems(writeCalendar([], { name: 'Mine', zone: 'Europe/Madrid', stamp }))).toEqual([]));

  it.each([
    // the hour before, the missing or doubled hour, the hour after
    ['Europe/Madrid', '2026-03-29T00:30:00Z', '2026-03-29T01:30:00Z'],
    ['Europe/Madrid', '2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'],
    ['America/New_York', '2026-03-08T06:30:00Z', '2026-03-08T07:30:00Z'],
    ['America/New_York', '2026-11-01T05:30:00Z', '2026-11-01T06:30:00Z'],
    ['Australia/Lord_Howe', '2026-10-03T15:15:00Z', '2026-10-03T15:45:00Z'],
    ['Australia/Lord_Howe', '2026-04-04T14:45:00Z', '2026-04-04T15:15:00Z'],
  ])('%s is right on both sides of a clock change: %s, %s', (zone, first, second) => {
    const written = writeCalendar(
      [
        entry({ start: first, end: second }),
        entry({ uid: 'S2@x', start: second, end: '2026-12-01T00:00:00Z' }),
      ],
      { name: 'Mine', zone, stamp },
    );
    expect(calendarProblems(written)).toEqual([]);
    expect(read(written).map(({ start }) => start)).toEqual([Date.parse(first), Date.parse(second)]);
  });

  it.each([
    [
      'Europe/Madrid',
      [
        'STANDARD 20251026T030000 +0200 +0100',
        'DAYLIGHT 20260329T020000 +0100 +0200',
        'STANDARD 20261025T030000 +0200 +0100',
      ],
    ],
    [
      'America/New_York',
      [
        'STANDARD 20251102T020000 -0400 -0500',
        'DAYLIGHT 20260308T020000 -0500 -0400',
        'STANDARD 20261101T020000 -0400 -0500',
      ],
    ],
    [
      'Australia/Lord_Howe',
      [
        'DAYLIGHT 20251005T020000 +1030 +1100',
        'STANDARD 20260405T020000 +1100 +1030',
        'DAYLIGHT 20261004T020000 +1030 +1100',
      ],
    ],
  ])('defines %s by each change from before the first time to the last', (zone, changes) => {
    const entries = [
      entry({ start: '2026-02-01T00:00:00Z' }),
      entry({ uid: 'S2@x', start: '2026-11-30T00:00:00Z', end: '2026-11-30T01:00:00Z' }),
    ];
    const written = writeCalendar(entries, { name: 'Mine', zone, stamp });
    const observances = written.matchAll(
      /BEGIN:(STANDARD|DAYLIGHT)\r\nDTSTART:(\S+)\r\nTZOFFSETFROM:(\S+)\r\nTZOFFSETTO:(\S+)\r\n/g,
    );
    expect([...observances].map(([, ...parts]) => parts.join(' '))).toEqual(changes);
  });

  it('keeps a zone’s changes of rules: Apia went over the date line in 2011', () => {
    const times = ['2011-12-29T12:00:00Z', '2011-12-31T12:00:00Z', '2012-06-01T12:00:00Z'];
    const entries = times.map((start, i) => entry({ uid: `S${i}@x`, start, end: start }));
    const written = writeCalendar(entries, { name: 'Mine', zone: 'Pacific/Apia', stamp });
    expect(read(written).map(({ start }) => start)).toEqual(times.map((time) => Date.parse(time)));
  });

  it('means the instants that it was given, in every zone, by the definition in the file alone', () => {
    const zone = fc.constantFrom(...ZONES);
    const entries = fc.uniqueArray(fc.tuple(at, fc.integer({ min: 0, max: 3000 })), {
      minLength: 1,
      maxLength: 8,
      selector: ([start]) => start,
    });
    fc.assert(
      fc.property(zone, entries, (name, drawn) => {
        const given = drawn.map(([start, length], i) =>
          entry({ uid: `S${i}@x`, start: text(start), end: text(start + length) }),
        );
        const written = writeCalendar(given, { name: 'Mine', zone: name, stamp });
        expect(calendarProblems(written)).toEqual([]);
        expect(read(written).map(({ start, end }) => [start, end])).toEqual(
          drawn.map(([start, length]) => [start * 60_000, (start + length) * 60_000]),
        );
      }),
      {
        numRuns: 60,
        examples: [
          [
            'America/New_York',
            [
              [27271020, 0],
              [27268104, 2976],
            ],
          ],
        ],
      },
    );
  });

  it('escapes and folds whatever a title holds, and it comes back', () => {
    const words = fc.string({ unit: 'binary', minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(words, words, (title, description) => {
        const written = writeCalendar([entry({ title, description, location: title, url: description })], {
          name: title,
          zone: 'Europe/Madrid',
          stamp,
        });
        expect(calendarProblems(written)).toEqual([]);
        const carried = title
          .replace(/\r\n?/g, '\n')
          // biome-ignore lint/suspicious/noControlCharactersInRegex: what a calendar cannot carry
          .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '');
        expect(read(written)[0]?.title).toBe(carried);
      }),
      {
        numRuns: 150,
        examples: [
          ['a\u0085b', '\u009f'],
          ['\u0000', '\u0000'],
        ],
      },
    );
  });

  it('folds at 75 octets without splitting a character', () => {
    const folded = fold(`SUMMARY:${'🎪é'.repeat(60)}`).split('\r\n');
    expect(Math.max(...folded.map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75);
    expect(folded.slice(1).every((line) => line.startsWith(' ') && !line.includes('\ufffd'))).toBe(true);
  });

  it('lets nobody smuggle a property in through an address', () => {
    const written = writeCalendar([entry({ url: 'https://x.example/\r\nATTENDEE:mailto:a@b.example' })], {
      name: 'Mine',
      zone: 'UTC',
      stamp,
    });
    expect(written).not.toContain('ATTENDEE');
    expect(written).not.toContain('URL');
  });

  it('is read again by our own parser as what it was', () => {
    const written = writeCalendar(
      [entry({ location: 'Main hall' }), entry({ uid: 'S2@x', cancelled: true, title: 'Knots' })],
      { name: 'Mine', zone: 'Europe/Madrid', stamp },
    );
    const agenda = parseAgenda(Buffer.from(written));
    expect(agenda).toMatchObject({ title: 'Mine', zone: 'Europe/Madrid' });
    expect(agenda.sessions.map(({ guid, cancelled }) => [guid, cancelled ?? false])).toEqual([
      ['S1@callboard.test', false],
      ['S2@x', true],
    ]);
  });
});

describe('the strict reader', () => {
  const good = writeCalendar([entry({ location: 'Main hall' })], {
    name: 'Mine',
    zone: 'Europe/Madrid',
    stamp,
  });

  it.each([
    ['bare line feeds', good.replaceAll('\r\n', '\n')],
    ['a long line', good.replace('SUMMARY:Tides', `SUMMARY:${'x'.repeat(80)}`)],
    ['a comma that is not escaped', good.replace('Main hall', 'Main hall, left')],
    ['no stamp', good.replace(/DTSTAMP:.*\r\n/, '')],
    ['an undefined zone', good.replace(/BEGIN:VTIMEZONE[\s\S]*END:VTIMEZONE\r\n/, '')],
    ['a day that is none', good.replace('20260606T100000', '20260631T100000')],
    ['an end before the start', good.replace('20260606T110000', '20260606T090000')],
    [
      'the same UID twice',
      good.replace('END:VCALENDAR', `${/BEGIN:VEVENT[\s\S]*END:VEVENT\r\n/.exec(good)?.[0]}END:VCALENDAR`),
    ],
    ['a component that is not closed', good.replace('END:VEVENT\r\n', '')],
    ['a state that is none', good.replace('CONFIRMED', 'DONE')],
  ])('finds %s', (_, bad) => expect(calendarProblems(bad)).not.toEqual([]));
});
