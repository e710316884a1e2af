/** frab's JSON and tables as we write them: valid, harmless to spreadsheets, and the same again when read. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { ParsedAgenda } from '../../../src/agenda/domain/parsed.ts';
import type { Session } from '../../../src/agenda/domain/session.ts';
import { exportCsv } from '../../../src/formats/csv-export.ts';
import { exportFrab } from '../../../src/formats/frab-export.ts';
import { parseAgenda } from '../../../src/formats/index.ts';
import { fixture } from './conformance.ts';

// The machine may be busy with other tests; none of these waits for anything.
vi.setConfig({ testTimeout: 60_000 });

const SHARED = join(import.meta.dirname, '../../../../shared');
const SCHEMA = join(SHARED, 'specs/schema-c3voc.json');
const there = existsSync(SCHEMA);
if (!there) console.warn(`skipped: no schema at ${SCHEMA}`);

function schemaValidator() {
  const schema = JSON.parse(readFileSync(SCHEMA, 'utf8'));
  // The schema says draft 6, whose meta schema ajv does not bring; nothing in it is read differently.
  delete schema.$schema;
  const ajv = new Ajv({ strict: false, allErrors: true, formats: { color: true } });
  (addFormats as unknown as (ajv: Ajv) => void)(ajv);
  return ajv.compile(schema);
}
const validate = there ? schemaValidator() : undefined;

function problems(text: string): string[] {
  if (!validate) throw new Error('a test of the schema that should have been skipped');
  if (validate(JSON.parse(text))) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** As an import makes sessions of what a parser returned. */
const sessionsOf = (agenda: ParsedAgenda): Session[] =>
  agenda.sessions.map(({ identity: _, cancelled, ...session }, i) => ({
    ...session,
    code: `S${i + 1}`,
    state: cancelled ? 'cancelled' : 'scheduled',
  }));

const frabOf = (agenda: ParsedAgenda, zone = agenda.zone ?? 'Europe/Berlin'): string =>
  exportFrab({
    title: agenda.title ?? 'Test',
    zone,
    days: agenda.days,
    rooms: agenda.rooms,
    sessions: sessionsOf(agenda),
    version: '7',
  });

/** All that an agenda holds; `identity` is a property of the file. */
const held = (agenda: ParsedAgenda) => ({
  rooms: agenda.rooms,
  days: agenda.days,
  sessions: agenda.sessions.map(({ identity: _, ...session }) => session),
});

const harbour = parseAgenda(fixture('harbour.frab.json'));
const session = (fields: Partial<Session> = {}): Session => ({
  code: 'S1',
  guid: 'x',
  title: 'Tides',
  speakers: [],
  room: 'Main',
  start: '2026-06-06T08:00:00Z',
  end: '2026-06-06T09:00:00Z',
  state: 'scheduled',
  ...fields,
});

