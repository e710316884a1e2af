/** The rules of the field notes on agenda files, one by one: what real files do, and what becomes of it. */
import { describe, expect, it, vi } from 'vitest';
import type { ParsedAgenda, ParseOptions } from '../../../src/agenda/domain/parsed.ts';
import { durationMinutes } from '../../../src/formats/duration.ts';
import { parseAgenda } from '../../../src/formats/index.ts';

// The machine may be busy with other tests; none of these waits for anything.
vi.setConfig({ testTimeout: 60_000 });

const parse = (text: string, options: ParseOptions = {}): ParsedAgenda =>
  parseAgenda(Buffer.from(text), options);
const odd = (agenda: ParsedAgenda): Record<string, number> =>
  Object.fromEntries(agenda.oddities.map(({ kind, count }) => [kind, count]));

let counter = 0;
type Fields = Record<string, unknown>;
const event = (fields: Fields = {}): Fields => {
  counter++;
  return {
    guid: `0b5f7a10-0000-4000-8000-${String(counter).padStart(12, '0')}`,
    id: counter,
    slug: `talk-${counter}`,
    date: '2026-06-06T10:00:00+02:00',
    start: '10:00',
    duration: '00:30',
    title: `Talk ${counter}`,
    persons: [],
    ...fields,
  };
};

/** frab v1 with one room on one day, unless said otherwise. */
const frab = (events: Fields[], conference: Fields = {}, day: Fields = {}): string =>
  JSON.stringify({
    schedule: {
      conference: {
        acronym: 'test',
        title: 'Test',
        time_zone_name: 'Europe/Madrid',
        days: [
          {
            index: 1,
            date: '2026-06-06',
            day_start: '2026-06-06T04:00:00+02:00',
            day_end: '2026-06-07T03:59:00+02:00',
            rooms: { Main: events },
            ...day,
          },
        ],
        ...conference,
      },
    },
  });

const ics = (...events: string[][]): string =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    ...events.flatMap((one) => ['BEGIN:VEVENT', ...one, 'END:VEVENT']),
    'END:VCALENDAR',
  ].join('\r\n');

describe('identity', () => {
  it('is the guid, then (guid, start): one talk in two slots is two sessions', () => {
    const [one] = [event({ guid: '0b5f7a10-0000-4000-8000-00000000aaaa' })];
    const agenda = parse(frab([one, { ...one, date: '2026-06-06T15:00:00+02:00', start: '15:00' }]));
    expect(agenda.sessions.map(({ guid, start }) => [guid, start])).toEqual([
      ['0b5f7a10-0000-4000-8000-00000000aaaa', '2026-06-06T08:00:00Z'],
      ['0b5f7a10-0000-4000-8000-00000000aaaa', '2026-06-06T13:00:00Z'],
    ]);
    expect(odd(agenda)).toEqual({ 'duplicate-guid': 1 });
  });

  it('tells the rooms of one plenary apart, in whatever order they are listed', () => {
    const one = event({ room: 'North' });
    const ids = (events: Fields[]) =>
      parse(frab(events))
        .sessions.map(({ guid, room }) => [room, guid])
        .sort();
    const south = { ...one, room: 'South' };
    expect(ids([one, south])).toEqual([
      ['North', `${one['guid']}@north`],
      ['South', `${one['guid']}@south`],
    ]);
    expect(ids([south, one])).toEqual(ids([one, south]));
  });

  it('drops what is listed twice altogether, and says so', () => {
    const one = event();
    const agenda = parse(frab([one, { ...one }]));
    expect(agenda.sessions).toHaveLength(1);
    expect(odd(agenda)).toEqual({ 'duplicate-session': 1 });
  });

  it('does not trust ids that are made anew with each build', () => {
    const build = (stamp: string) =>
      parse(
        ics(
          [
            `UID:${stamp}T102825Z-31048@ci-worker-7`,
            'DTSTART:20260606T080000Z',
            'DTEND:20260606T083000Z',
            'SUMMARY:Keynote',
          ],
          [
            `UID:${stamp}T102825Z-70813@ci-worker-7`,
            'DTSTART:20260606T090000Z',
            'DTEND:20260606T093000Z',
            'SUMMARY:Other',
          ],
        ),
      );
    const [first, second] = [build('20260601'), build('20260602')];
    expect(first.sessions.map(({ identity }) => identity)).toEqual(['worthless', 'worthless']);
    expect(odd(first)).toMatchObject({ 'worthless-ids': 2 });
    expect(first.sessions.map(({ guid }) => guid)).toEqual(second.sessions.map(({ guid }) => guid));
  });

  it('does not trust a handful of ids that everything shares, and loses nothing', () => {
    const shared = Array.from({ length: 10 }, (_, i) => [
      `UID:${i % 2}@moca`,
      `DTSTART:20260606T${String(8 + i).padStart(2, '0')}0000Z`,
      `DTEND:20260606T${String(8 + i).padStart(2, '0')}3000Z`,
      `SUMMARY:Talk ${i}`,
    ]);
    const agenda = parse(ics(...shared));
    expect(agenda.sessions).toHaveLength(10);
    expect(new Set(agenda.sessions.map(({ guid }) => guid)).size).toBe(10);
    expect(odd(agenda)).toMatchObject({ 'worthless-ids': 10 });
  });

  it('makes an id of title and speakers where there is none, which survives a move', () => {
    const csv = (time: string) => `Title,Date,Start,Speakers\nTides,2026-06-06,${time},Ada Brook\n`;
    const [before] = parse(csv('10:00'), { zone: 'UTC' }).sessions;
    const [after] = parse(csv('11:00'), { zone: 'UTC' }).sessions;
    expect(before).toMatchObject({ identity: 'worthless' });
    expect(after?.guid).toBe(before?.guid);
    expect(after?.start).not.toBe(before?.start);
  });
});

