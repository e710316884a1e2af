/**
 * Our own export, written again as people would have written it: other separators, headers of many languages,
 * dates and times in any spelling, days carried down, titles above. It reads back as the same agenda.
 */
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { parseAgenda, parseAgendaFile } from '../../../src/formats/index.ts';
import { workbook } from '../../support/workbook.ts';

// The machine may be busy with other tests; nothing here waits.
vi.setConfig({ testTimeout: 60_000 });

interface Entry {
  readonly title: string;
  readonly day: number;
  readonly start: number;
  readonly length: number;
  readonly room: string;
  readonly speakers: readonly string[];
}

/** 2026-06-11 is a Thursday; the days of the event follow it. */
const FIRST = Date.UTC(2026, 5, 11);
const at = (day: number, minutes: number) => new Date(FIRST + day * 86_400_000 + minutes * 60_000);

const entry = fc.record({
  title: fc.constantFrom(
    'Tide tables',
    'Knots, and how to tie them',
    'Señales «así»',
    'A “quoted” talk; twice',
    'Für später',
    '=SUM(A1)',
    '09 lives',
  ),
  day: fc.nat(2),
  start: fc.integer({ min: 8 * 12, max: 22 * 12 }).map((five) => five * 5),
  length: fc.constantFrom(15, 45, 60, 90, 180),
  room: fc.constantFrom('Main hall', 'Boat shed', 'Sala 3', 'R&D'),
  speakers: fc.uniqueArray(
    fc.constantFrom('Ada Lovelace', 'Grace Hopper', 'José Ortega y Gasset', 'Zoë Ünal'),
    { maxLength: 3 },
  ),
});

/** One session in a room at a time, in order, numbered so that no two are the same. */
const programme = fc
  .uniqueArray(entry, {
    minLength: 2,
    maxLength: 12,
    selector: ({ day, start, room }) => `${day} ${start} ${room}`,
  })
  .map((entries) =>
    entries
      .toSorted((a, b) => a.day - b.day || a.start - b.start)
      .map((one, i) => ({ ...one, title: `${one.title} #${i}` })),
  );

const HEADERS = {
  en: ['Date', 'Start', 'End', 'Time', 'Title', 'Room', 'Speakers'],
  whova: [
    '*Date',
    '*Time Start',
    '*Time End',
    'Time slot',
    '*Session Title',
    'Room/Location (Optional)',
    'Speakers (Optional)',
  ],
  es: ['Fecha', 'Hora inicio', 'Hora fin', 'Horario', 'Título', 'Sala', 'Ponentes'],
  de: ['Datum', 'Beginn', 'Ende', 'Uhrzeit', 'Titel', 'Raum', 'Referent/in'],
  fr: ['Jour', 'Heure début', 'Heure fin', 'Horaire', 'Titre', 'Salle', 'Intervenants'],
  it: ['Data', 'Ora inizio', 'Ora fine', 'Orario', 'Titolo', 'Aula', 'Relatori'],
  pt: ['Data', 'Início', 'Fim', 'Horários', 'Título da palestra', 'Sala', 'Palestrantes'],
  nl: ['Datum', 'Starttijd', 'Eindtijd', 'Tijd', 'Titel', 'Zaal', 'Sprekers'],
  sv: ['Dag', 'Start', 'Slut', 'Tid', 'Titel', 'Lokal', 'Talare'],
  part: [
    'Day of the talk',
    'Slot start',
    'Slot end',
    'Time slot',
    'Final title',
    'Assigned room',
    'Name of speaker',
  ],
} as const;

