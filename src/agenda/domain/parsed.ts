/**
 * An agenda as a file states it, before anybody decided what it changes. Every parser in `formats`
 * returns this, and the import's diff starts from it.
 */
import type { InstantText } from '../../core/instant.ts';
import type { SessionContent } from './session.ts';

export const agendaFormats = [
  'frab-json',
  'schedule2-json',
  'frab-xml',
  'pentabarf-xml',
  'sessionize-all',
  'sessionize-grid',
  'sessionize-sessions',
  'pretalx-widget',
  'pretalx-api',
  'ical',
  'xcal',
  'json-ld',
  'json-list',
  'yaml',
  'csv',
  'xlsx',
] as const;
export type AgendaFormat = (typeof agendaFormats)[number];

/** A day by the source's own window, which may begin at 04:00 and end the next morning. Index from 1. */
export interface ParsedDay {
  readonly index: number;
  /** `2024-12-27`, the date that people call the day by. */
  readonly date: string;
  readonly start: InstantText;
  /** Exclusive. */
  readonly end: InstantText;
}

export interface ParsedSession extends SessionContent {
  /** With `start` unique in the file. A talk in two slots has one guid and two sessions. */
  readonly guid: string;
  /** `worthless`: the file's ids change with each build or are shared; go by title and speakers. */
  readonly identity: 'guid' | 'worthless';
  /** '' where the source names none. */
  readonly room: string;
  readonly start: InstantText;
  /** Never before `start`; the same as `start` only where the file says so, which is an oddity. */
  readonly end: InstantText;
  /** True where the file says so, by its state or by a title prefix (which `title` is then without). */
  readonly cancelled?: boolean;
}

/** What can be odd about a file. The text for people is in the catalog under `oddity.<kind>`. */
export const oddityKinds = [
  'all-day',
  'ambiguous-time',
  'cancelled-by-title',
  'characters-replaced',
  'date-guessed',
  'day-window',
  'duplicate-guid',
  'duplicate-session',
  'duration-disagrees',
  'end-before-start',
  'html-in-text',
  'links-dropped',
  'mixed-offsets',
  'no-date-column',
  'no-end',
  'no-guid',
  'no-room',
  'no-title',
  'no-vtimezone',
  'nonexistent-time',
  'not-accepted',
  'off-schema',
  'outside-day',
  'person-id-shared',
  'person-no-name',
  'plenum-one-room',
  'recurring',
  'reference-unknown',
  'rooms-by-number',
  'several-languages',
  'speakers-guessed',
  'split-characters',
  'start-disagrees',
  'text-around',
  'text-cut',
  'unreadable-end',
  'unreadable-row',
  'unscheduled',
  'unknown-zone',
  'very-long',
  'worthless-ids',
  'zero-length',
  'zone-contradicts',
] as const;
export type OddityKind = (typeof oddityKinds)[number];

/** Named once per kind, with how many there are and at most three examples. */
export interface Oddity {
  readonly kind: OddityKind;
  readonly count: number;
  readonly examples: readonly string[];
}

/** What a column of a table can be. */
export const columnFields = [
  'title',
  'date',
  'start',
  'end',
  'duration',
  'room',
  'speakers',
  'id',
  'subtitle',
  'abstract',
  'description',
  'track',
  'kind',
  'language',
  'url',
  'status',
] as const;
export type ColumnField = (typeof columnFields)[number];
/** Which column (by its header, or `#3` for the third where it has none) holds which field. */
export type ColumnMapping = { readonly [F in ColumnField]?: string };

/** Said of a field: no column holds it, whatever a header looks like. */
export const NO_COLUMN = '#0';

/** The columns of a table and what was told of them, so that a person can name others. */
export interface TableColumns {
  readonly columns: readonly string[];
  /** What could be told already. */
  readonly guessed: ColumnMapping;
  /** The first rows as they stand, a cell for each column, so that somebody sees what they name. */
  readonly sample: readonly TableRow[];
  /** The first rows as they were read, by their lines; empty where none could be. */
  readonly read: readonly ReadRow[];
}

/** A row of a table as it was read. */
export interface ReadRow {
  readonly line: number;
  readonly title: string;
  readonly start: InstantText;
  readonly end: InstantText | undefined;
  readonly room: string;
  readonly speakers: readonly string[];
}

/** A table whose headers do not tell enough; ask, and parse again with `mapping`. */
export interface NeedsColumns extends TableColumns {
  /** What has to be named: `title`, and `start` (with `date` unless the start holds it). */
  readonly missing: readonly ColumnField[];
  /** Where the columns were told but not one row could be read: the first that could not. */
  readonly unread?: UnreadRow;
}

export interface TableRow {
  /** From 1, as the spreadsheet counts. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** The place of a cell that could not be read, what it holds, and what would be read if it could. */
export interface UnreadRow {
  /** How many rows there are, none of them readable. */
  readonly rows: number;
  readonly row: number;
  /** By its header. */
  readonly column: string;
  readonly cell: string;
  readonly expected: 'date' | 'time';
  readonly title: string;
  readonly room: string;
}

/** Dates that could be day/month or month/day, and nothing tells: one of them, read both ways. */
export interface NeedsOrder {
  readonly example: string;
  readonly dmy: string;
  readonly mdy: string;
}

export interface ParsedAgenda {
  readonly format: AgendaFormat;
  readonly title?: string;
  /** IANA zone, only when the file truly tells it or it was given. */
  readonly zone?: string;
  readonly days: readonly ParsedDay[];
  /** Those used by a session, in the order of the file. */
  readonly rooms: readonly string[];
  /** By start, then by room in the order of the file, then by guid. */
  readonly sessions: readonly ParsedSession[];
  readonly oddities: readonly Oddity[];
  /** The file's times are wall clock without a zone: they were read as UTC for the preview. Ask, parse again. */
  readonly needsZone: boolean;
  /** The file has weekdays or day numbers only: ask for the first day's date, parse again with `firstDate`. */
  readonly needsDate: boolean;
  /** The file has no place for speakers, so that none in it means nothing. */
  readonly silentOnSpeakers?: true;
  readonly needsColumns?: NeedsColumns;
  /** Of the table that it was read from, where it was one: whoever sees it wrong can name other columns. */
  readonly table?: TableColumns;
  /** Read as day/month for the preview. Ask, parse again with `dateOrder`. */
  readonly needsOrder?: NeedsOrder;
}

export interface ParseOptions {
  /** IANA zone for files that have none; where the file has one, the file is right. */
  readonly zone?: string;
  readonly mapping?: ColumnMapping;
  /** `2024-12-27`, the first day's date, for files that have none. */
  readonly firstDate?: string;
  /** Whether `06/12/2026` is in December or in June. */
  readonly dateOrder?: 'dmy' | 'mdy';
}