describe('times', () => {
  it('takes the instant of `date`, and flags a `start` that disagrees', () => {
    const agenda = parse(
      frab([event({ date: '2026-06-06T05:00:00+00:00', start: '10:30' })], {
        time_zone_name: 'Asia/Kolkata',
      }),
    );
    expect(agenda.sessions[0]?.start).toBe('2026-06-06T05:00:00Z');
    expect(odd(agenda)).toMatchObject({ 'start-disagrees': 1 });
    expect(agenda.zone).toBe('Asia/Kolkata');
  });

  it('believes the offsets where the named zone contradicts them', () => {
    const agenda = parse(frab([event()], { time_zone_name: 'UTC' }));
    expect(agenda.sessions[0]?.start).toBe('2026-06-06T08:00:00Z');
    expect(agenda.zone).toBeUndefined();
    expect(agenda.needsZone).toBe(false);
    expect(odd(agenda)).toEqual({ 'zone-contradicts': 1 });
  });

  it('names the few that are written in another offset', () => {
    const three = [
      event(),
      event({ date: '2026-06-06T11:00:00+02:00', start: '11:00' }),
      event({ date: '2026-06-06T10:00:00+00:00' }),
      event({ date: '2026-06-06T14:00:00+02:00', start: '14:00' }),
    ];
    expect(odd(parse(frab(three, { time_zone_name: '' })))).toEqual({ 'mixed-offsets': 1 });
  });

  it('does not take a clock change inside the event for mixed offsets', () => {
    const change = [
      event({ date: '2026-10-24T10:00:00+02:00' }),
      event({ date: '2026-10-25T10:00:00+01:00' }),
    ];
    const day = { day_start: '2026-10-24T04:00:00+02:00', day_end: '2026-10-26T04:00:00+01:00' };
    expect(odd(parse(frab(change, { time_zone_name: '' }, day)))).toEqual({});
    expect(odd(parse(frab(change, {}, day)))).toEqual({});
  });

  it('says which zone is unknown, and goes by the offsets', () => {
    const agenda = parse(frab([event()], { time_zone_name: 'Middle/Earth' }));
    expect(odd(agenda)).toEqual({ 'unknown-zone': 1 });
    expect(agenda).toMatchObject({ needsZone: false });
  });

  it('asks for the zone of wall-clock times; until then they stand as UTC', () => {
    const csv = 'Title,Start\nTides,2026-06-06 10:00\n';
    expect(parse(csv)).toMatchObject({ needsZone: true, sessions: [{ start: '2026-06-06T10:00:00Z' }] });
    expect(parse(csv, { zone: 'Europe/Madrid' })).toMatchObject({
      needsZone: false,
      zone: 'Europe/Madrid',
      sessions: [{ start: '2026-06-06T08:00:00Z' }],
    });
    expect(() => parse(csv, { zone: 'Madrid' })).toThrow('format.noZone');
  });

  it.each([
    // zone, missing time, its instant moved on, time that comes twice, its first instant
    ['Europe/Madrid', '2026-03-29 02:30', '2026-03-29T01:30:00Z', '2026-10-25 02:30', '2026-10-25T00:30:00Z'],
    [
      'America/New_York',
      '2026-03-08 02:30',
      '2026-03-08T07:30:00Z',
      '2026-11-01 01:30',
      '2026-11-01T05:30:00Z',
    ],
    [
      'Australia/Lord_Howe',
      '2026-10-04 02:15',
      '2026-10-03T15:45:00Z',
      '2026-04-05 01:45',
      '2026-04-04T14:45:00Z',
    ],
  ])(
    '%s: a time that does not exist moves on, one that comes twice is the first; both are said',
    (zone, gap, moved, twice, earlier) => {
      const agenda = parse(`Title,Start,Duration\nGap,${gap},00:30\nTwice,${twice},00:30\n`, { zone });
      const start = (title: string) => agenda.sessions.find((session) => session.title === title)?.start;
      expect(start('Gap')).toBe(moved);
      expect(start('Twice')).toBe(earlier);
      expect(odd(agenda)).toMatchObject({ 'nonexistent-time': 1, 'ambiguous-time': 1 });
    },
  );

  it('keeps a duration real across a clock change', () => {
    const calendar = (start: string, length: string) =>
      parse(ics(['UID:a', `DTSTART;TZID=Europe/Madrid:${start}`, `DURATION:${length}`, 'SUMMARY:Night']));
    expect(calendar('20261025T010000', 'PT3H').sessions[0]).toMatchObject({
      start: '2026-10-24T23:00:00Z',
      end: '2026-10-25T02:00:00Z',
    });
    expect(calendar('20260329T010000', 'PT3H').sessions[0]).toMatchObject({
      start: '2026-03-29T00:00:00Z',
      end: '2026-03-29T03:00:00Z',
    });
  });
});

