/** Programmes in shapes that nobody has agreed on: JSON and YAML of sites and apps, pages, APIs, calendars in XML. */
import { describe, expect, it } from 'vitest';
import type { ParsedAgenda, ParseOptions } from '../../../src/agenda/domain/parsed.ts';
import { parseAgenda } from '../../../src/formats/index.ts';

const parse = (file: unknown, options: ParseOptions = { zone: 'UTC' }): ParsedAgenda =>
  parseAgenda(Buffer.from(typeof file === 'string' ? file : JSON.stringify(file)), options);

/** `06-12T09:00–09:45 Title @ Room [Speaker, Speaker]`, in UTC. */
const lines = ({ sessions }: ParsedAgenda): string[] =>
  sessions.map(({ title, start, end, room, speakers }) => {
    const names = speakers.map(({ name }) => name).join(', ');
    return `${start.slice(5, 16)}–${end.slice(11, 16)} ${title}${room && ` @ ${room}`}${names && ` [${names}]`}`;
  });

const odd = (agenda: ParsedAgenda, kind: string) => agenda.oddities.find((one) => one.kind === kind);

const read = [
  '06-12T09:00–09:45 A great talk @ Main Hall [Ada Lovelace]',
  '06-12T10:00–10:30 What we want @ Room B',
];
const talk = { title: 'A great talk', speakers: ['Ada Lovelace'] };
const other = { title: 'What we want' };

describe('YAML of websites', () => {
  it('devopsdays: a program, beside what has no times', () => {
    const agenda = parse(`
name: "2026 Harbour"
program:
  - title: "Registration"
    type: custom
    date: 2026-08-09
    start_time: "08:00"
    end_time: "09:00"
  - title: Opening
    type: talk
    date: 2026-08-09T00:00:00
    start_time: 09:15
    end_time: 09:45
ignites:
  - title: ada-brook
    date: 2026-08-09
`);
    expect(lines(agenda)).toEqual(['08-09T08:00–09:00 Registration', '08-09T09:15–09:45 Opening']);
    expect(agenda).toMatchObject({ format: 'yaml', title: '2026 Harbour' });
  });

  it('Jekyll: days that hold slots that hold talks, with people who are files of their own', () => {
    const agenda = parse(`
# schedule
- date: 2026-06-12
  timeslots:
  - start: 09:00
    end: 09:45
    talks:
    - title: A great talk
      speaker: ada-lovelace
      room: Main Hall
  - start: 10:00
    end: 10:30
    talks:
    - title: What we want
      room: Room B
`);
    expect(lines(agenda)).toEqual(read);
  });

  it('days by their names, as keys', () => {
    const agenda = parse(
      `friday:\n  - time: 09:00 - 09:45\n    name: A great talk\n    where: Main Hall\n    who: [Ada Lovelace]\nsaturday:\n  - time: 10:00 - 10:30\n    name: What we want\n    where: Room B\n`,
      { zone: 'UTC', firstDate: '2026-06-12' },
    );
    expect(lines(agenda)).toEqual([read[0], '06-13T10:00–10:30 What we want @ Room B']);
    expect(agenda.needsDate).toBe(false);
  });

  it('keeps what is written: 0900 is a time, 09:00 no seconds, and no is a word', () => {
    const agenda = parse(
      '- {title: no, date: 2026-06-12, start: 0900, end: 0945}\n- {title: yes, date: 2026-06-12, start: 10:00, end: 10:30}\n',
    );
    expect(lines(agenda)).toEqual(['06-12T09:00–09:45 no', '06-12T10:00–10:30 yes']);
  });

  it('tells the line of what is broken, and refuses bombs of aliases and of depth', () => {
    expect(() => parse('talks:\n  - title: "A\n    start: 9\n  other: x: y\n')).toThrow('format.broken');
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]'];
    for (const [name, of] of ['ba', 'cb', 'dc', 'ed', 'fe', 'gf', 'hg', 'ih'].map((two) => two.split('')))
      bomb.push(`${name}: &${name} [${Array(9).fill(`*${of}`).join(', ')}]`);
    expect(() => parse(bomb.join('\n'))).toThrow('format.broken');
    expect(() => parse(`a: 1\nb: ${'['.repeat(5000)}`)).toThrow('format.tooDeep');
  });

  it('does not take a table for it, whatever stands above', () => {
    const agenda = parse(
      'Programme: Harbour days\nVersion: 3\n\nDate,Start,Title\n2026-06-12,09:00,A\n2026-06-12,10:00,B\n',
    );
    expect(agenda.format).toBe('csv');
    expect(agenda.sessions).toHaveLength(2);
  });
});

