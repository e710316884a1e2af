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

/** `12–13 June 2026`, `12 al 13 de junio`, `June 12-13`. */
const RANGE =
  /(?<![\p{L}\d./:-])(?<!(?:day|tag|d[ií]a|jour|journ[ée]e|giorno|dag|part|no\.?) )\d{1,2}\.?(?:st|nd|rd|th)?(?: (?:de )?\p{L}{3,12})?\s?(?:[-–—/&]|to|bis|al?|au|y|und|and|tot|till)\s?\d{1,2}\.?(?:st|nd|rd|th)?(?: (?:de )?\p{L}{3,12})?(?:,? (?:de |of )?\d{4})?(?![\d:/-])|(?<!\p{L})\p{L}{3,12} \d{1,2}\s?[-–—&]\s?\d{1,2}(?:, ?\d{4})?(?![\d:])/giu;

/** A date somewhere in a title: `Programme for Friday, 12 June 2026 (draft)`. */
export function dateInside(text: string, order?: DateOrder): DateText | undefined {
  // `12–13 June 2026` are the days of the event, and none of them is this one.
  const cut = text.slice(0, 200).replace(RANGE, ' ');
  for (const [i, pattern] of INSIDE.entries()) {
    const found = pattern.exec(i < 2 ? cut : plain(cut))?.[0];
    const date = found === undefined ? undefined : readDate(found, order);
    if (date) return date;
  }
  return undefined;
}