describe('durations and ends', () => {
  it.each([
    ['00:45', 45],
    ['4:30', 270],
    ['24:00', 1440],
    ['2:06:00', 2 * 1440 + 360],
    ['00:45:00', 45],
    ['PT1H30M', 90],
    ['P1DT2H', 1560],
    ['45', 45],
    ['45 min', 45],
    ['1h30', 90],
    ['1 hour', 60],
    ['', undefined],
    ['long', undefined],
    ['P', undefined],
  ])('%j is %s minutes', (text, minutes) => expect(durationMinutes(text)).toBe(minutes));

  it('reads three parts of a spreadsheet as hours, minutes, seconds', () =>
    expect(durationMinutes('1:30:00', { clock: true })).toBe(90));

  it('prefers an end to a duration, and says where they disagree', () => {
    const agenda = parse(frab([event({ end: '2026-06-06T11:00:00+02:00' })]));
    expect(agenda.sessions[0]?.end).toBe('2026-06-06T09:00:00Z');
    expect(odd(agenda)).toEqual({ 'duration-disagrees': 1 });
  });

  it('guesses a missing end from what follows in the room, else an hour, and says so', () => {
    const agenda = parse(
      ics(
        ['UID:a', 'DTSTART:20260606T080000Z', 'SUMMARY:A', 'LOCATION:North'],
        ['UID:b', 'DTSTART:20260606T080000Z', 'SUMMARY:B', 'LOCATION:South'],
        ['UID:c', 'DTSTART:20260606T082000Z', 'DTEND:20260606T090000Z', 'SUMMARY:C', 'LOCATION:North'],
      ),
    );
    expect(agenda.sessions.map(({ end }) => end)).toEqual([
      '2026-06-06T08:20:00Z',
      '2026-06-06T09:00:00Z',
      '2026-06-06T09:00:00Z',
    ]);
    expect(odd(agenda)).toEqual({ 'no-end': 2 });
  });

  it('keeps a session without length, and says so', () => {
    const agenda = parse(frab([event({ duration: '00:00' })]));
    expect(agenda.sessions[0]?.end).toBe(agenda.sessions[0]?.start);
    expect(odd(agenda)).toEqual({ 'zero-length': 1 });
  });

  it('guesses an end that lies before the start, and says so', () => {
    const agenda = parse(frab([event({ end: '2026-06-06T09:00:00+02:00', duration: '' })]));
    expect(agenda.sessions[0]?.end).toBe('2026-06-06T09:00:00Z');
    expect(odd(agenda)).toEqual({ 'end-before-start': 1 });
  });
});

