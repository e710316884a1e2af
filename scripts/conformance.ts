/**
 * Prints what every agenda file under a folder reads as: `npm run conformance -- ../shared/data`.
 * One line a file with its counts, then what is odd about it; a refusal with its reason.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { UserError } from '../src/core/errors.ts';
import { parseAgenda } from '../src/formats/index.ts';
import { type Key, translator } from '../src/i18n/index.ts';

const t = translator('en') as (key: Key, params?: Record<string, string | number>) => string;

const files = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => a.name.localeCompare(b.name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return files(path);
      return /\.(?:json|xml|ics|csv|xcal|ya?ml|html?|txt)$/i.test(entry.name) ? [path] : [];
    });

function line(path: string): string[] {
  const started = performance.now();
  try {
    const agenda = parseAgenda(readFileSync(path));
    const took = Math.round(performance.now() - started);
    const speakers = new Set(agenda.sessions.flatMap((session) => session.speakers.map(({ id }) => id)));
    const counts = [agenda.sessions.length, agenda.rooms.length, agenda.days.length, speakers.size].join('/');
    const needs = [
      agenda.needsZone ? 'needs a time zone' : (agenda.zone ?? 'offsets only'),
      ...(agenda.needsDate ? ['needs the first date'] : []),
      ...(agenda.needsColumns ? [`needs columns: ${agenda.needsColumns.missing.join(', ')}`] : []),
    ];
    return [
      `${agenda.format.padEnd(16)} ${counts.padEnd(16)} ${needs.join(', ')} (${took} ms)`,
      ...agenda.oddities.map(
        ({ kind, count, examples }) =>
          `    ${t(`oddity.${kind}`, { count })}${examples.length > 0 ? ` (${examples.join(' · ')})` : ''}`,
      ),
    ];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [`refused: ${t(error.key, error.params)}`];
  }
}

const folder = process.argv[2];
if (folder === undefined) {
  console.error('usage: npm run conformance -- FOLDER');
  process.exit(1);
}
console.log('file\n  format           sessions/rooms/days/speakers  time zone\n');
for (const path of files(folder)) console.log(`${relative(folder, path)}\n  ${line(path).join('\n  ')}`);
