/** Rotas as people keep them in spreadsheets and calendars, read by the reader of the programme's tables. */
import { expect, test } from 'vitest';
import { parseShifts, parseShiftsFile } from '../../../src/formats/rota/parse.ts';
import { workbook } from '../../support/workbook.ts';

const MADRID = { zone: 'Europe/Madrid' };
const lines = (text: string, options = MADRID) =>
  parseShifts(text, options).shifts.map(
    ({ role, room, start, end, min }) => `${role} @ ${room} ${start}–${end} x${min}`,
  );

test.each([
  [
    'German, with a night',
    'Datum;Von;Bis;Aufgabe;Ort;Anzahl\n12.06.2026;09:00;13:00;Saalengel;Saal 1;2\n12.06.2026;22:00;02:00;Nachtwache;Eingang;1\n',
    [
      'Saalengel @ Saal 1 2026-06-12T07:00:00Z–2026-06-12T11:00:00Z x2',
      'Nachtwache @ Eingang 2026-06-12T20:00:00Z–2026-06-13T00:00:00Z x1',
    ],
  ],
  [
    'American',
    'Role,Location,Date,Start,End,Volunteers needed,Volunteer 1\nRoom host,Main Hall,6/13/2026,9:00 AM,1:00 PM,2,Ada\n',
    ['Room host @ Main Hall 2026-06-13T07:00:00Z–2026-06-13T11:00:00Z x2'],
  ],
  [
    'spans in one cell, the day carried down, a title above',
    'Volunteers 2026\n\nDay,Shift time,Task,Where\nFri 12 June,09:00-13:00,Doors,Foyer\n,13:00-17:00,Doors,Foyer\n',
    [
      'Doors @ Foyer 2026-06-12T07:00:00Z–2026-06-12T11:00:00Z x1',
      'Doors @ Foyer 2026-06-12T11:00:00Z–2026-06-12T15:00:00Z x1',
    ],
  ],
  [
    'a length in place of an end',
    'Rolle;Raum;Datum;Beginn;Dauer\nBar;Foyer;2026-06-12;20:00;4h\n',
    ['Bar @ Foyer 2026-06-12T18:00:00Z–2026-06-12T22:00:00Z x1'],
  ],
])('%s', (_, text, shifts) => expect(lines(text)).toEqual(shifts));

test('a date that could be two is asked about, never guessed', () => {
  const table = 'Role,Date,Start,End\nDoors,06/12/2026,09:00,13:00\n';
  expect(() => parseShifts(table, MADRID)).toThrow('rota.import.whichDate');
  expect(parseShifts(table, { zone: 'America/Chicago' }).shifts[0]?.start).toBe('2026-06-12T14:00:00Z');
});

test('a shift without an end is named by its row, not dropped silently', () => {
  const { shifts, oddities } = parseShifts(
    'Role,Date,Start,End\nDoors,2026-06-12,09:00,\nBar,2026-06-12,10:00,11:00\n',
    MADRID,
  );
  expect(shifts.map(({ role }) => role)).toEqual(['Bar']);
  expect(oddities).toEqual([{ kind: 'no-end', count: 1, example: '2: 2026-06-12 09:00' }]);
});

test("weekdays wait for the event's first day", () => {
  const table = 'Role,Day,Start,End\nDoors,Friday,09:00,13:00\n';
  expect(parseShifts(table, MADRID).needsDayZero).toBe(true);
  expect(parseShifts(table, { ...MADRID, dayZero: '2026-06-11' }).shifts[0]?.start).toBe(
    '2026-06-12T07:00:00Z',
  );
});

test("a workbook, and engelsystem's calendar", async () => {
  const file = workbook({
    Shifts: [
      ['Role', 'Room', 'Date', 'Start', 'End'],
      ['Doors', 'Foyer', { serial: 46185, format: 'date' }, '09:00', '13:00'],
    ],
  });
  expect((await parseShiftsFile(file, MADRID)).shifts[0]).toMatchObject({
    role: 'Doors',
    start: '2026-06-12T07:00:00Z',
  });
  const calendar =
    'BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//-/Engelsystem//DE\nBEGIN:VEVENT\nUID:1@engel\nDTSTART:20261227T090000Z\nDTEND:20261227T110000Z\nSUMMARY:Heaven (Angel)\nLOCATION:Hall 1\nEND:VEVENT\nEND:VCALENDAR\n';
  expect(parseShifts(calendar, MADRID)).toMatchObject({
    format: 'ical',
    shifts: [
      {
        role: 'Heaven',
        room: 'Hall 1',
        note: 'Angel',
        start: '2026-12-27T09:00:00Z',
        end: '2026-12-27T11:00:00Z',
      },
    ],
  });
});