describe('frab schedule.json', () => {
  it.skipIf(!there)('is valid by its schema', () => expect(problems(frabOf(harbour))).toEqual([]));

  it('says who is not to be recorded, and reads it back', () => {
    const sessions = [session({ doNotRecord: true }), session({ code: 'S2', guid: 'y' })];
    const file = exportFrab({ title: 'T', zone: 'UTC', days: [], rooms: ['Main'], sessions, version: '1' });
    const read = parseAgenda(Buffer.from(file)).sessions.map(({ doNotRecord }) => doNotRecord);
    expect(read).toEqual([true, undefined]);
    if (there) expect(problems(file)).toEqual([]);
  });

  it('imports again as the identical agenda', () => {
    const again = parseAgenda(Buffer.from(frabOf(harbour)));
    expect(held(again)).toEqual(held(harbour));
    expect(again).toMatchObject({
      format: 'frab-json',
      title: 'Harbour Conf',
      zone: 'Europe/Madrid',
      oddities: [],
    });
  });

  it.skipIf(!there)(
    'keeps what frab has no words for: other ids, no room, no address, breaks, seconds, no days',
    () => {
      const sessions = [
        session({
          guid: 'made:1',
          room: '',
          speakers: [
            { id: 'name:zoe', name: 'Zoë' },
            { id: '007', name: 'Bond' },
            { id: '12', name: 'N' },
          ],
        }),
        session({
          code: 'S2',
          guid: 'session-2@x',
          title: 'Lunch',
          start: '2026-06-06T09:00:00Z',
          end: '2026-06-06T09:00:30Z',
        }),
        session({
          code: 'S3',
          guid: 'session-3@x',
          title: 'Party',
          isBreak: true,
          state: 'cancelled',
          start: '2026-06-06T20:00:00Z',
          end: '2026-06-08T02:00:00Z',
        }),
        session({
          code: 'S4',
          guid: 'session-3@x',
          title: '東京',
          room: '__proto__',
          start: '2026-06-07T20:00:00Z',
          end: '2026-06-07T21:00:00Z',
        }),
      ];
      const text = exportFrab({
        title: 'Ñ',
        zone: 'America/Argentina/Buenos_Aires',
        days: [],
        rooms: ['Main', '__proto__'],
        sessions,
        version: '1',
      });
      expect(problems(text)).toEqual([]);
      const again = parseAgenda(Buffer.from(text));
      expect(again.zone).toBe('America/Argentina/Buenos_Aires');
      expect(sessionsOf(again)).toEqual(sessions);
      expect(again.oddities.map(({ kind }) => kind)).toEqual([
        'cancelled-by-title',
        'duplicate-guid',
        'no-room',
        'very-long',
      ]);
    },
  );

  it.skipIf(!there)('is valid and the same again for whatever people write', () => {
    const word = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 });
    const drawn = fc.uniqueArray(
      fc.record({
        guid: word,
        title: word,
        room: fc.oneof(fc.constant('Main'), word),
        abstract: word,
        track: word,
        language: word,
        speakers: fc.array(fc.record({ id: word, name: word }), { maxLength: 3 }),
        start: fc.integer({ min: 0, max: 5000 }),
        length: fc.integer({ min: 1, max: 2000 }),
        cancelled: fc.boolean(),
        isBreak: fc.boolean(),
      }),
      { minLength: 1, maxLength: 6, selector: ({ start }) => start },
    );
    fc.assert(
      fc.property(drawn, (rows) => {
        const day = Date.UTC(2026, 9, 24);
        const raw = JSON.stringify({
          schedule: {
            conference: {
              title: 'Any',
              time_zone_name: 'Europe/Madrid',
              days: [
                {
                  index: 1,
                  date: '2026-10-24',
                  day_start: '2026-10-24T04:00:00+02:00',
                  day_end: '2026-10-25T04:00:00+01:00',
                  rooms: {
                    Main: rows.map(({ start, length, speakers, cancelled, ...row }) => ({
                      ...row,
                      title: cancelled ? `[cancelled] ${row.title}` : row.title,
                      date: new Date(day + start * 60_000).toISOString(),
                      end: new Date(day + (start + length) * 60_000).toISOString(),
                      persons: speakers,
                    })),
                  },
                },
              ],
            },
          },
        });
        const agenda = parseAgenda(Buffer.from(raw));
        const text = frabOf(agenda);
        expect(problems(text)).toEqual([]);
        expect(held(parseAgenda(Buffer.from(text)))).toEqual(held(agenda));
      }),
      { numRuns: 60 },
    );
  });

  const real = [
    'frab-json/36c3-stages.81c1eda.json',
    'frab-json/rc3-pretalx.json',
    'frab-xml/38c3.xml',
    'frab-xml/debconf23-wafer.xml',
    'ics/linux-conf-au-2020.ics',
    'ics/pyconuk-2015.ics',
  ];
  it.skipIf(!there).each(real)('is valid and the same again for %s', (file) => {
    const agenda = parseAgenda(readFileSync(join(SHARED, 'data', file)));
    const text = frabOf(agenda);
    expect(problems(text)).toEqual([]);
    expect(held(parseAgenda(Buffer.from(text)))).toEqual(held(agenda));
  });
});

describe('a table', () => {
  it('holds the agenda by the zone’s clock, and imports again', () => {
    const text = exportCsv(sessionsOf(harbour), 'Europe/Madrid');
    expect(text.startsWith('\ufeffCode,Date,Start,End,Room,Title,')).toBe(true);
    const again = parseAgenda(Buffer.from(text), { zone: 'Europe/Madrid' });
    expect(
      again.sessions.map(({ guid, title, start, end, room }) => [guid, title, start, end, room]),
    ).toEqual(harbour.sessions.map(({ guid, title, start, end, room }) => [guid, title, start, end, room]));
  });

  it('gives no spreadsheet a formula, whatever a title begins with', () => {
    const start = fc.constantFrom(
      '=',
      '+',
      '-',
      '@',
      '\t',
      '\r',
      "'=",
      '"=',
      '=HYPERLINK("http://x")',
      '',
      'a',
    );
    fc.assert(
      fc.property(start, fc.string({ unit: 'binary', maxLength: 30 }), (first, rest) => {
        const title = `${first}${rest}`;
        const rows: string[][] = parse(
          exportCsv([session({ title, room: title, speakers: [{ id: 'a', name: title }] })], 'UTC'),
          { bom: true },
        );
        expect(rows).toHaveLength(2);
        for (const cell of rows[1] ?? []) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
      }),
    );
  });

  it('takes the guard away when it is read again', () => {
    for (const title of ['=1+1', "'=1+1", '-5 degrees', "'quoted'"]) {
      const text = exportCsv([session({ title })], 'UTC');
      expect(parseAgenda(Buffer.from(text), { zone: 'UTC' }).sessions[0]?.title).toBe(title);
    }
  });

  it('keeps sessions that last over a day, and the night that clocks go back', () => {
    const sessions = [
      session({ start: '2026-10-24T23:30:00Z', end: '2026-10-25T03:30:00Z' }),
      session({ code: 'S2', guid: 'y', start: '2026-10-25T09:00:00Z', end: '2026-10-27T12:00:00Z' }),
    ];
    const again = parseAgenda(Buffer.from(exportCsv(sessions, 'Europe/Madrid')), { zone: 'Europe/Madrid' });
    expect(again.sessions.map(({ start, end }) => [start, end])).toEqual(
      sessions.map(({ start, end }) => [start, end]),
    );
  });
});
