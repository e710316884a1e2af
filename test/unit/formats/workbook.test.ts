/** Workbooks: several sheets, days and times kept as numbers, instructions beside the programme, and bombs. */
import { describe, expect, it } from 'vitest';
import { parseAgendaFile } from '../../../src/formats/index.ts';
import { isQuick } from '../../../src/formats/quick.ts';
import { parseInWorker, stopWorker } from '../../../src/formats/worker.ts';
import { type Serial, workbook, zip } from '../../support/workbook.ts';

const zone = 'Europe/Madrid';
const date = (serial: number): Serial => ({ serial, format: 'date' });
const time = (hours: number): Serial => ({ serial: hours / 24, format: 'time' });
/** 2026-06-12 */
const FRIDAY = 46185;

const HEADER = [
  '*Date',
  '*Time Start',
  '*Time End',
  '*Session Title',
  'Room/Location (Optional)',
  'Speakers (Optional)',
];

const whova = workbook({
  Instructions: [['Please fill in the second sheet.'], ['Columns with * are required.']],
  Agenda: [
    ['Agenda import template'],
    HEADER,
    [date(FRIDAY), time(9), time(9.75), 'A great talk', 'Main Hall', 'Ada Lovelace; Grace Hopper'],
    [null, time(10), time(10.5), 'What we want', 'Room B', 'Dale Field'],
    [date(FRIDAY + 1), time(9), time(9.5), 'Third', 'Main Hall', null],
  ],
});

const essence = (sessions: readonly { title: string; start: string; end: string; room: string }[]) =>
  sessions.map(({ title, start, end, room }) => [title, start, end, room]);

describe('a workbook', () => {
  it('is read from the sheet that holds the programme', async () => {
    const agenda = await parseAgendaFile(whova, { zone });
    expect(agenda.format).toBe('xlsx');
    expect(essence(agenda.sessions)).toEqual([
      ['A great talk', '2026-06-12T07:00:00Z', '2026-06-12T07:45:00Z', 'Main Hall'],
      ['What we want', '2026-06-12T08:00:00Z', '2026-06-12T08:30:00Z', 'Room B'],
      ['Third', '2026-06-13T07:00:00Z', '2026-06-13T07:30:00Z', 'Main Hall'],
    ]);
    expect(agenda.sessions[0]?.speakers.map(({ name }) => name)).toEqual(['Ada Lovelace', 'Grace Hopper']);
  });

  it('may have a sheet for each day, named for it', async () => {
    const day = (title: string) => [
      ['Time', 'Title', 'Room'],
      ['09:00-09:45', title, 'Main Hall'],
      ['10:00-10:30', `${title} again`, 'Main Hall'],
    ];
    const file = workbook({ 'Friday 12 June 2026': day('A'), 'Saturday 13 June 2026': day('B') });
    const { sessions, needsDate } = await parseAgendaFile(file, { zone });
    expect(needsDate).toBe(false);
    expect(sessions.map(({ title, start }) => [title, start])).toEqual([
      ['A', '2026-06-12T07:00:00Z'],
      ['A again', '2026-06-12T08:00:00Z'],
      ['B', '2026-06-13T07:00:00Z'],
      ['B again', '2026-06-13T08:00:00Z'],
    ]);
  });

  it('goes to the thread, and reads there as it does here', async () => {
    expect(isQuick(whova)).toBe(false);
    expect(await parseInWorker(whova, { zone })).toEqual(await parseAgendaFile(whova, { zone }));
    await stopWorker();
  });

  it('is asked about where no sheet tells its columns', async () => {
    const file = workbook({
      One: [
        ['Foo', 'Bar', 'Baz'],
        ['Tides', '2026-06-06', '10:00'],
        ['Knots', '2026-06-06', '11:00'],
      ],
    });
    const asked = await parseAgendaFile(file, { zone });
    expect(asked.needsColumns?.missing).toEqual(['title']);
    const agenda = await parseAgendaFile(file, { zone, mapping: { title: 'Foo' } });
    expect(agenda.sessions.map(({ title }) => title)).toEqual(['Tides', 'Knots']);
  });

  it('is refused where it unfolds to more than it may, is another kind of zip, or was cut off', async () => {
    const refused = async (bytes: Uint8Array) =>
      await parseAgendaFile(bytes).catch((error: Error) => error.message);
    expect(await refused(zip({ 'xl/workbook.xml': 'x' }, 4_000_000_000))).toBe('format.tooHeavy');
    expect(await refused(zip({ 'readme.txt': 'x' }))).toBe('format.binary');
    expect(await refused(whova.subarray(0, whova.length - 30))).toBe('format.truncated');
  });
});