describe('days', () => {
  it('takes the source’s own window, 03:59 meaning until 04:00', () => {
    const [day] = parse(frab([event()])).days;
    expect(day).toEqual({
      index: 1,
      date: '2026-06-06',
      start: '2026-06-06T02:00:00Z',
      end: '2026-06-07T02:00:00Z',
    });
  });

  it('keeps sessions outside every window, and says so', () => {
    const agenda = parse(frab([event({ date: '2026-06-06T01:50:00+02:00', start: '01:50' })]));
    expect(agenda.sessions).toHaveLength(1);
    expect(odd(agenda)).toEqual({ 'outside-day': 1 });
  });

  it('tells windows from the sessions where a window is unusable', () => {
    const agenda = parse(frab([event()], {}, { day_start: 'soon', day_end: 'later' }));
    expect(agenda.days).toEqual([
      { index: 1, date: '2026-06-06', start: '2026-06-06T02:00:00Z', end: '2026-06-07T02:00:00Z' },
    ]);
    expect(odd(agenda)).toEqual({ 'day-window': 1 });
  });

  it('without windows, the night belongs to the evening before, and a night alone to its own date', () => {
    const days = (starts: string[]) =>
      parse(`Title,Start,Duration\n${starts.map((start, i) => `T${i},${start},00:30`).join('\n')}`, {
        zone: 'Europe/Madrid',
      }).days.map(({ date, start }) => [date, start]);
    expect(days(['2026-06-06 22:00', '2026-06-07 00:30'])).toEqual([['2026-06-06', '2026-06-06T02:00:00Z']]);
    expect(days(['2026-06-07 00:30', '2026-06-07 10:00'])).toEqual([['2026-06-07', '2026-06-06T22:00:00Z']]);
  });

  it('puts Pentabarf’s times before the day change into the night after', () => {
    const xml = `<schedule><conference><title>T</title><day_change>06:00</day_change></conference>
      <day index="1" date="2026-06-06"><room name="R"><event id="1"><start>01:30</start><duration>00:30</duration>
      <title>Late</title></event></room></day></schedule>`;
    expect(parse(xml, { zone: 'UTC' }).sessions[0]?.start).toBe('2026-06-07T01:30:00Z');
  });
});

describe('cancelled', () => {
  it.each([
    ['CANCELLED Testing apps', 'Testing apps'],
    ['[CANCELLED] Testing apps', 'Testing apps'],
    ['(Cancelled) Testing apps', 'Testing apps'],
    ['Canceled: Testing apps', 'Testing apps'],
    ['ABGESAGT Testing apps', 'Testing apps'],
    ['Cancelado - Testing apps', 'Testing apps'],
    ['Testing apps [cancelled]', 'Testing apps'],
  ])('by a mark in the title: %s', (title, rest) => {
    const agenda = parse(frab([event({ title })]));
    expect(agenda.sessions[0]).toMatchObject({ title: rest, cancelled: true });
    expect(odd(agenda)).toEqual({ 'cancelled-by-title': 1 });
  });

  it.each(['Cancelled flights and how to find them', 'Why we cancelled the monolith', 'Cancel culture'])(
    'not by a title that merely speaks of it: %s',
    (title) => expect(parse(frab([event({ title })])).sessions[0]).not.toHaveProperty('cancelled'),
  );

  it('by schedule2’s state, by the calendar’s status and by a table’s', () => {
    const schedule2 = JSON.stringify({
      schedule: {
        conference: { title: 'T' },
        events: [
          {
            guid: 'g',
            title: 'A',
            start: '2026-06-06T10:00:00+02:00',
            end: '2026-06-06T11:00:00+02:00',
            state: 'CANCELED',
            participants: [],
          },
        ],
      },
    });
    const calendar = ics([
      'UID:a',
      'DTSTART:20260606T080000Z',
      'DTEND:20260606T090000Z',
      'SUMMARY:A',
      'STATUS:CANCELLED',
    ]);
    const table = 'Title,Start,Status\nA,2026-06-06 10:00,cancelled\n';
    for (const text of [schedule2, calendar, table])
      expect(parse(text, { zone: 'UTC' }).sessions[0]).toMatchObject({ title: 'A', cancelled: true });
  });
});

