/** `npm run bench:trend`: makes the trend's page, its pictures and the table of `bench/README.md` from the records. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { betweenMarks, figuresTable, trendPage } from './page.ts';
import { trendPicture } from './picture.ts';
import { majorOf, parseRecord, type RunRecord, recordName, recordText } from './record.ts';
import { trendsOf } from './trend.ts';

const bench = new URL('../', import.meta.url);
const records = new URL('records/', bench);

const readRecords = (): RunRecord[] =>
  readdirSync(records)
    .filter((name) => name.endsWith('.json'))
    .toSorted()
    .map((name) => parseRecord(readFileSync(new URL(name, records), 'utf8'), name));

export function writeRecord(record: RunRecord): void {
  mkdirSync(records, { recursive: true });
  writeFileSync(new URL(recordName(record), records), recordText(record));
}

export function writeTrend(): void {
  mkdirSync(records, { recursive: true });
  const all = readRecords();
  const trends = trendsOf(all);
  writeFileSync(new URL('trend.md', bench), trendPage(trends));
  for (const trend of trends)
    writeFileSync(new URL(`trend-redis${trend.redis}.svg`, bench), trendPicture(trend));
  // The installed Redis is what most have; the other is told of in the trend.
  const whole = all.filter(({ whole }) => whole);
  const last = whole.findLast(({ redis }) => majorOf(redis) === '7') ?? whole.at(-1);
  if (!last) return;
  const readme = new URL('README.md', bench);
  writeFileSync(readme, betweenMarks(readFileSync(readme, 'utf8'), 'figures', figuresTable(last)));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeTrend();
