/** What one cell says about when: a date, a time, a span, or several of them together. */
import { plain } from '../../core/match.ts';
import { looksLikeClock, readClock, readSpan } from './clock.ts';
import { type DateOrder, type DateText, readDate } from './dates.ts';

/** Characters: two dates with their times and what stands between them. */
const MAX_LENGTH = 90;

export interface When {
  readonly date?: DateText;
  /** Minutes since midnight. */
  readonly from?: number;
  readonly to?: number;
  /** Where the end names a date of its own. */
  readonly toDate?: DateText;
}

const AT = /\s(?:at|um|a las?|à|alle|kl)\.?\s*$/i;

function readTime(text: string): Pick<When, 'from' | 'to'> | undefined {
  const clock = readClock(text);
  if (clock !== undefined) return { from: clock };
  const span = readSpan(text);
  return span && { from: span.from, ...(span.to !== undefined && { to: span.to }) };
}

/** A date with a time behind or before it. */
function dateAndTime(text: string, order: DateOrder | undefined): When | undefined {
  for (const gap of text.matchAll(/(?<=\d)T(?=\d)|[\s,;|·@]+(?:[-–—]\s+)?|\s*[(]/g)) {
    const left = text.slice(0, gap.index).trim();
    const right = text
      .slice(gap.index + gap[0].length)
      .replace(/\)$/, '')
      .trim();
    if (left === '' || right === '') continue;
    const date = readDate(left.replace(AT, '').replace(/[,:]$/, ''), order);
    const time = date && !('day' in date) ? readTime(right) : undefined;
    if (date && time) return { date, ...time };
    if (!looksLikeClock(left) && !readSpan(left)) continue;
    const after = readDate(right, order);
    if (after && !('day' in after)) return { date: after, ...readTime(left) };
  }
  return undefined;
}

/** `prefer` says what the cell's column is for: `12.06` is a date or a time. Undefined where it is neither. */
export function readWhen(
  text: string,
  order: DateOrder | undefined,
  prefer: 'date' | 'time',
): When | undefined {
  const trimmed = text.trim().replace(/\s+/g, ' ');
  if (trimmed === '' || trimmed.length > MAX_LENGTH) return undefined;
  const date = (): When | undefined => {
    const read = readDate(trimmed, order);
    return read && { date: read };
  };
  const simple = prefer === 'date' ? (date() ?? readTime(trimmed)) : (readTime(trimmed) ?? date());
  if (simple) return simple;
  const both = dateAndTime(trimmed, order);
  if (both) return both;
  for (const dash of trimmed.matchAll(/\s(?:[-–—→]|to|bis|until|a|hasta)\s/g)) {
    const left = dateAndTime(trimmed.slice(0, dash.index).trim(), order);
    const right = dateAndTime(trimmed.slice(dash.index + dash[0].length).trim(), order);
    if (left?.from !== undefined && right?.from !== undefined)
      return {
        ...left,
        to: right.from,
        ...(right.date && { toDate: right.date }),
      };
  }
  return undefined;
}

/** A time, and not a number that could be anything. */
export const isTimeCell = (text: string): boolean => looksLikeClock(text) || readSpan(text) !== undefined;

/** A date, and not a number that could be anything. */
export const isDateCell = (text: string): boolean => {
  if (/^\d+(?:\.\d+)?$/.test(text.trim())) return false;
  // Which way round the table writes them is told later.
  return (['dmy', 'mdy'] as const).some((order) => readWhen(text, order, 'date')?.date !== undefined);
};

/** Nothing at all, or a mark that stands for nothing. */
export const saysNothing = (text: string): boolean => /^(?:|tb[acd]|n a|none|null|x)$/.test(plain(text));