describe('persons, languages, breaks', () => {
  it('takes guid, then code, then id, then the name for a speaker’s identity', () => {
    const persons = [
      { guid: '0b5f7a10-0000-4000-8000-0000000000aa', code: 'A', id: 1, name: 'Ada' },
      { code: 'GWEN', id: 2, public_name: 'Gwen' },
      { id: 3, public_name: 'Ida' },
      { public_name: 'Zoë Ø' },
      { id: 5, public_name: '' },
    ];
    const agenda = parse(frab([event({ persons })]));
    expect(agenda.sessions[0]?.speakers.map(({ id }) => id)).toEqual([
      '0b5f7a10-0000-4000-8000-0000000000aa',
      'GWEN',
      '3',
      'name:zoe ø',
    ]);
    expect(odd(agenda)).toEqual({ 'person-no-name': 1 });
  });

  it('keeps "de, en" as it is, and says so', () => {
    const agenda = parse(frab([event({ language: 'de, en' })]));
    expect(agenda.sessions[0]?.language).toBe('de, en');
    expect(odd(agenda)).toEqual({ 'several-languages': 1 });
  });

  it.each([
    'Lunch',
    'Coffee Break',
    'Mittagspause',
    'Pausa café',
    'Afternoon tea',
    'Lunch & Networking',
    'Registration',
  ])('takes "%s" without speakers for a break', (title) =>
    expect(parse(frab([event({ title })])).sessions[0]?.isBreak).toBe(true),
  );

  it.each([
    'Breaking TLS',
    'How to break things',
    'The lunch problem: scheduling at scale',
    'Tea time for two processors',
  ])('takes "%s" for a talk', (title) =>
    expect(parse(frab([event({ title })])).sessions[0]).not.toHaveProperty('isBreak'),
  );

  it('takes nothing for a break in which somebody speaks', () =>
    expect(
      parse(frab([event({ title: 'Lunch', persons: [{ id: 1, public_name: 'Ada' }] })])).sessions[0],
    ).not.toHaveProperty('isBreak'));
});

describe('texts', () => {
  it('takes HTML out of abstracts, once and for all', () => {
    const agenda = parse(
      frab([
        event({ abstract: '<p>One &amp; two</p><ul><li>a<li>b</ul><a href="https://x.example/">there</a>' }),
      ]),
    );
    expect(agenda.sessions[0]?.abstract).toBe('One & two\n\n• a\n• b\nthere (https://x.example/)');
    expect(odd(agenda)).toEqual({ 'html-in-text': 1 });
  });

  it('leaves what only looks a little like HTML', () =>
    expect(
      parse(frab([event({ abstract: 'if a < b and c > d, use <T> or &c' })])).sessions[0]?.abstract,
    ).toBe('if a < b and c > d, use <T> or &c'));

  it('keeps links to the web, relative ones by the base address, and drops the others', () => {
    const links = [
      { title: 'a', url: 'javascript:alert(1)' },
      { title: 'b', url: '/b' },
      { title: 'c', url: 'https://c.example' },
    ];
    const text = frab([event({ links })]).replace(
      '"schedule":{',
      '"schedule":{"base_url":"https://x.example/",',
    );
    const agenda = parse(text);
    expect(agenda.sessions[0]?.links).toEqual([
      { title: 'b', url: 'https://x.example/b' },
      { title: 'c', url: 'https://c.example/' },
    ]);
    expect(odd(agenda)).toEqual({ 'links-dropped': 1 });
  });

  it('makes a title one line, without what could reverse or hide it, and bounded', () => {
    const title = (text: string) => parse(frab([event({ title: text })])).sessions[0]?.title;
    expect(title('a\u0000\u202eb\n c\ud800')).toBe('ab c\ufffd');
    expect(title('x'.repeat(5000))).toHaveLength(300);
    expect(title('<!channel> =1+1')).toBe('<!channel> =1+1');
  });

  it('cuts a text that no message could hold, and says so', () => {
    const agenda = parse(frab([event({ description: 'word '.repeat(100_000) })]));
    expect(agenda.sessions[0]?.description?.length).toBe(20_000);
    expect(odd(agenda)).toEqual({ 'text-cut': 1 });
  });

  it('reads UTF-16 and Latin-1, and says where UTF-8 was damaged', () => {
    const csv = 'Título,Start\nÑandú así,2026-06-06 10:00\n';
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(csv, 'utf16le')]);
    for (const bytes of [Buffer.from(csv), utf16, Buffer.from(csv, 'latin1')])
      expect(parseAgenda(bytes, { zone: 'UTC' }).sessions[0]?.title).toBe('Ñandú así');
    const damaged = Buffer.from(csv);
    damaged[damaged.indexOf('Ñ', 'utf8') + 1] = 0x41;
    expect(odd(parseAgenda(damaged, { zone: 'UTC' }))).toMatchObject({ 'characters-replaced': 1 });
  });
});

