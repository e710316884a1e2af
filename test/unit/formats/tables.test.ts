/** Programmes as people keep them in spreadsheets: every shape of table that organizers sent, a case each. */
import { describe, expect, it } from 'vitest';
import type { ParsedAgenda, ParseOptions } from '../../../src/agenda/domain/parsed.ts';
import { parseAgenda } from '../../../src/formats/index.ts';
import { readClock, readSpan } from '../../../src/formats/table/clock.ts';
import { readDate } from '../../../src/formats/table/dates.ts';

const parse = (text: string, options: ParseOptions = { zone: 'UTC' }): ParsedAgenda =>
  parseAgenda(Buffer.from(text), options);

/** `Fri 09:00–09:45 Title @ Room [Speaker, Speaker]`, in UTC. */
const lines = ({ sessions }: ParsedAgenda): string[] =>
  sessions.map(({ title, start, end, room, speakers }) => {
    const names = speakers.map(({ name }) => name).join(', ');
    return `${start.slice(5, 16)}–${end.slice(11, 16)} ${title}${room && ` @ ${room}`}${names && ` [${names}]`}`;
  });

describe('dates as people write them', () => {
  it.each([
    ['12-Jun-26', '2026-06-12'],
    ['12 June 2026', '2026-06-12'],
    ['June 12, 2026', '2026-06-12'],
    ['Fri 12 Jun 2026', '2026-06-12'],
    ['viernes 12 de junio de 2026', '2026-06-12'],
    ['Freitag, den 12. Juni 2026', '2026-06-12'],
    ['le vendredi 12 juin 2026', '2026-06-12'],
    ['1er août 2026', '2026-08-01'],
    ['3rd of March 2026', '2026-03-03'],
    ['20260612', '2026-06-12'],
    ['12.06.2026', '2026-06-12'],
    ['Fr., 12.6.26', '2026-06-12'],
    ['Sept 9, 2026', '2026-09-09'],
    ['Día 1 – 12 de junio de 2026', '2026-06-12'],
  ])('%s', (text, date) => expect(readDate(text, 'dmy')).toEqual({ date }));

  it.each([
    ['Fri 12 Jun', { month: 6, dayOfMonth: 12, weekday: 5 }],
    ['June 12', { month: 6, dayOfMonth: 12 }],
    ['WEDNESDAY - May 8 - Day 1', { month: 5, dayOfMonth: 8, weekday: 3 }],
    ['martes 3 mar', { month: 3, dayOfMonth: 3, weekday: 2 }],
    ['Donnerstag', { weekday: 4 }],
    ['Day 2', { day: 2 }],
  ])('%s, without a year', (text, read) => expect(readDate(text, 'dmy')).toEqual(read));

  it.each([
    'Main Hall',
    'March of the penguins',
    '31 February 2026',
    'Friday Night Live',
    '09:00',
    '',
    '12 monkeys',
  ])('%j is none', (text) => expect(readDate(text, 'dmy')).toBeUndefined());
});

