/** Shifts from files written for this test: engelsystem, CSV, odd and hostile ones. */
import { expect, test } from 'vitest';
import { writeShifts } from '../../../src/formats/rota/export.ts';
import { parseShifts } from '../../../src/formats/rota/parse.ts';

const MADRID = { zone: 'Europe/Madrid' };

test('engelsystem: one shift for each kind of angel that is needed', () => {
  const file = JSON.stringify({
    data: [
      {
        id: 7,
        name: 'Doors',
        starts_at: '2024-12-27T10:00:00.000000Z',
        ends_at: '2024-12-27T12:00:00.000000Z',
        location: { id: 1, name: 'Hall 1' },
        shift_type: { id: 2, name: 'Entrance' },
        needed_angel_types: [
          { angel_type: { id: 1, name: 'Door angel' }, needs: 2, entries: [] },
          { angel_type: { id: 2, name: 'Supervisor' }, needs: 1, entries: [] },
          { angel_type: { id: 3, name: 'Medic' }, needs: 0, entries: [] },
        ],
      },
    ],
  });
  const { format, shifts } = parseShifts(file, MADRID);
  expect(format).toBe('engelsystem');
  expect(shifts.map(({ role, room, min, key }) => [role, room, min, key])).toEqual([
    ['Door angel', 'Hall 1', 2, '7|Door angel'],
    ['Supervisor', 'Hall 1', 1, '7|Supervisor'],
  ]);
});

test('engelsystem feed: shifts of one person', () => {
  const file = JSON.stringify([
    {
      name: 'Bar',
      title: 'Late',
      location: 'Foyer',
      start_date: '2024-12-27T22:00:00+01:00',
      end_date: '2024-12-28T01:00:00+01:00',
      link: 'https://x/1',
    },
  ]);
  expect(parseShifts(file, MADRID).shifts[0]).toMatchObject({
    role: 'Bar',
    room: 'Foyer',
    start: '2024-12-27T21:00:00Z',
    end: '2024-12-28T00:00:00Z',
    note: 'Late',
  });
});

test('a table in Spanish with semicolons, over midnight, in the zone given', () => {
  const { shifts, oddities } = parseShifts(
    'Rol;Sala;Fecha;Inicio;Fin;Personas\nPuerta;A;2024-07-01;22:00;02:00;3\nPuerta;A;2024-07-02;xx;02:00;3\n',
    MADRID,
  );
  expect(shifts).toHaveLength(1);
  expect(shifts[0]).toMatchObject({
    role: 'Puerta',
    room: 'A',
    min: 3,
    start: '2024-07-01T20:00:00Z',
    end: '2024-07-02T00:00:00Z',
  });
  expect(oddities).toEqual([{ kind: 'unreadable-time', count: 1, example: '3: 2024-07-02 xx 02:00' }]);
});

test.each([
  ['Europe/Madrid', '2024-10-27T00:00,2024-10-27T06:00', 7],
  ['Europe/Madrid', '2024-03-31T00:00,2024-03-31T06:00', 5],
  ['America/New_York', '2024-11-03T00:00,2024-11-03T06:00', 7],
  ['Australia/Lord_Howe', '2024-10-06T00:00,2024-10-06T06:00', 5.5],
])('a night of a clock change in %s has its real hours', (zone, times, hours) => {
  const [shift] = parseShifts(`role,start,end\nWatch,${times}\n`, { zone }).shifts;
  expect((Date.parse(shift?.end ?? '') - Date.parse(shift?.start ?? '')) / 3_600_000).toBe(hours);
});

test('odd shifts are named, never taken silently', () => {
  const emf = [
    {
      start: '2022-06-02 10:00:00',
      end: '2022-06-02 09:00:00',
      role: 'Bar',
      venue: 'Bar',
      min_needed: 1,
      max_needed: 2,
    },
    {
      start: '2022-06-02 10:00:00',
      end: '2022-06-02 12:00:00',
      role: '',
      venue: 'Bar',
      min_needed: 1,
      max_needed: 2,
    },
    {
      start: '2022-06-02 10:00:00',
      end: '2022-06-02 12:00:00',
      role: 'Bar',
      venue: 'Bar',
      min_needed: 1,
      max_needed: 2,
    },
    {
      start: '2022-06-02 10:00:00',
      end: '2022-06-02 12:00:00',
      role: 'Bar',
      venue: 'Bar',
      min_needed: 1,
      max_needed: 2,
    },
  ];
  const { shifts, oddities } = parseShifts(JSON.stringify(emf), MADRID);
  expect(shifts).toHaveLength(2);
  expect(oddities.map(({ kind }) => kind).sort()).toEqual(['ends-before-start', 'no-role', 'same-twice']);
});

test.each([
  ['a web page', '<html><body>hello</body></html>', 'rota.import.unknown'],
  ['words', 'just some words', 'rota.import.unknown'],
  ['JSON of something else', '{"a":1}', 'rota.import.unknown'],
  ['an entity bomb', '<!DOCTYPE x [<!ENTITY a "b">]><generic_tasks></generic_tasks>', 'format.doctype'],
  ['JSON that was cut off', '[{"start":', 'format.truncated'],
])('%s is refused with a reason', (_, file, key) => {
  expect(() => parseShifts(file, MADRID)).toThrow(expect.objectContaining({ key }));
});

test('days that are counted need to be told from when', () => {
  const xml =
    '<generic_tasks><task template="Van"><name>Load</name><day>-2</day><start_time>18:00</start_time><end_time>22:00</end_time></task></generic_tasks>';
  expect(parseShifts(xml, MADRID)).toMatchObject({ needsDayZero: true, shifts: [] });
  expect(parseShifts(xml, { ...MADRID, dayZero: '2026-01-31' }).shifts[0]?.start).toBe(
    '2026-01-29T17:00:00Z',
  );
});

test('what is exported is read again as the same shifts, and no cell is a formula', () => {
  const shift = {
    code: 'H1',
    role: '=cmd()',
    room: 'A, "B"',
    start: '2024-07-01T20:00:00Z',
    end: '2024-07-02T00:00:00Z',
    min: 2,
    assignments: [{ person: 'U1', state: 'accepted' as const }],
  };
  const table = writeShifts([shift], 'Europe/Madrid', () => '+Ana');
  expect(table).toContain("'=cmd()");
  expect(table).toContain("'+Ana");
  const [again] = parseShifts(table, { zone: 'UTC' }).shifts;
  expect(again).toMatchObject({ key: 'H1', room: 'A, "B"', start: shift.start, end: shift.end, min: 2 });
});