describe('calendars', () => {
  it('unfolds bytes before it decodes them: a fold may split a character', () => {
    const [before, after] = [
      Buffer.from(
        'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTART:20260606T080000Z\r\nDTEND:20260606T090000Z\r\nSUMMARY:Caf',
      ),
      Buffer.from(' olé\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n'),
    ];
    const split = Buffer.concat([
      before,
      Buffer.from([0xc3]),
      Buffer.from('\r\n '),
      Buffer.from([0xa9]),
      after,
    ]);
    const agenda = parseAgenda(split);
    expect(agenda.sessions[0]?.title).toBe('Café olé');
    expect(odd(agenda)).toMatchObject({ 'split-characters': 1 });
    expect(odd(agenda)).not.toHaveProperty('characters-replaced');
  });

  it('reads a TZID that the file does not define by its name, and says so', () => {
    const agenda = parse(
      ics([
        'UID:a',
        'DTSTART;TZID=Australia/Brisbane:20260606T080000',
        'DTEND;TZID=Australia/Brisbane:20260606T090000',
        'SUMMARY:A',
      ]),
    );
    expect(agenda).toMatchObject({
      zone: 'Australia/Brisbane',
      needsZone: false,
      sessions: [{ start: '2026-06-05T22:00:00Z' }],
    });
    expect(odd(agenda)).toMatchObject({ 'no-vtimezone': 1 });
  });

  it('reads a zone with a name of its own by the definition in the file', () => {
    const zone = [
      'BEGIN:VTIMEZONE',
      'TZID:Our Time',
      'BEGIN:STANDARD',
      'DTSTART:19700101T000000',
      'TZOFFSETFROM:+0530',
      'TZOFFSETTO:+0530',
      'END:STANDARD',
      'END:VTIMEZONE',
    ].join('\r\n');
    const text = ics([
      'UID:a',
      'DTSTART;TZID=Our Time:20260606T080000',
      'DTEND;TZID=Our Time:20260606T090000',
      'SUMMARY:A',
    ]).replace('VERSION:2.0', `VERSION:2.0\r\n${zone}`);
    expect(parse(text).sessions[0]).toMatchObject({
      start: '2026-06-06T02:30:00Z',
      end: '2026-06-06T03:30:00Z',
    });
  });

  it('unrolls what repeats, bounded, but for what was moved or taken out', () => {
    const text = ics(
      [
        'UID:a',
        'DTSTART;TZID=Europe/Madrid:20261023T090000',
        'DTEND;TZID=Europe/Madrid:20261023T093000',
        'RRULE:FREQ=DAILY;COUNT=4',
        'EXDATE;TZID=Europe/Madrid:20261024T090000',
        'SUMMARY:Yoga',
      ],
      [
        'UID:a',
        'RECURRENCE-ID;TZID=Europe/Madrid:20261026T090000',
        'DTSTART;TZID=Europe/Madrid:20261026T100000',
        'DTEND;TZID=Europe/Madrid:20261026T103000',
        'SUMMARY:Yoga',
      ],
    );
    expect(parse(text).sessions.map(({ start }) => start)).toEqual([
      '2026-10-23T07:00:00Z',
      '2026-10-25T08:00:00Z',
      '2026-10-26T09:00:00Z',
    ]);
  });

  it.each([
    ['FREQ=WEEKLY;BYDAY=MO,WE;COUNT=4', ['06-08', '06-10', '06-15', '06-17']],
    ['FREQ=WEEKLY;INTERVAL=2;COUNT=3', ['06-08', '06-22', '07-06']],
    ['FREQ=DAILY;INTERVAL=2;UNTIL=20260612T075959Z', ['06-08', '06-10']],
    ['FREQ=DAILY;UNTIL=20260610', ['06-08', '06-09', '06-10']],
  ])('unrolls %s', (rule, dates) => {
    const text = ics([
      'UID:a',
      'DTSTART;TZID=Europe/Madrid:20260608T100000',
      'DTEND;TZID=Europe/Madrid:20260608T110000',
      `RRULE:${rule}`,
      'SUMMARY:Yoga',
    ]);
    expect(parse(text).sessions.map(({ start }) => start)).toEqual(
      dates.map((date) => `2026-${date}T08:00:00Z`),
    );
  });

  it.each([
    'FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31;COUNT=5',
    'FREQ=DAILY;UNTIL=bogus',
  ])('takes once, and says so, what no conference repeats and what would never end: %s', (rule) => {
    const agenda = parse(
      ics(['UID:a', 'DTSTART:20260606T080000Z', 'DTEND:20260606T090000Z', `RRULE:${rule}`, 'SUMMARY:Tick']),
    );
    expect(agenda.sessions).toHaveLength(1);
    expect(odd(agenda)).toMatchObject({ 'unreadable-row': 1 });
  });

  it('does not follow a zone whose rule would never end', () => {
    const zone = [
      'BEGIN:VTIMEZONE',
      'TZID:Trap',
      'BEGIN:STANDARD',
      'DTSTART:19700101T000000',
      'TZOFFSETFROM:+0000',
      'TZOFFSETTO:+0100',
      'RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30',
      'END:STANDARD',
      'END:VTIMEZONE',
    ].join('\r\n');
    const text = ics([
      'UID:a',
      'DTSTART;TZID=Trap:20260606T080000',
      'DTEND;TZID=Trap:20260606T090000',
      'SUMMARY:A',
    ]).replace('VERSION:2.0', `VERSION:2.0\r\n${zone}`);
    expect(parse(text)).toMatchObject({ needsZone: true, sessions: [{ start: '2026-06-06T08:00:00Z' }] });
    expect(odd(parse(text))).toMatchObject({ 'unknown-zone': 1 });
  });

  it('leaves whole days out, and says so', () => {
    const agenda = parse(
      ics(
        ['UID:a', 'DTSTART;VALUE=DATE:20260606', 'SUMMARY:Conference'],
        ['UID:b', 'DTSTART:20260606T080000Z', 'DTEND:20260606T090000Z', 'SUMMARY:B'],
      ),
    );
    expect(agenda.sessions.map(({ title }) => title)).toEqual(['B']);
    expect(odd(agenda)).toMatchObject({ 'all-day': 1 });
  });
});

