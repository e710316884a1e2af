/** Clock times and spans of them, as people write them into cells. Minutes are since midnight. */

/** Characters: no time is longer, and patterns take their time with long texts. */
const MAX_LENGTH = 40;

const WORDS: Readonly<Record<string, number>> = {
  noon: 720,
  midday: 720,
  mediodia: 720,
  mittag: 720,
  mittags: 720,
  midi: 720,
  midnight: 1440,
  medianoche: 1440,
  mitternacht: 1440,
  minuit: 1440,
};

/** `7:30 AM PDT`: zones that a table names behind its times. */
export const ZONE_NAMES: Readonly<Record<string, string>> = {
  EST: 'America/New_York',
  EDT: 'America/New_York',
  CST: 'America/Chicago',
  CDT: 'America/Chicago',
  MST: 'America/Denver',
  MDT: 'America/Denver',
  PST: 'America/Los_Angeles',
  PDT: 'America/Los_Angeles',
  UTC: 'UTC',
  GMT: 'UTC',
  BST: 'Europe/London',
  CET: 'Europe/Paris',
  CEST: 'Europe/Paris',
};

const ZONE_BEHIND = /\s\(?([A-Z]{3,4})\)?$/;

/** The abbreviation of a zone behind a time; undefined where there is none that is known. */
export const zoneBehind = (text: string): string | undefined => {
  if (text.length > 2 * MAX_LENGTH) return undefined;
  const name = ZONE_BEHIND.exec(text.trim())?.[1];
  return name !== undefined && /\d/.test(text) ? ZONE_NAMES[name] : undefined;
};

/** Whether somebody counts to twelve here, as Americans do. */
export const hasHalf = (text: string): boolean =>
  text.length <= 2 * MAX_LENGTH && /\d\s?[ap]\.?\s?m\b/i.test(text);

const CLOCK = /^(\d{1,2})(?: ?[:.h] ?(\d{2})?(?::\d{2}(?:\.\d{1,9})?)?)? ?(?:([ap])(?:\.? ?m)?\.?)?$/;

interface Clock {
  readonly minutes: number;
  /** Written with AM or PM. */
  readonly half: boolean;
  /** More than a bare number. */
  readonly sure: boolean;
}

function parseClock(text: string): Clock | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const written = text
    .normalize('NFKC')
    .replaceAll('∶', ':')
    .trim()
    .replace(ZONE_BEHIND, (whole, name: string) => (ZONE_NAMES[name] === undefined ? whole : ''))
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/^(?:at|um|ab|a las?|à|alle|from|von|de|desde|@) /, '')
    .replace(/ ?(?:uhr|uur|hrs?|horas?|heures?|ore|godz)\.?$|(?<=\d) h\.?$|(?<=[:.]\d\d)h$/, '')
    .replace(/^kl\.? /, '')
    .trim();
  const said = written.normalize('NFD').replace(/\p{M}/gu, '').replace(/^12 /, '');
  const word = Object.hasOwn(WORDS, said) ? WORDS[said] : undefined;
  if (word !== undefined) return { minutes: word, half: true, sure: true };
  // A spreadsheet's own number for a time: the part of the day.
  if (/^0?\.\d{3,20}$/.test(written))
    return { minutes: Math.round(Number(written) * 1440), half: false, sure: true };
  const military = /^([01]\d|2[0-3])([0-5]\d)$/.exec(written);
  if (military) return { minutes: Number(military[1]) * 60 + Number(military[2]), half: false, sure: false };
  const found = CLOCK.exec(written);
  if (!found) return undefined;
  const hour = Number(found[1]);
  const minute = Number(found[2] ?? 0);
  if (minute > 59 || hour > 47) return undefined;
  if (found[3] === undefined) {
    const sure = /[:h]|\.\d/.test(written) || /uhr|uur|hrs?\b|\d h\b/i.test(text);
    return { minutes: hour * 60 + minute, half: false, sure };
  }
  if (hour > 12) return undefined;
  return { minutes: ((hour % 12) + (found[3] === 'p' ? 12 : 0)) * 60 + minute, half: true, sure: true };
}

/** `14:30`, `2:00 p.m.`, `14h30`, `9 Uhr`, `noon`, `9`, and `24` for the midnight that ends the day. */
export const readClock = (text: string): number | undefined => parseClock(text)?.minutes;

/** Like `readClock`, for cells that nobody said hold a time: a bare number is none. */
export const looksLikeClock = (text: string): boolean => parseClock(text)?.sure === true;

export interface Span {
  readonly from: number;
  /** Undefined in `17:00 –`. After midnight it is less than `from`. */
  readonly to: number | undefined;
}

const DASH = /\s*(?:[-–—‒−~→]|\.\.\.?|\s(?:to|till?|until|bis|a|à|al?|hasta|tot|till|do|y las)\s)\s*/gi;

/** `10–10:30 am`: both are by the same half of the day, unless that ends before it begins. */
function spanOf(left: Clock, right: Clock): Span {
  if (left.half || !right.half || left.minutes >= 780) return { from: left.minutes, to: right.minutes };
  const from = (left.minutes % 720) + (right.minutes >= 720 && right.minutes < 1440 ? 720 : 0);
  return { from: from > right.minutes ? from - 720 : from, to: right.minutes };
}

/** `09:00-09:45`, `10:00 AM – 10:30 AM`, `14:00-15:30 Uhr`, `von 9 bis 10 Uhr`, `9:00 to 9:45`. */
export function readSpan(text: string): Span | undefined {
  const trimmed = text.trim();
  if (trimmed.length > 2 * MAX_LENGTH) return undefined;
  const open = /^(.+?)\s*[-–—]$/.exec(trimmed)?.[1];
  if (open !== undefined) {
    const clock = parseClock(open);
    if (clock?.sure) return { from: clock.minutes, to: undefined };
  }
  const withLength = /^(.+?)\s*[(,]\s*(\d{1,3})\s*min\w{0,6}\.?\s*\)?$/i.exec(trimmed);
  if (withLength) {
    const clock = parseClock(withLength[1] ?? '');
    if (clock?.sure) return { from: clock.minutes, to: clock.minutes + Number(withLength[2]) };
  }
  for (const dash of trimmed.matchAll(DASH)) {
    const left = parseClock(trimmed.slice(0, dash.index));
    const right = left && parseClock(trimmed.slice(dash.index + dash[0].length));
    // Two bare numbers may be a date (12-06).
    if (left && right && (left.sure || right.sure || /[a-z]/i.test(dash[0]))) return spanOf(left, right);
  }
  return undefined;
}