describe('JSON of sites and apps', () => {
  it.each([
    [
      'a plain list',
      [
        { ...talk, start: '2026-06-12T09:00:00Z', end: '2026-06-12T09:45:00Z', room: 'Main Hall' },
        { ...other, start: '2026-06-12T10:00:00Z', end: '2026-06-12T10:30:00Z', room: 'Room B' },
      ],
    ],
    [
      'rooms that hold their talks',
      {
        rooms: [
          {
            name: 'Main Hall',
            talks: [{ ...talk, date: '2026-06-12', startTime: '09:00', endTime: '09:45' }],
          },
          { name: 'Room B', talks: [{ ...other, date: '2026-06-12', startTime: '10:00', endTime: '10:30' }] },
        ],
      },
    ],
    [
      'days and rooms as keys',
      {
        '2026-06-12': {
          'Main Hall': [{ ...talk, from: '09:00', to: '09:45' }],
          'Room B': [{ ...other, from: '10:00', to: '10:30' }],
        },
      },
    ],
    [
      'times as keys',
      {
        agenda: [
          {
            day: '2026-06-12',
            slots: { '09:00-09:45': { 'Main Hall': talk }, '10:00-10:30': { 'Room B': other } },
          },
        ],
      },
    ],
    [
      'ids of people and rooms that are listed beside it',
      {
        sessions: [
          {
            id: 1,
            title: 'A great talk',
            speakerIds: ['x1'],
            roomId: 7,
            startsAt: '2026-06-12T09:00',
            endsAt: '2026-06-12T09:45',
          },
          {
            id: 2,
            title: 'What we want',
            speakerIds: [],
            roomId: 8,
            startsAt: '2026-06-12T10:00',
            duration: 30,
          },
        ],
        speakers: [{ id: 'x1', firstName: 'Ada', lastName: 'Lovelace' }],
        rooms: { 7: { name: 'Main Hall' }, 8: { name: 'Room B' } },
      },
    ],
    [
      'seconds and milliseconds since 1970',
      [
        { ...talk, start: 1781254800, end: 1781257500, location: { name: 'Main Hall' } },
        { ...other, start: 1781258400000, end: 1781260200000, location: { name: 'Room B' } },
      ],
    ],
    [
      'talks that hold their slots',
      {
        talks: [
          {
            code: 'A',
            ...talk,
            slots: [
              {
                id: 1,
                room: { name: { en: 'Main Hall' } },
                start: '2026-06-12T09:00Z',
                end: '2026-06-12T09:45Z',
              },
            ],
          },
          {
            code: 'B',
            ...other,
            slots: [
              {
                id: 2,
                room: { name: { en: 'Room B' } },
                start: '2026-06-12T10:00Z',
                end: '2026-06-12T10:30Z',
              },
            ],
          },
        ],
      },
    ],
    [
      'Hoverboard, with its sessions and speakers in the same file',
      {
        schedule: {
          '2026-06-12': {
            date: '2026-06-12',
            tracks: [{ title: 'Main Hall' }, { title: 'Room B' }],
            timeslots: [
              { startTime: '09:00', endTime: '09:45', sessions: [{ items: [101] }, { items: [] }] },
              { startTime: '10:00', endTime: '10:30', sessions: [{ items: [] }, { items: [102] }] },
            ],
          },
        },
        sessions: { 101: { title: 'A great talk', speakers: ['ada'] }, 102: other },
        speakers: { ada: { name: 'Ada Lovelace' } },
      },
    ],
  ])('%s', (_, file) => {
    const agenda = parse(file);
    expect(lines(agenda)).toEqual(read);
    expect(agenda.format).toBe('json-list');
  });

  it('a slot with a title of its own is the session, and what it holds are its parts', () => {
    const agenda = parse([
      {
        title: 'Lightning talks',
        start: '2026-06-12T09:00Z',
        end: '2026-06-12T10:00Z',
        talks: [other, talk],
      },
      { title: 'Closing', start: '2026-06-12T10:00Z', end: '2026-06-12T10:30Z' },
    ]);
    expect(lines(agenda)).toEqual(['06-12T09:00–10:00 Lightning talks', '06-12T10:00–10:30 Closing']);
  });

  it('takes names that are listed one by one for one person each', () => {
    const at = { start: '2026-06-12T09:00Z', end: '2026-06-12T09:45Z', title: 'A' };
    const agenda = parse([
      { ...at, speakers: ['Ortega y Gasset, José', 'Ada and Sons'] },
      { ...at, title: 'B' },
    ]);
    expect(agenda.sessions.find(({ title }) => title === 'A')?.speakers.map(({ name }) => name)).toEqual([
      'Ortega y Gasset, José',
      'Ada and Sons',
    ]);
  });

  it('a field that nobody knows can be named, as a column of a table can', () => {
    const file = [1, 2, 3].map((n) => ({ was: `Talk ${n}`, wann: '2026-06-12', um: `1${n}:00`, foo: 'x' }));
    const asked = parse(file);
    expect(asked.needsColumns).toMatchObject({ columns: ['was', 'wann', 'um', 'foo'], missing: ['title'] });
    expect(lines(parse(file, { zone: 'UTC', mapping: { title: 'was' } }))).toEqual([
      '06-12T11:00–12:00 Talk 1',
      '06-12T12:00–13:00 Talk 2',
      '06-12T13:00–14:00 Talk 3',
    ]);
  });

  it('an entry that cannot be read is told by its place in the list', () => {
    const agenda = parse([
      { ...talk, start: '2026-06-12T09:00Z' },
      { ...other, start: 'soonish' },
    ]);
    expect(odd(agenda, 'unreadable-row')?.examples).toEqual(['2, start: soonish']);
  });
});