describe('tables', () => {
  it.each([
    ['27/12/14', '2:00 p.m.', '2014-12-27T14:00:00Z'],
    ['12/27/2014', '2pm', '2014-12-27T14:00:00Z'],
    ['27.12.2014', '14.00', '2014-12-27T14:00:00Z'],
    ['27 December 2014', '14h', '2014-12-27T14:00:00Z'],
    ['Dec 27, 2014', '12:00 a.m.', '2014-12-27T00:00:00Z'],
    ['27 de diciembre de 2014', '14:00', '2014-12-27T14:00:00Z'],
    ['2014-12-27', '24', '2014-12-28T00:00:00Z'],
    ['', '2014-12-27T14:00:00+01:00', '2014-12-27T13:00:00Z'],
    ['', '27/12/2014, 2:00 PM', '2014-12-27T14:00:00Z'],
  ])('reads %j %j', (date, time, start) => {
    const agenda = parse(`Titel;Datum;Beginn\nA;"${date}";"${time}"\n`, { zone: 'UTC' });
    expect(agenda.sessions[0]?.start).toBe(start);
    expect(odd(agenda)).not.toHaveProperty('date-guessed');
  });

  it('asks where day and month cannot be told apart, and takes the answer', () => {
    const csv = 'Title,Date,Start\nA,03/04/2026,10:00\n';
    expect(parse(csv, { zone: 'UTC' }).needsOrder).toEqual({
      example: '03/04/2026',
      dmy: '2026-04-03',
      mdy: '2026-03-04',
    });
    const agenda = parse(csv, { zone: 'UTC', dateOrder: 'mdy' });
    expect(agenda.needsOrder).toBeUndefined();
    expect(agenda.sessions[0]?.start).toBe('2026-03-04T10:00:00Z');
  });

  it('asks for the first date where there are only weekdays, then reads them from it', () => {
    const csv = 'day,start_hour,room,title\nFreitag,22,North,A\nSamstag,24,North,B\nDay 1,9,South,C\n';
    expect(parse(csv, { zone: 'UTC' }).needsDate).toBe(true);
    const agenda = parse(csv, { zone: 'UTC', firstDate: '1999-08-06' });
    expect(agenda.needsDate).toBe(false);
    expect(agenda.sessions.map(({ title, start }) => [title, start])).toEqual([
      ['C', '1999-08-06T09:00:00Z'],
      ['A', '1999-08-06T22:00:00Z'],
      ['B', '1999-08-08T00:00:00Z'],
    ]);
  });

  it('says which columns there are where it cannot tell, and takes what it is told', () => {
    const csv = 'Foo,Bar,Baz,\nTides,2026-06-06,10:00,North\nKnots,2026-06-06,11:00,North\n';
    const asked = parse(csv);
    expect(asked.needsColumns).toEqual({
      columns: ['Foo', 'Bar', 'Baz', '#4'],
      guessed: { date: 'Bar', start: 'Baz' },
      read: [],
      missing: ['title'],
      sample: [
        { line: 2, cells: ['Tides', '2026-06-06', '10:00', 'North'] },
        { line: 3, cells: ['Knots', '2026-06-06', '11:00', 'North'] },
      ],
    });
    expect(asked.sessions).toEqual([]);
    const mapping = { title: 'Foo', date: 'Bar', start: 'Baz', room: '#4' };
    expect(parse(csv, { zone: 'UTC', mapping }).sessions.map(({ title, room }) => [title, room])).toEqual([
      ['Tides', 'North'],
      ['Knots', 'North'],
    ]);
    expect(() => parse(csv, { mapping: { title: 'Nope' } })).toThrow('format.noColumn');
  });

  it('leaves out rows that it cannot read, and says so', () => {
    const agenda = parse(
      'Title,Date,Start\nA,2026-06-06,10:00\nB,2026-06-06,soon\nC,2026-02-30,10:00\nD,,\n',
      { zone: 'UTC' },
    );
    expect(agenda.sessions.map(({ title }) => title)).toEqual(['A']);
    expect(odd(agenda)).toMatchObject({ 'unreadable-row': 2, unscheduled: 1 });
  });
});