const two = (n: number) => String(n).padStart(2, '0');
const part = (date: Date, locale: string, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(date);
const long = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' } as const;

const DATES: Record<string, (date: Date) => string> = {
  iso: (date) => date.toISOString().slice(0, 10),
  midnight: (date) => `${date.toISOString().slice(0, 10)} 00:00:00`,
  dotted: (date) => `${date.getUTCDate()}.${date.getUTCMonth() + 1}.${date.getUTCFullYear()}`,
  excel: (date) => `${two(date.getUTCDate())}-${part(date, 'en-US', { month: 'short' })}-26`,
  american: (date) =>
    `${part(date, 'en-US', { weekday: 'short' })} ${date.getUTCMonth() + 1}/${date.getUTCDate()}/2026`,
  english: (date) => part(date, 'en-GB', long),
  us: (date) => part(date, 'en-US', long),
  spanish: (date) => part(date, 'es-ES', long),
  german: (date) => part(date, 'de-DE', long),
  french: (date) => part(date, 'fr-FR', long),
  italian: (date) => part(date, 'it-IT', long),
  portuguese: (date) => part(date, 'pt-PT', long),
  dutch: (date) => part(date, 'nl-NL', long),
  swedish: (date) => part(date, 'sv-SE', long),
  polish: (date) => part(date, 'pl-PL', long),
  finnish: (date) => part(date, 'fi-FI', long),
};

const CLOCKS: Record<string, (date: Date) => string> = {
  plain: (date) => date.toISOString().slice(11, 16),
  seconds: (date) => date.toISOString().slice(11, 19),
  halves: (date) => part(date, 'en-US', { hour: 'numeric', minute: '2-digit' }),
  dots: (date) =>
    part(date, 'en-US', { hour: 'numeric', minute: '2-digit' })
      .toLowerCase()
      .replace(/\s?([ap])m/, ' $1.m.'),
  french: (date) => `${date.getUTCHours()}h${two(date.getUTCMinutes())}`,
  german: (date) => `${date.getUTCHours()}.${two(date.getUTCMinutes())} Uhr`,
};

const spelling = fc.record({
  header: fc.constantFrom(...(Object.keys(HEADERS) as (keyof typeof HEADERS)[])),
  date: fc.constantFrom(...Object.keys(DATES)),
  clock: fc.constantFrom(...Object.keys(CLOCKS)),
  slot: fc.constantFrom('two', 'span', 'dash'),
  days: fc.constantFrom('each', 'carried', 'rows'),
  names: fc.constantFrom('; ', ', ', '\n'),
  above: fc.constantFrom(
    [],
    [['Harbour days 2026 – programme (draft 3)']],
    [['Harbour days'], ['Version 3', 'ask Ada']],
  ),
});

function table(
  entries: readonly Entry[],
  how: typeof spelling extends fc.Arbitrary<infer T> ? T : never,
): (readonly string[])[] {
  const [date, start, end, time, title, room, speakers] = HEADERS[how.header];
  const clock = CLOCKS[how.clock] ?? String;
  const dateOf = DATES[how.date] ?? String;
  const heads = how.slot === 'two' ? [start, end] : [time];
  const rows: (readonly string[])[] = [[date, ...heads, title, room, speakers]];
  let day = -1;
  for (const one of entries) {
    const from = clock(at(one.day, one.start));
    const to = clock(at(one.day, one.start + one.length));
    const slot =
      how.slot === 'two' ? [from, to] : [how.slot === 'span' ? `${from}-${to}` : `${from} – ${to}`];
    const isNew = one.day !== day;
    day = one.day;
    const shown = dateOf(at(one.day, 0));
    if (how.days === 'rows' && isNew) rows.push([shown, ...slot.map(() => ''), '', '', '']);
    const cell = how.days === 'each' || (how.days === 'carried' && isNew) ? shown : '';
    rows.push([cell, ...slot, one.title, one.room, one.speakers.join(how.names)]);
  }
  return [...how.above, ...rows];
}

const quote = (cell: string, separator: string) =>
  /["\r\n]|^\s|\s$/.test(cell) || cell.includes(separator) ? `"${cell.replaceAll('"', '""')}"` : cell;

const essence = (sessions: ReturnType<typeof parseAgenda>['sessions']) =>
  sessions.map(({ title, start, end, room, speakers }) => ({
    title,
    start,
    end,
    room,
    speakers: speakers.map(({ name }) => name),
  }));

const instant = (date: Date) => date.toISOString().replace('.000Z', 'Z');
const expected = (entries: readonly Entry[]) =>
  entries.map(({ title, day, start, length, room, speakers }) => ({
    title,
    start: instant(at(day, start)),
    end: instant(at(day, start + length)),
    room,
    speakers: [...speakers],
  }));

const inOrder = <T extends { start: string; room: string }>(sessions: readonly T[]) =>
  sessions.toSorted((a, b) => `${a.start} ${a.room}`.localeCompare(`${b.start} ${b.room}`));

test('text, with any separator, mark and line end', () => {
  fc.assert(
    fc.property(
      programme,
      spelling,
      fc.constantFrom(',', ';', '\t', '|'),
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.constantFrom('', 'sep', 'utf16', 'bom'),
      (entries, how, separator, newline, mark) => {
        const rows = table(entries, how).map((row) =>
          row.map((cell) => quote(cell, separator)).join(separator),
        );
        const text = `${mark === 'sep' ? `sep=${separator}${newline}` : ''}${rows.join(newline)}${newline}`;
        const bytes =
          mark === 'utf16'
            ? Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')])
            : Buffer.from(`${mark === 'bom' ? '\ufeff' : ''}${text}`);
        const agenda = parseAgenda(bytes, { zone: 'UTC' });
        expect([agenda.needsDate, agenda.needsColumns, agenda.needsOrder]).toEqual([
          false,
          undefined,
          undefined,
        ]);
        expect(inOrder(essence(agenda.sessions))).toEqual(inOrder(expected(entries)));
      },
    ),
    { numRuns: 200 },
  );
});

test('a workbook', async () => {
  await fc.assert(
    fc.asyncProperty(programme, spelling, async (entries, how) => {
      const agenda = await parseAgendaFile(workbook({ Programme: table(entries, how) }), { zone: 'UTC' });
      expect(inOrder(essence(agenda.sessions))).toEqual(inOrder(expected(entries)));
    }),
    { numRuns: 60 },
  );
});
