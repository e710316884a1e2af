/** A table of speakers and how they are reached, as organizers keep it: with a header or without, in any order. */
import { UserError } from '../../core/errors.ts';
import type { SpeakerRow } from '../../speakers/domain/speaker-row.ts';
import { MAX_NAME } from '../limits.ts';
import { decodeAnyFile, decodeFile } from '../open.ts';
import type { Opened } from '../parser.ts';
import { layoutOf } from '../table/layout.ts';
import type { Row, Sheet } from '../table/sheet.ts';

/** Rows of one table. The largest programme known has 600 speakers; the preview is one document. */
export const MAX_ROWS = 2000;

/** The surest word first, in English and Spanish; `name` last, so that first and last names are told from it. */
const WORDS = {
  email: ['email', 'e mail', 'mail', 'email address', 'e mail address', 'correo', 'correo electronico'],
  phone: [
    ...['phone', 'phone number', 'mobile', 'mobile number', 'mobile phone', 'cell', 'cell phone', 'tel'],
    ...['telephone', 'telefono', 'numero de telefono', 'movil', 'telefono movil', 'celular', 'whatsapp'],
  ],
  slack: [
    ...['slack', 'slack handle', 'slack id', 'slack user', 'slack username', 'slack name', 'handle'],
    ...['username', 'user id', 'usuario', 'usuario de slack', 'id de slack'],
  ],
  firstName: ['first name', 'firstname', 'given name', 'nombre de pila', 'forename'],
  lastName: ['last name', 'lastname', 'surname', 'family name', 'apellidos', 'apellido'],
  name: [
    ...[
      'speaker',
      'speaker name',
      'name of speaker',
      'full name',
      'name',
      'presenter',
      'public name',
      'person',
    ],
    ...[
      'ponente',
      'nombre del ponente',
      'nombre y apellidos',
      'nombre completo',
      'nombre',
      'persona',
      'orador',
    ],
  ],
} as const;
type Field = keyof typeof WORDS;

const FORMS = {
  email: /^[^\s@<>|]+@[^\s@<>|]+\.[^\s@<>|]+$/,
  phone: /^(?:\+|00)?\(?\d[\d\s()./-]{4,30}\d$/,
  slack: /^(?:@[^\s@<>|]+|[UW][A-Z0-9]{7,})$/,
} as const;
type Way = keyof typeof FORMS;
const WAYS = Object.keys(FORMS) as readonly Way[];

/** Without what Slack and spreadsheets put around it: links of addresses and mentions, and the guarding apostrophe. */
function bare(cell: string): string {
  const text = cell
    .replace(/^'(?='*[=+\-@\t\r])/, '')
    .replace(/\s+/g, ' ')
    .trim();
  const [, link] = /^<(?:mailto:|tel:)([^|>]+)(?:\|[^>]*)?>$/.exec(text) ?? [];
  const [, mention] = /^<@([UW][A-Z0-9]+)(?:\|[^>]*)?>$/.exec(text) ?? [];
  return (link ?? mention ?? text).slice(0, MAX_NAME);
}

const wayOf = (cell: string): Way | undefined => WAYS.find((way) => FORMS[way].test(cell));

interface Columns {
  readonly of: ReadonlyMap<Field, number>;
  readonly rows: readonly Row[];
}

