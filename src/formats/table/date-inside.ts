/** A date that stands somewhere in a longer text, such as a title above a table. */
import { plain } from '../../core/match.ts';
import { MONTHS } from './date-words.ts';
import { type DateOrder, type DateText, readDate } from './dates.ts';

const MONTH_WORD = `(?:${MONTHS.flat().join('|')}|jan|feb|mar|apr|jun|jul|aug|sept?|oct|okt|nov|dec|dez|ene|abr|ago|dic)`;
const INSIDE = [
  /\b\d{4}-\d{2}-\d{2}\b/,
  /\b\d{1,2}[./]\d{1,2}[./]\d{4}\b/,
  new RegExp(String.raw`\b\d{1,2}(?:st|nd|rd|th)? (?:de |of )?${MONTH_WORD}\b(?: (?:de |of )?\d{4}\b)?`),
  new RegExp(String.raw`\b${MONTH_WORD} \d{1,2}(?:st|nd|rd|th)?\b(?: \d{4}\b)?`),
];

/** A date somewhere in a title: `Programme for Friday, 12 June 2026 (draft)`. */
export function dateInside(text: string, order?: DateOrder): DateText | undefined {
  const cut = text.slice(0, 200);
  for (const [i, pattern] of INSIDE.entries()) {
    const found = pattern.exec(i < 2 ? cut : plain(cut))?.[0];
    const date = found === undefined ? undefined : readDate(found, order);
    if (date) return date;
  }
  return undefined;
}