describe('Sessionize', () => {
  const session = (fields: Fields) => ({
    id: '1',
    title: 'T',
    startsAt: '2026-06-06T10:00:00',
    endsAt: '2026-06-06T11:00:00',
    speakers: [],
    roomId: 1,
    ...fields,
  });
  const all = (...sessions: Fields[]) =>
    JSON.stringify({ sessions, speakers: [], rooms: [{ id: 1, name: 'R' }], categories: [] });

  it('leaves out what has no time or is not accepted, and says so', () => {
    const agenda = parse(
      all(session({}), session({ id: '2', startsAt: null }), session({ id: '3', status: 'Declined' })),
      { zone: 'UTC' },
    );
    expect(agenda.sessions).toHaveLength(1);
    expect(odd(agenda)).toMatchObject({ unscheduled: 1, 'not-accepted': 1 });
  });

  it('takes service sessions for breaks unless somebody is on stage', () => {
    const titles = ['Check-In & Registration', 'Party', 'Welcome & Keynote', 'Closing'];
    const agenda = parse(
      all(...titles.map((title, i) => session({ id: `${i}`, title, isServiceSession: true }))),
      { zone: 'UTC' },
    );
    expect(
      agenda.sessions
        .filter(({ isBreak }) => isBreak)
        .map(({ title }) => title)
        .sort(),
    ).toEqual(['Check-In & Registration', 'Party']);
  });
});
