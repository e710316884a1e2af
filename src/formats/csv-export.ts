/** Writes the agenda as a table for spreadsheets, which must not take a title for a formula. */
import type { Session } from '../agenda/domain/session.ts';
import { instant } from '../core/instant.ts';

const HEADER = [
  'Code',
  'Date',
  'Start',
  'End',
  'Room',
  'Title',
  'Subtitle',
  'Speakers',
  'Track',
  'Type',
  'Language',
  'Status',
  'URL',
  'Abstract',
  'Description',
  'GUID',
];

/** What a spreadsheet would compute is made text by an apostrophe; our import takes it away again. */
const guard = (cell: string): string => (/^'*[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell);

const quote = (cell: string): string =>
  /[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;

const DAY = 24 * 60 * 60_000;

function rowOf(session: Session, zone: string): string[] {
  const start = instant(session.start).toZonedDateTimeISO(zone);
  const end = instant(session.end).toZonedDateTimeISO(zone);
  const clock = (time: typeof start): string => time.toPlainTime().toString({ smallestUnit: 'minute' });
  const length = end.epochMilliseconds - start.epochMilliseconds;
  return [
    session.code,
    start.toPlainDate().toString(),
    clock(start),
    // A clock time alone would be read as on the same day, or as the next time it comes.
    length < DAY && length > 0 ? clock(end) : `${end.toPlainDate().toString()} ${clock(end)}`,
    session.room,
    session.title,
    session.subtitle ?? '',
    session.speakers.map(({ name }) => name).join('; '),
    session.track ?? '',
    session.kind ?? '',
    session.language ?? '',
    session.state,
    session.url ?? '',
    session.abstract ?? '',
    session.description ?? '',
    session.guid,
  ];
}

/** UTF-8 with its mark (Excel reads anything else as Latin-1), CRLF, times by the zone's clock. */
export function exportCsv(sessions: readonly Session[], zone: string): string {
  const rows = [HEADER, ...sessions.map((session) => rowOf(session, zone).map(guard))];
  return `\ufeff${rows.map((row) => row.map(quote).join(',')).join('\r\n')}\r\n`;
}