describe('times as people write them', () => {
  it.each([
    ['9', 540],
    ['09:00:00', 540],
    ['9h30', 570],
    ['9.30', 570],
    ['9 Uhr', 540],
    ['14:30 Uhr', 870],
    ['2:00 p.m.', 840],
    ['2:00 p. m.', 840],
    ['12:15 AM', 15],
    ['12 noon', 720],
    ['7:30 AM PDT', 450],
    ['0.375', 540],
    ['0930', 570],
    ['24', 1440],
    ['a las 9:30', 570],
    ['９：３０', 570],
    ['9∶30', 570],
  ])('%s', (text, minutes) => expect(readClock(text)).toBe(minutes));

  it.each([
    ['09:00-09:45', [540, 585]],
    ['10:00 AM – 10:30 AM', [600, 630]],
    ['14:00-15:30 Uhr', [840, 930]],
    ['von 9 bis 10 Uhr', [540, 600]],
    ['9:00 to 9:45', [540, 585]],
    ['de 9:00 a 10:30', [540, 630]],
    ['10-11:30 am', [600, 690]],
    ['11:00-12:30 PM', [660, 750]],
    ['1:00–2:15pm', [780, 855]],
    ['9h–9h45', [540, 585]],
    ['22:00-02:00', [1320, 120]],
    ['17:00 –', [1020, undefined]],
    ['09:00 (45 min)', [540, 585]],
  ])('%s', (text, [from, to]) => expect(readSpan(text)).toEqual({ from, to }));

  it.each(['12-06', '2026-06-12', 'Track 1-2', 'a-b', 'soonish'])('%s is no span', (text) =>
    expect(readSpan(text)).toBeUndefined(),
  );

  it('takes no time over a cell that is made to take it', () => {
    const cell = `1:${' '.repeat(60_000)}`;
    const started = performance.now();
    parse(`Title,Start,End\nA,${cell},${cell}\nB,10:00,${'1'.repeat(60_000)}\n`);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

describe('where the table is', () => {
  const rows =
    'Date,Start,End,Title,Room\n2026-06-12,09:00,09:45,A great talk,Main Hall\n2026-06-12,10:00,10:30,What we want,Room B\n';
  const read = ['06-12T09:00–09:45 A great talk @ Main Hall', '06-12T10:00–10:30 What we want @ Room B'];

  it.each([
    ['a title above', `Our Conference 2026 – programme (draft 3),,,,\n,,,,\n${rows}`],
    ['a title without separators above', `Our Conference\n\n${rows}`],
    [
      'instructions above',
      `Fill in every row\nColumns with a star are required: date, start, title\n${rows}`,
    ],
    ["Excel's sep=", `sep=;\r\n${rows.replaceAll(',', ';')}`],
    ['tabs', rows.replaceAll(',', '\t')],
  ])('%s', (_, text) => expect(lines(parse(text))).toEqual(read));

  it('takes the `;` behind R&D for what it is', () => {
    const agenda = parse(
      'Date;Time;Title;Room\nThursday, June 11, 2026;08:00-08:15;A;R&D\nThursday, June 11, 2026;08:05-08:20;B;R&D\nThursday, June 11, 2026;08:05-08:20;C;Hall\n',
    );
    expect(agenda.rooms).toEqual(['R&D', 'Hall']);
  });

  it.each([
    'StartTime,EndTime,SessionTitle,RoomName,Date',
    '*Time Start,*Time End,*Session Title,Room/Location (Optional),*Date',
    'Start time (required),End time (required),Name (required),Venue (required),Day (required)',
    'Heure début,Heure fin,Titre,Salle,Jour',
    'Beginn,Ende,Veranstaltung,Raum,Datum',
    'Hora inicio,Hora fin,Título,Sala,Fecha',
    'Event start time,Event end time,Event name,Event location,Event start date',
    'Starts On,Ends On,Session Name,Locations,Conference day',
  ])('headers: %s', (header) => {
    const agenda = parse(
      `${header}\n09:00,09:45,A great talk,Main Hall,2026-06-12\n10:00,10:30,What we want,Room B,2026-06-12\n`,
    );
    expect(lines(agenda)).toEqual(read);
  });

  it('is told by the cells where the header says nothing of them', () => {
    const agenda = parse('Quando,Von-Bis??,Title\n2026-06-12,09:00-09:45,A\n2026-06-13,10:00-10:30,B\n');
    expect(lines(agenda)).toEqual(['06-12T09:00–09:45 A', '06-13T10:00–10:30 B']);
  });
});

describe('the day of a row', () => {
  it('holds until the next one is named', () => {
    const agenda = parse(
      'Day,Start,End,Title\nFriday 12 June 2026,09:00,09:45,A\n,10:00,10:30,B\nSaturday 13 June 2026,09:00,09:45,C\n,10:00,10:30,D\n',
    );
    expect(agenda.needsDate).toBe(false);
    expect(lines(agenda).map((line) => line.slice(0, 11))).toEqual([
      '06-12T09:00',
      '06-12T10:00',
      '06-13T09:00',
      '06-13T10:00',
    ]);
  });

  it('may stand in a row of its own', () => {
    const agenda = parse(
      'Time,Title,Room\nFriday 12 June 2026,,\n09:00-09:45,A,North\nSaturday 13 June 2026,,\n09:00-09:45,B,North\n',
    );
    expect(lines(agenda)).toEqual(['06-12T09:00–09:45 A @ North', '06-13T09:00–09:45 B @ North']);
  });

  it('may stand in the title above, or need to be asked for', () => {
    const table = 'Time,Title\n09:00-09:45,A\n10:00-10:45,B\n';
    expect(lines(parse(`Programme for 12 June 2026,\n${table}`))[0]).toBe('06-12T09:00–09:45 A');
    expect(parse(table).needsDate).toBe(true);
    const told = parse(table, { zone: 'UTC', firstDate: '2026-06-12' });
    expect(lines(told)[0]).toBe('06-12T09:00–09:45 A');
    expect(told.oddities.map(({ kind }) => kind)).toContain('no-date-column');
  });

  it('takes its year from the rest of the table, else asks', () => {
    const table = 'Date,Start,End,Title\nFri 12 Jun,09:00,09:45,A\nSat 13 Jun,09:00,09:45,B\n';
    expect(lines(parse(`Conference 2026,,,\n${table}`))).toEqual([
      '06-12T09:00–09:45 A',
      '06-13T09:00–09:45 B',
    ]);
    expect(parse(table).needsDate).toBe(true);
    expect(parse(table, { zone: 'UTC', firstDate: '2027-06-12' }).sessions[0]?.start).toBe(
      '2027-06-12T09:00:00Z',
    );
  });

  it('is month first or day first as makes the days of one event', () => {
    const table = (...dates: string[]) =>
      `Date,Start,Title\n${dates.map((date) => `${date},10:00,T ${date}\n`).join('')}`;
    const days = (agenda: ParsedAgenda) => agenda.sessions.map(({ start }) => start.slice(0, 10));
    expect(days(parse(table('4/3/16', '4/4/16', '4/5/16', '4/6/16', '4/7/16')))).toEqual([
      '2016-04-03',
      '2016-04-04',
      '2016-04-05',
      '2016-04-06',
      '2016-04-07',
    ]);
    expect(days(parse(table('3/4/16', '4/4/16', '5/4/16')))).toEqual([
      '2016-04-03',
      '2016-04-04',
      '2016-04-05',
    ]);
    expect(days(parse(table('Fri 06/12/2026')))).toEqual(['2026-06-12']);
    expect(days(parse(table('Sun 06/12/2026')))).toEqual(['2026-12-06']);
    expect(days(parse(table('06/12/2026'), { zone: 'America/Chicago' }))).toEqual(['2026-06-12']);
    const halves = parse('Date,Start,Title\n06/12/2026,9:00 AM,A\n');
    expect(days(halves)).toEqual(['2026-06-12']);
    expect(halves.oddities.find(({ kind }) => kind === 'date-guessed')?.examples).toEqual([
      '06/12/2026 = 2026-06-12',
    ]);
  });
});

describe('grids', () => {
  it('have a room in each column', () => {
    const agenda = parse(
      'Time,Main Hall,Room B\n9:00,Opening (Ada Lovelace),\n9:30,A great talk,What we want\n10:30,Coffee break,Coffee break\n',
      {
        zone: 'UTC',
        firstDate: '2026-06-12',
      },
    );
    expect(lines(agenda)).toEqual([
      '06-12T09:00–09:30 Opening @ Main Hall [Ada Lovelace]',
      '06-12T09:30–10:30 A great talk @ Main Hall',
      '06-12T09:30–10:30 What we want @ Room B',
      '06-12T10:30–11:30 Coffee break @ Main Hall',
      '06-12T10:30–11:30 Coffee break @ Room B',
    ]);
    expect(agenda.oddities.find(({ kind }) => kind === 'speakers-guessed')?.examples).toEqual([
      'Ada Lovelace',
    ]);
  });

  it('have rows for their days, rooms that change, and columns of speakers', () => {
    const agenda = parse(
      'Time,Room A,Room B,Room A speakers,Room B speakers\nWEDNESDAY - May 8 - Day 1,,,,\n,Main Hall,Fuller Hall,,\n9:00 AM,Breakfast,,,\n10:00 AM,A great talk,What we want,Ada Lovelace,Grace Hopper\nTHURSDAY - May 9 - Day 2,,,,\n10:00 AM,Third talk,Fourth talk,Dale Field,Ada Lovelace\n',
      { zone: 'UTC', firstDate: '2026-05-08' },
    );
    expect(lines(agenda)).toEqual([
      '05-08T09:00–10:00 Breakfast @ Main Hall',
      '05-08T10:00–11:00 A great talk @ Main Hall [Ada Lovelace]',
      '05-08T10:00–11:00 What we want @ Fuller Hall [Grace Hopper]',
      '05-09T10:00–11:00 Third talk @ Main Hall [Dale Field]',
      '05-09T10:00–11:00 Fourth talk @ Fuller Hall [Ada Lovelace]',
    ]);
  });

  it('have a day in each column', () => {
    const agenda = parse('Time,Friday 12 June 2026,Saturday 13 June 2026\n09:00-10:00,A,B\n10:00-11:00,C,\n');
    expect(lines(agenda)).toEqual(['06-12T09:00–10:00 A', '06-12T10:00–11:00 C', '06-13T09:00–10:00 B']);
  });

  it('are no grids where a column is called Room', () => {
    const agenda = parse('Start,End,Foo,Room,Bar\n09:00,10:00,A,North,x\n10:00,11:00,B,North,y\n', {
      zone: 'UTC',
    });
    expect(agenda.needsColumns?.missing).toEqual(['title']);
  });
});

describe('a cell that cannot be read', () => {
  it('is told by its row and column, and what it holds', () => {
    const agenda = parse('Date,Start,Title\n2026-06-12,10:00,A\n2026-06-12,soonish,B\n');
    expect(agenda.oddities.find(({ kind }) => kind === 'unreadable-row')).toEqual({
      kind: 'unreadable-row',
      count: 1,
      examples: ['3, Start: soonish'],
    });
  });

  it('is asked about where it is every cell: with its place, what was expected, what would be read', () => {
    const agenda = parse('Date,Start,Title,Room\nsome day,10:00,A,North\nanother,11:00,B,North\n');
    expect(agenda.sessions).toEqual([]);
    expect(agenda.needsColumns?.unread).toEqual({
      rows: 2,
      row: 2,
      column: 'Date',
      cell: 'some day',
      expected: 'date',
      title: 'A',
      room: 'North',
    });
  });
});

describe('exports of tools', () => {
  it('Whova, with dates as its template writes them', () => {
    const agenda = parse(
      '*Date,*Time Start,*Time End,Tracks (Optional),*Session Title,Room/Location (Optional),Description (Optional),Speakers (Optional),Session or Sub-session(Sub) (Optional)\n2026-06-12 00:00:00,09:00:00,09:45:00,Track A,A great talk,Main Hall,<p>About</p>,Ada Lovelace; Grace Hopper,Session\n',
    );
    expect(lines(agenda)).toEqual([
      '06-12T09:00–09:45 A great talk @ Main Hall [Ada Lovelace, Grace Hopper]',
    ]);
    expect(agenda.sessions[0]).toMatchObject({ track: 'Track A', description: 'About' });
  });

  it('Sessionize, flattened: a row for each further speaker, and its own lengths', () => {
    const agenda = parse(
      'Session Id,Title,Description,Owner,Owner Email,Session format,Room,Scheduled At,Scheduled Duration,Live Link,Speaker Id,FirstName,LastName,Email\n1001,A great talk,About,Ada L,a@example.org,Talk,Main Hall,2026-06-12 09:00,45,,aaaa-1,Ada,Lovelace,ada@example.org\n1002,What we want,More,G,g@example.org,Talk,Room B,2026-06-12 10:00,30,,bbbb-1,Grace,Hopper,grace@example.org\n1002,,,,,,,,,,cccc-1,Dale,Field,dale@example.org\n',
    );
    expect(lines(agenda)).toEqual([
      '06-12T09:00–09:45 A great talk @ Main Hall [Ada Lovelace]',
      '06-12T10:00–10:30 What we want @ Room B [Grace Hopper, Dale Field]',
    ]);
    expect(agenda.sessions[0]?.speakers[0]).toMatchObject({ id: 'aaaa-1', mail: expect.any(String) });
    expect(agenda.oddities).toEqual([]);
  });

  it('Sched', () => {
    const agenda = parse(
      'event_key,active,name,event_start,event_end,event_type,description,speakers,venue\n17,Y,A great talk,2026-06-12 09:00,2026-06-12 09:45,Talk,About,Ada Lovelace,Main Hall\n',
    );
    expect(lines(agenda)).toEqual(['06-12T09:00–09:45 A great talk @ Main Hall [Ada Lovelace]']);
    expect(agenda.sessions[0]).toMatchObject({ guid: '17', kind: 'Talk' });
  });

  it('Eventbrite and Accelevents, with dates of their own for the ends', () => {
    const agenda = parse(
      'Session Title,Event start date,Event start time,Event end date,Event end time,Session Location,Primary Speaker\nA great talk,06/13/2026,11:30 PM,06/14/2026,1:00 AM,Main Hall,Ada Lovelace\n',
    );
    expect(lines(agenda)).toEqual(['06-13T23:30–01:00 A great talk @ Main Hall [Ada Lovelace]']);
  });

  it('Papercall, which has no times: asks, and takes its name for the speaker', () => {
    const agenda = parse(
      'name,email,avatar,location,bio,title,talk_format,abstract,audience_level\nAda Lovelace,a@example.org,,London,Bio,A great talk,Talk,About,All\nGrace Hopper,g@example.org,,NY,Bio,What we want,Talk,About,All\n',
    );
    expect(agenda.needsColumns?.missing).toEqual(['start']);
    expect(agenda.needsColumns?.guessed).toMatchObject({ title: 'title', speakers: 'name' });
    expect(agenda.needsColumns?.guessed).not.toHaveProperty('room');
  });
});
