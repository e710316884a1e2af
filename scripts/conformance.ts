/**
 * Prints what every agenda file under some folders reads as: `npm run conformance -- ../shared/data ../shared/findings/files`.
 * One line a file with its counts, then what is odd about it, or why it is refused; and at the end how many of the
 * spreadsheets come in whole, with a question, and not at all.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { ParsedAgenda } from '../src/agenda/domain/parsed.ts';
import { UserError } from '../src/core/errors.ts';
import { parseAgendaFile } from '../src/formats/index.ts';
import { type Key, translator } from '../src/i18n/index.ts';

const t = translator('en') as (key: Key, params?: Record<string, string | number>) => string;

const files = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => a.name.localeCompare(b.name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return files(path);
      return /\.(?:json|xml|ics|csv|tsv|xlsx|xcal|ya?ml|html?)$/i.test(entry.name) ? [path] : [];
    });

/** Questions besides the zone, which no spreadsheet tells. */
const questionsOf = ({ needsDate, needsOrder, needsColumns }: ParsedAgenda): string[] => [
  ...(needsDate ? ['needs the first date'] : []),
  ...(needsOrder ? [`needs the order of ${needsOrder.example}`] : []),
  ...(needsColumns ? [`needs columns: ${needsColumns.missing.join(', ')}`] : []),
];

const spreadsheets = { whole: 0, asked: 0, parts: 0, not: 0 };

function count(agenda: ParsedAgenda): void {
  if (agenda.format !== 'csv' && agenda.format !== 'xlsx') return;
  const questions = questionsOf(agenda).length;
  const lost = agenda.oddities.some(({ kind }) => kind === 'unreadable-row');
  spreadsheets[questions > 1 ? 'not' : questions === 1 ? 'asked' : lost ? 'parts' : 'whole']++;
}

function lines(agenda: ParsedAgenda, took: number): string[] {
  const speakers = new Set(agenda.sessions.flatMap((session) => session.speakers.map(({ id }) => id)));
  const counts = [agenda.sessions.length, agenda.rooms.length, agenda.days.length, speakers.size].join('/');
  const needs = [
    agenda.needsZone ? 'needs a time zone' : (agenda.zone ?? 'offsets only'),
    ...questionsOf(agenda),
  ];
  return [
    `${agenda.format.padEnd(20)} ${counts.padEnd(16)} ${needs.join(', ')} (${took} ms)`,
    ...agenda.oddities.map(
      ({ kind, count, examples }) =>
        `    ${t(`oddity.${kind}`, { count })}${examples.length > 0 ? ` (${examples.join(' · ')})` : ''}`,
    ),
  ];
}

async function read(path: string): Promise<string[]> {
  const started = performance.now();
  try {
    const agenda = await parseAgendaFile(readFileSync(path));
    count(agenda);
    return lines(agenda, Math.round(performance.now() - started));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    if (/\.(?:csv|tsv|xlsx)$/i.test(path)) spreadsheets.not++;
    return [`refused: ${t(error.key, error.params)}`];
  }
}

const folders = process.argv.slice(2);
if (folders.length === 0) {
  console.error('usage: npm run conformance -- FOLDER…');
  process.exit(1);
}
console.log('file\n  format               sessions/rooms/days/speakers  time zone\n');
for (const folder of folders)
  for (const path of files(folder))
    console.log(`${relative(folder, path)}\n  ${(await read(path)).join('\n  ')}`);
const { whole, asked, parts, not } = spreadsheets;
console.log(
  `\nof ${whole + asked + parts + not} spreadsheets: ${whole} whole without a question but the zone, ${asked} with one, ${parts} in part, ${not} not at all`,
);