describe('pretalx’s API', () => {
  const submission = {
    code: 'ABC',
    title: 'A great talk',
    speakers: [{ code: 'ADA', name: 'Ada Lovelace' }],
    state: 'confirmed',
    slot: { room: { en: 'Main Hall' }, start: '2026-06-12T09:00:00Z', end: '2026-06-12T09:45:00Z' },
  };
  const page = (...results: unknown[]) => ({ count: results.length, next: null, previous: null, results });

  it('reads submissions, leaves out what is not accepted, and marks what was cancelled', () => {
    const agenda = parse(
      page(
        submission,
        { ...submission, code: 'DEF', state: 'rejected' },
        { ...submission, code: 'GHI', title: 'Gone', state: 'canceled' },
        { ...submission, code: 'JKL', slot: null },
      ),
    );
    expect(agenda.sessions.map(({ guid, cancelled }) => [guid, cancelled])).toEqual([
      ['ABC', undefined],
      ['GHI', true],
    ]);
    expect([odd(agenda, 'not-accepted')?.count, odd(agenda, 'unscheduled')?.count]).toEqual([1, 1]);
  });

  it('reads a talk in each of its slots, and says where rooms are numbers', () => {
    const { slot: _, ...rest } = submission;
    const slots = [
      { id: 1, room: 12, start: '2026-06-12T09:00:00Z', end: '2026-06-12T09:45:00Z' },
      { id: 2, room: { name: { en: 'Room B' } }, start: '2026-06-12T10:00:00Z', end: '2026-06-12T10:30:00Z' },
    ];
    const agenda = parse(page({ ...rest, slots }));
    expect(agenda.sessions.map(({ room, start }) => [room, start.slice(11, 16)])).toEqual([
      ['12', '09:00'],
      ['Room B', '10:00'],
    ]);
    expect(odd(agenda, 'rooms-by-number')).toMatchObject({ count: 1, examples: ['12'] });
  });
});

describe('schema.org in a page', () => {
  const event = (inside: object) => ({ '@type': 'Event', startDate: '2026-06-12T09:00:00Z', ...inside });
  const page = (...blocks: unknown[]) =>
    `<!doctype html><html><head>${blocks.map((block) => `<script type='application/ld+json'>//<![CDATA[\n${JSON.stringify(block)}\n//]]></script>`).join('')}</head></html>`;

  it('follows references, skips what is online, and takes entities out', () => {
    const agenda = parse(
      page({
        '@context': 'https://schema.org',
        '@graph': [
          { '@type': 'Festival', '@id': '#fest', name: 'Harbour days', startDate: '2026-06-12' },
          { '@type': 'Person', '@id': '#ada', name: 'Ada Lovelace' },
          event({
            name: 'A great talk',
            superEvent: { '@id': '#fest' },
            endDate: '2026-06-12T09:45:00Z',
            performer: { '@id': '#ada' },
            location: [
              { '@type': 'VirtualLocation', url: 'https://x.example' },
              { '@type': 'Place', name: 'Main Hall' },
            ],
          }),
          event({ name: 'Q&amp;A', duration: 'PT30M', eventStatus: 'https://schema.org/EventCancelled' }),
        ],
      }),
    );
    expect(lines(agenda)).toEqual([read[0], '06-12T09:00–09:30 Q&A']);
    expect(agenda.sessions.map(({ cancelled }) => cancelled ?? false)).toEqual([false, true]);
    expect(agenda.title).toBe('Harbour days');
  });

  it('is no agenda where a page only says that there is an event, and the refusal says so', () => {
    expect(() => parse(page(event({ name: 'Harbour days', startDate: '2026-06-12' })))).toThrow(
      'format.nearly.page',
    );
    expect(() => parse(page({ '@type': 'WebSite', name: 'x' }))).toThrow('format.nearly.page');
  });

  it('is refused where a block of events is broken or the page was cut off', () => {
    const whole = page(event({ name: 'A' }), event({ name: 'B' }));
    expect(() => parse(whole.replace('"name":"B"', '"name":B'))).toThrow('format.broken');
    expect(() => parse(whole.slice(0, -40))).toThrow('format.truncated');
  });
});

