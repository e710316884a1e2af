/** Whether a table's dates write the day or the month first, told from all of them together. */
import {
  type DateOrder,
  dateOfParts,
  fromNumeric,
  type NumericDate,
  numericDate,
  weekdayOf,
} from './dates.ts';

export interface DateHints {
  /** Times in the same table count to twelve. */
  readonly halves: boolean;
  /** IANA, where it is known. */
  readonly zone: string | undefined;
  /** The headers are in another language than English. */
  readonly foreign: boolean;
}

const US_ZONE =
  /^(?:US\/|America\/(?:New_York|Chicago|Denver|Los_Angeles|Phoenix|Anchorage|Detroit|Boise|Indiana\/|Kentucky\/|North_Dakota\/|Juneau|Adak))|^Pacific\/Honolulu$/;

/** `sure`: nothing else is possible. Undefined where nobody can tell: to be asked. */
export interface ToldOrder {
  readonly order: DateOrder | undefined;
  readonly sure: boolean;
  /** A date that could be either. */
  readonly example?: string;
}

/** Days between the first and the last of these dates by an order; Infinity where one is none. */
function spread(dates: readonly NumericDate[], order: DateOrder): number {
  const at = dates.map((numeric) => {
    const [month, day] = order === 'mdy' ? [numeric.first, numeric.second] : [numeric.second, numeric.first];
    const date = dateOfParts(numeric.year ?? 2000, month, day);
    return date === undefined ? Number.POSITIVE_INFINITY : Date.parse(date) / 86_400_000;
  });
  return Math.max(...at) - Math.min(...at);
}

const CONSECUTIVE = 3;

/**
 * Day or month first, told from all of a table's dates: 27/12 can only be one of the two, a weekday beside it
 * settles it, and a conference lasts days, not months. Else by how the table writes its times, and where it is.
 */
export function dateOrder(texts: Iterable<string>, hints: DateHints): ToldOrder {
  const dates = new Map<string, NumericDate>();
  for (const text of texts) {
    const numeric = numericDate(text);
    if (numeric && [fromNumeric(numeric, 'dmy'), fromNumeric(numeric, 'mdy')].some(Boolean))
      dates.set(text.trim(), numeric);
  }
  const votes = { dmy: 0, mdy: 0 };
  for (const { first, second, year, weekday, dotted } of dates.values()) {
    if (dotted || (first > 12 && second <= 12)) votes.dmy++;
    else if (second > 12 && first <= 12) votes.mdy++;
    else if (weekday > 0 && year !== undefined && first !== second) {
      const fits = (month: number, day: number) => {
        const date = dateOfParts(year, month, day);
        return date !== undefined && weekdayOf(date) === weekday;
      };
      if (fits(second, first)) votes.dmy++;
      if (fits(first, second)) votes.mdy++;
    }
  }
  if (votes.dmy !== votes.mdy && Math.min(votes.dmy, votes.mdy) === 0)
    return { order: votes.dmy > 0 ? 'dmy' : 'mdy', sure: true };
  const open = [...dates].filter(([, { first, second }]) => first !== second);
  const [example] = open.map(([text]) => text);
  if (example === undefined) return { order: 'dmy', sure: true };
  const all = [...dates.values()];
  if (all.length > 1) {
    const [dmy, mdy] = [spread(all, 'dmy'), spread(all, 'mdy')];
    const near = Math.max(14, CONSECUTIVE * all.length);
    if (dmy <= near && mdy > near) return { order: 'dmy', sure: true };
    if (mdy <= near && dmy > near) return { order: 'mdy', sure: true };
  }
  if (hints.halves) return { order: 'mdy', sure: false, example };
  if (hints.foreign) return { order: 'dmy', sure: false, example };
  if (hints.zone !== undefined && US_ZONE.test(hints.zone)) return { order: 'mdy', sure: false, example };
  return { order: undefined, sure: false, example };
}
