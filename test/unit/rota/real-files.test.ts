/** Real volunteer files, read with the counts that are documented for them. Prints what each reads as. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseShifts } from '../../../src/formats/rota/parse.ts';
import type { ParsedShifts } from '../../../src/formats/rota/source.ts';

const FOLDER = new URL('../../../../shared/data/volunteers/', import.meta.url);
const absent = !existsSync(FOLDER);
const read = (file: string): ParsedShifts =>
  parseShifts(readFileSync(new URL(file, FOLDER)), { zone: 'Europe/London', dayZero: '2026-01-31' });
const counts = (files: readonly ParsedShifts[]) => {
  const shifts = files.flatMap((file) => file.shifts);
  return {
    shifts: shifts.length,
    roles: new Set(shifts.map(({ role }) => role)).size,
    rooms: new Set(shifts.flatMap(({ room }) => (room === undefined ? [] : [room]))).size,
    min: shifts.reduce((sum, { min }) => sum + min, 0),
    target: shifts.reduce((sum, { target, min }) => sum + (target ?? min), 0),
    max: shifts.reduce((sum, { max, target, min }) => sum + (max ?? target ?? min), 0),
    odd: files.flatMap(({ oddities }) => oddities.map(({ kind, count }) => `${kind} ${count}`)).join(', '),
  };
};
const fosdem = () => readdirSync(FOLDER).filter((file) => file.startsWith('fosdem-2026-'));

test.skipIf(absent)('every file reads as documented (skipped where ../shared/data is absent)', () => {
  const tasks = fosdem();
  const rows = {
    '39C3 build-up and teardown': counts([read('39c3-buildup-teardown-shifts.schedule.json')]),
    '39C3 hall blocks': counts([read('39c3-saal-block-shifts.schedule.json')]),
    'EMF 2022': counts([read('emf2022.shifts.json')]),
    [`FOSDEM 2026, ${tasks.length} files`]: counts(tasks.map(read)),
  };
  console.table(rows);
  expect(rows['39C3 build-up and teardown']).toMatchObject({ shifts: 296, rooms: 8, odd: '' });
  expect(rows['39C3 hall blocks']).toMatchObject({ shifts: 180, rooms: 12, odd: '' });
  // 18 venues, of which one is `N/A`.
  expect(rows['EMF 2022']).toMatchObject({ shifts: 591, roles: 24, rooms: 17, min: 740, max: 1372 });
  expect(rows['FOSDEM 2026, 20 files']).toMatchObject({
    shifts: 130,
    roles: 32,
    rooms: 17,
    target: 625,
    odd: '',
  });
});

test.skipIf(absent)('the details that files are known for', () => {
  const halls = read('39c3-saal-block-shifts.schedule.json');
  expect(halls.shifts[0]).toMatchObject({
    role: 'Saal Blockschichten',
    room: 'Saal One',
    start: '2025-12-26T13:30:00Z',
    // `4:30`, without a leading zero.
    end: '2025-12-26T18:00:00Z',
    note: 'Aufbau O',
  });
  const midnight = halls.shifts.filter(({ start, end }) => local(start) !== local(end));
  expect(midnight).toHaveLength(36);
  const vans = read('fosdem-2026-van_loading_tasks.xml');
  // Day -2 from the Saturday; Brussels is not in the file, so the event's zone counts.
  expect(vans.shifts[0]).toMatchObject({ start: '2026-01-29T18:00:00Z', min: 8, target: 10, max: 15 });
  expect(read('emf2022.shifts.json').shifts[0]?.start).toBe('2022-06-02T04:45:00Z');
});

const local = (text: string) => new Date(Date.parse(text) + 3_600_000 - 1000).toISOString().slice(0, 10);

test.skipIf(absent)('keys are of their own and the same every time', () => {
  for (const file of [...fosdem(), 'emf2022.shifts.json', '39c3-saal-block-shifts.schedule.json']) {
    const [one, two] = [read(file), read(file)];
    expect(new Set(one.shifts.map(({ key }) => key)).size).toBe(one.shifts.length);
    expect(one.shifts).toEqual(two.shifts);
  }
});
