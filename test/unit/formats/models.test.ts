/**
 * Spreadsheets made up as other organizers' would be: each comes in as a person reads it, as a workbook and as
 * text, with the questions that it takes and no more. The figure of all of them is printed.
 */
import { afterAll, describe, expect, it } from 'vitest';
import type { ParsedAgenda } from '../../../src/agenda/domain/parsed.ts';
import { parseAgendaFile } from '../../../src/formats/index.ts';
import { isSerial, type TestCell, workbook } from '../../support/workbook.ts';
import { MODELS, type Model } from './models.ts';

const lines = ({ sessions }: ParsedAgenda): string[] =>
  sessions
    .map(({ title, start, end, room, speakers }) => {
      const names = speakers.map(({ name }) => name).join(', ');
      return `${start.slice(5, 16)}–${end.slice(11, 16)} ${title}${room && ` @ ${room}`}${names && ` [${names}]`}`;
    })
    .toSorted();

/** What a spreadsheet writes for a number of days when it is saved as text. */
function cellText(cell: TestCell): string {
  if (cell === null) return '';
  if (!isSerial(cell)) return String(cell);
  const text = new Date(Math.round((cell.serial - 25_569) * 86_400) * 1000).toISOString();
  return { date: text.slice(0, 10), time: text.slice(11, 16), datetime: text.slice(0, 16).replace('T', ' ') }[
    cell.format
  ];
}

const quoted = (text: string): string => (/[";\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const csv = (rows: Model['sheets'][string]): Uint8Array =>
  Buffer.from(rows.map((row) => row.map((cell) => quoted(cellText(cell))).join(';')).join('\r\n'));

const questionsOf = ({ needsDate, needsOrder, needsColumns }: ParsedAgenda): number =>
  [needsDate, needsOrder !== undefined, needsColumns !== undefined].filter(Boolean).length;

const figure = { whole: 0, asked: 0, not: 0 };

async function check(file: Uint8Array, { reads, answers }: Model): Promise<void> {
  const first = await parseAgendaFile(file, { zone: 'UTC' });
  const questions = questionsOf(first);
  const agenda = questions > 0 && answers ? await parseAgendaFile(file, { zone: 'UTC', ...answers }) : first;
  const right =
    questionsOf(agenda) === 0 && JSON.stringify(lines(agenda)) === JSON.stringify(reads.toSorted());
  figure[right ? (questions > 0 ? 'asked' : 'whole') : 'not']++;
  expect(lines(agenda)).toEqual(reads.toSorted());
  expect([questions, questionsOf(agenda)]).toEqual([answers ? 1 : 0, 0]);
}

describe.each(MODELS)('$name', (model) => {
  it('as a workbook', () => check(workbook(model.sheets), model));

  const [rows, ...more] = Object.values(model.sheets);
  if (rows && more.length === 0) it('as text', () => check(csv(rows), model));
});

afterAll(() => {
  const all = figure.whole + figure.asked + figure.not;
  console.log(
    `of ${all} files (${MODELS.length} spreadsheets, as .xlsx and as text): ${figure.whole} whole without a question, ${figure.asked} with one, ${figure.not} not`,
  );
});
