/** Which column holds what, told by its header in the languages that organizers write tables in. */
import { type ColumnField, type ColumnMapping, columnFields } from '../../agenda/domain/parsed.ts';
import { UserError } from '../../core/errors.ts';
import { plain } from '../../core/match.ts';

/** The surest word first: of two columns that fit, the one with the surer word is taken. */
const HEADERS: Readonly<Record<ColumnField, readonly string[]>> = {
  title: [
    'title',
    'titel',
    'titulo',
    'titre',
    'titolo',
    'session title',
    'talk title',
    'event title',
    'proposal title',
    'session',
    'talk',
    'vortrag',
    'charla',
    'ponencia',
    'presentation',
    'subject',
    'thema',
    'event',
    'veranstaltung',
    'actividad',
    'what',
    'proposal titles',
    'name',
    'nombre',
  ],
  date: [
    'date',
    'datum',
    'fecha',
    'start date',
    'session date',
    'data',
    'jour',
    'giorno',
    'day',
    'tag',
    'dia',
    'weekday',
    'wochentag',
  ],
  start: [
    'start',
    'start time',
    'time start',
    'starts',
    'starts at',
    'startsat',
    'start at',
    'begin',
    'begins',
    'beginn',
    'anfang',
    'inicio',
    'hora de inicio',
    'hora inicio',
    'debut',
    'heure de debut',
    'inizio',
    'start hour',
    'start datetime',
    'dtstart',
    'from',
    'von',
    'desde',
    'time',
    'uhrzeit',
    'zeit',
    'hora',
    'heure',
    'ora',
    'when',
    'scheduled at',
  ],
  end: [
    'end',
    'end time',
    'time end',
    'ends',
    'ends at',
    'endsat',
    'end at',
    'ende',
    'fin',
    'hora de fin',
    'hora fin',
    'heure de fin',
    'fine',
    'end hour',
    'end datetime',
    'dtend',
    'until',
    'to',
    'bis',
    'hasta',
    'finish',
  ],
  duration: [
    'duration',
    'dauer',
    'duracion',
    'duree',
    'durata',
    'length',
    'minutes',
    'duration minutes',
    'minuten',
    'minutos',
  ],
  room: [
    'room',
    'raum',
    'sala',
    'salle',
    'saal',
    'room name',
    'stage',
    'buhne',
    'escenario',
    'aula',
    'hall',
    'location',
    'venue',
    'place',
    'ort',
    'lugar',
    'lieu',
    'where',
  ],
  speakers: [
    'speakers',
    'speaker',
    'speaker names',
    'speaker name',
    'persons',
    'person',
    'presenters',
    'presenter',
    'ponentes',
    'ponente',
    'referenten',
    'referent',
    'vortragende',
    'teilnehmer',
    'intervenants',
    'relatori',
    'authors',
    'author',
    'hosts',
    'host',
    'names',
    'people',
    'who',
    'by',
  ],
  id: ['guid', 'uid', 'id', 'code', 'session id', 'proposal id', 'submission id', 'key'],
  subtitle: ['subtitle', 'untertitel', 'subtitulo', 'sous titre'],
  abstract: ['abstract', 'summary', 'teaser', 'short description', 'zusammenfassung', 'resumen', 'resume'],
  description: [
    'description',
    'beschreibung',
    'descripcion',
    'details',
    'long description',
    'text',
    'content',
  ],
  track: [
    'track',
    'topic',
    'theme',
    'stream',
    'category',
    'kategorie',
    'categoria',
    'tema',
    'podcast',
    'series',
  ],
  kind: ['kind', 'type', 'session type', 'talk type', 'format', 'session format', 'art', 'tipo'],
  language: ['language', 'sprache', 'idioma', 'langue', 'lingua', 'lang', 'locale'],
  url: ['url', 'link', 'website', 'page', 'permalink'],
  status: ['status', 'state', 'estado', 'zustand'],
};

/** Columns by the name that people see: the header, or `#3` where it is empty or there twice. */
export function columnNames(header: readonly string[]): string[] {
  const trimmed = header.map((cell) => cell.replace(/\s+/g, ' ').trim());
  return trimmed.map((cell, i) => (cell === '' || trimmed.indexOf(cell) !== i ? `#${i + 1}` : cell));
}

export function guessColumns(columns: readonly string[]): ColumnMapping {
  const names = columns.map(plain);
  const taken = new Set<number>();
  const guessed: { [F in ColumnField]?: string } = {};
  for (const field of columnFields) {
    const place = HEADERS[field]
      .map((word) => names.findIndex((name, i) => name === word && !taken.has(i)))
      .find((found) => found >= 0);
    const column = place === undefined ? undefined : columns[place];
    if (place === undefined || column === undefined) continue;
    taken.add(place);
    guessed[field] = column;
  }
  return guessed;
}

/** The guess, with what a person said on top; a column that does not exist is refused by name. */
export function applyMapping(columns: readonly string[], mapping: ColumnMapping | undefined): ColumnMapping {
  const said = mapping ?? {};
  const named = new Set(Object.values(said));
  const guessed = Object.entries(guessColumns(columns)).filter(([, column]) => !named.has(column));
  for (const column of named) {
    const exists =
      columns.includes(column) ||
      (/^#\d+$/.test(column) && columns[Number(column.slice(1)) - 1] !== undefined);
    if (!exists) throw new UserError('format.noColumn', { column, columns: columns.join(', ') });
  }
  return { ...Object.fromEntries(guessed), ...said };
}

/** The place of a column, by its name or as `#3`. */
export const columnIndex = (columns: readonly string[], column: string | undefined): number =>
  column === undefined
    ? -1
    : columns.includes(column)
      ? columns.indexOf(column)
      : Number(/^#(\d+)$/.exec(column)?.[1] ?? 0) - 1;