describe('calendars', () => {
  it('in XML (RFC 6321), with a zone of their own', () => {
    const agenda = parse(
      `<?xml version="1.0"?><icalendar xmlns="urn:ietf:params:xml:ns:icalendar-2.0"><vcalendar><properties><version><text>2.0</text></version></properties><components><vevent><properties>
<uid><text>1@x</text></uid><summary><text>A great talk</text></summary>
<dtstart><parameters><tzid><text>Europe/Madrid</text></tzid></parameters><date-time>2026-06-12T11:00:00</date-time></dtstart>
<duration><duration>PT45M</duration></duration><location><text>Main Hall</text></location>
<attendee><parameters><cn><text>Ada Lovelace</text></cn></parameters><cal-address>mailto:ada@example.org</cal-address></attendee>
<rrule><recur><freq>DAILY</freq><count>2</count></recur></rrule>
</properties></vevent></components></vcalendar></icalendar>`,
      {},
    );
    expect(lines(agenda)).toEqual([read[0], read[0]?.replace('06-12', '06-13')]);
    expect(agenda).toMatchObject({ format: 'xcal', zone: 'Europe/Madrid', needsZone: false });
  });

  const calendar =
    'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:A\r\nDTSTART:20260612T090000Z\r\nDTEND:20260612T094500Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n';

  it.each([
    ['a comment', `<!--\r\n${calendar}-->\r\n`],
    ['a page', `<html><body><pre>\r\n${calendar}</pre></body></html>`],
    ['warnings of a server', `<br />\n<b>Warning</b>: something on line 3<br />\n${calendar}`],
    ['words', `Notice: nothing to see\n\n${calendar}`],
  ])('inside %s', (_, text) => {
    const agenda = parse(text, {});
    expect(lines(agenda)).toEqual(['06-12T09:00–09:45 A']);
    expect(odd(agenda, 'text-around')).toBeDefined();
  });

  it('that were cut off inside something are still refused', () => {
    expect(() => parse(`<!--\r\n${calendar}${calendar.slice(0, -40)}`)).toThrow('format.truncated');
  });
});

describe('frab JSON', () => {
  it('may call the window of a day `start` and `end`', () => {
    const day = {
      index: 1,
      date: '2026-12-27',
      start: '2026-12-27T10:00:00+01:00',
      end: '2026-12-28T03:00:00+01:00',
      rooms: {
        Hall: [
          { guid: 'g', date: '2026-12-28T01:00:00+01:00', start: '01:00', duration: '0:20', title: 'Late' },
        ],
      },
    };
    const agenda = parse({ schedule: { conference: { title: 't', days: [day] } } });
    expect(agenda.days.map(({ date }) => date)).toEqual(['2026-12-27']);
    expect([odd(agenda, 'day-window'), odd(agenda, 'outside-day')]).toEqual([undefined, undefined]);
  });
});

describe('what is nearly an agenda says what it looks like and what is missing', () => {
  it.each([
    ['frab', { schedule: { conference: { title: 'x', acronym: 'x' } } }],
    ['sessionizeSpeakers', [{ id: 'a', fullName: 'Ada', sessions: [{ id: 1, name: 'A' }] }]],
    ['sessionizeAll', { sessions: [{ id: '1', title: 'A' }], categories: [], questions: [] }],
    ['grid', [{ date: '2026-06-12', rooms: [{ id: 1, name: 'A' }] }]],
    [
      'pretalxSlots',
      { count: 1, next: null, results: [{ id: 1, room: 1, start: 'x', end: 'y', submission: 'ABC' }] },
    ],
    [
      'pretalxSpeakers',
      { count: 1, next: null, results: [{ code: 'A', name: 'Ada', submissions: ['ABC'] }] },
    ],
    [
      'hoverboard',
      {
        '2026-06-12': {
          date: '2026-06-12',
          tracks: [],
          timeslots: [{ startTime: '09:00', endTime: '10:00', sessions: [{ items: ['101'] }] }],
        },
      },
    ],
    ['list', { talks: [{ name: 'A', author: 'Ada' }] }],
    ['xcal', '<icalendar><vevent/></icalendar>'],
    ['schedule', '<schedule><day date="2026-06-12"><entry><title>A</title></entry></day></schedule>'],
  ])('%s', (what, file) => expect(() => parse(file)).toThrow(`format.nearly.${what}`));

  it('names the fields that it found', () => {
    const refusal = () => parse({ talks: [{ name: 'A', author: 'Ada' }] });
    expect(refusal).toThrow(
      expect.objectContaining({ params: { kind: 'JSON', count: 1, fields: 'name, author' } }),
    );
  });
});