/** The column of each field, by the header, else by what stands in its cells. */
function columnsOf(sheet: Sheet): Columns {
  const { guessed, header, rows } = layoutOf(sheet, WORDS);
  const fields = Object.keys(WORDS) as readonly Field[];
  const heads =
    header !== undefined &&
    fields.some((field) => guessed.has(field)) &&
    !header.cells.some((cell) => wayOf(bare(cell)) !== undefined);
  const body = heads ? rows : sheet.rows;
  const of = new Map(
    heads ? fields.flatMap((field) => (guessed.has(field) ? [[field, guessed.get(field) ?? -1]] : [])) : [],
  ) as Map<Field, number>;
  const width = Math.max(0, ...body.map(({ cells }) => cells.length));
  const free = (column: number) => ![...of.values()].includes(column);
  const count = (column: number, fits: (cell: string) => boolean) =>
    body.filter(({ cells }) => fits(bare(cells[column] ?? ''))).length;
  const best = (fits: (cell: string) => boolean): number | undefined => {
    const scored = Array.from({ length: width }, (_, column) => column)
      .filter(free)
      .map((column) => ({ column, score: count(column, fits) }))
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score || a.column - b.column);
    return scored[0]?.column;
  };
  for (const way of WAYS) {
    const column = of.has(way) ? undefined : best((cell) => wayOf(cell) === way);
    if (column !== undefined) of.set(way, column);
  }
  if (!of.has('name') && !of.has('firstName') && !of.has('lastName')) {
    const column = best((cell) => /\p{L}/u.test(cell) && wayOf(cell) === undefined);
    if (column !== undefined) of.set('name', column);
  }
  return { of, rows: body };
}

/** `Nombre` beside `Apellidos` is the first name; beside a last name that it ends in it is all of it. */
function nameOf(name: string, first: string, last: string): string {
  if (last === '') return name || first;
  if (name.toLowerCase().includes(last.toLowerCase())) return name;
  return [first || name, last].filter(Boolean).join(' ');
}

function rowOf({ line, cells }: Row, of: Columns['of']): SpeakerRow {
  const cell = (field: Field): string => bare(cells[of.get(field) ?? -1] ?? '');
  // One column may hold an address here and a number there.
  const taken = new Set(
    [...of].filter(([field]) => !WAYS.includes(field as Way)).map(([, column]) => column),
  );
  const elsewhere = (way: Way): string =>
    cells.map(bare).find((text, column) => !taken.has(column) && wayOf(text) === way) ?? '';
  const said = (way: Way): string => {
    const own = cell(way);
    // What is plainly something else is not a bad number, but another way to reach them.
    return own !== '' && (wayOf(own) ?? way) === way ? own : elsewhere(way);
  };
  const [email, phone, slack] = [said('email'), said('phone'), said('slack').replace(/^@/, '')];
  return {
    line,
    name: nameOf(cell('name'), cell('firstName'), cell('lastName')),
    ...(email !== '' && { email }),
    ...(phone !== '' && { phone }),
    ...(slack !== '' && { slack }),
  };
}

function speakerRowsIn(opened: Opened): SpeakerRow[] {
  if (opened.as !== 'table') throw new UserError('speakers.table.unknown');
  const rows = opened.sheets.flatMap((sheet) => {
    const { of, rows: body } = columnsOf(sheet);
    return WAYS.some((way) => of.has(way)) ? body.map((row) => rowOf(row, of)) : [];
  });
  const found = rows.filter(({ name, email, phone, slack }) => name || email || phone || slack);
  if (found.length === 0) throw new UserError('speakers.table.unknown');
  if (found.length > MAX_ROWS) throw new UserError('speakers.table.tooMany', { most: MAX_ROWS });
  return found;
}

const refused = (error: unknown): never => {
  const isUnknown = error instanceof UserError && ['format.unknown', 'format.html'].includes(error.key);
  throw isUnknown ? new UserError('speakers.table.unknown') : error;
};

/**
 * Reads a table of speakers out of text: CSV, TSV, semicolons.
 *
 * @throws {UserError} `speakers.table.unknown` where nothing in it names a way to reach anybody,
 *   `speakers.table.tooMany`, and what every file may be refused for.
 */
export function parseSpeakerTable(bytes: Uint8Array): SpeakerRow[] {
  let opened: Opened;
  try {
    ({ opened } = decodeFile(bytes));
  } catch (error) {
    return refused(error);
  }
  return speakerRowsIn(opened);
}

/** Like `parseSpeakerTable`, workbooks (.xlsx) as well. */
export async function parseSpeakerFile(bytes: Uint8Array): Promise<SpeakerRow[]> {
  const { opened } = await decodeAnyFile(bytes).catch(refused);
  return speakerRowsIn(opened);
}
