/**
 * The months and weekdays as tables write them: in English, Spanish, German, French and their neighbours by any
 * beginning of the word, in other languages by the names and short forms that the machine's calendars know.
 */
import { plain } from '../../core/match.ts';

export const MONTHS = [
  'january januar enero janvier gennaio janeiro januari',
  'february februar febrero fevrier febbraio fevereiro februari',
  'march marz mrz marzo mars marco maart maerz',
  'april abril avril aprile',
  'may mai mayo maggio maio mei',
  'june juni junio juin giugno junho',
  'july juli julio juillet luglio julho',
  'august agosto aout augustus',
  'september septiembre setiembre septembre settembre setembro',
  'october oktober octubre octobre ottobre outubro',
  'november noviembre novembre novembro',
  'december dezember diciembre decembre dicembre dezembro',
].map((names) => names.split(' '));

const WEEKDAYS = [
  'monday montag lunes lundi lunedi mo segunda',
  'tuesday dienstag martes mardi martedi di',
  'wednesday mittwoch miercoles mercredi mercoledi mi',
  'thursday donnerstag jueves jeudi giovedi do',
  'friday freitag viernes vendredi venerdi fr',
  'saturday samstag sonnabend sabado samedi sabato sa',
  'sunday sonntag domingo dimanche domenica so',
].map((names) => names.split(' '));

/** Words that stand in a date and say nothing of it. */
export const SMALL = new Set(
  'de del of the den der dem am le el du on di do feira kl d r ve da do na w v dne'.split(' '),
);

/** Whose calendars the machine knows; where two of them mean different months by one word, it is no word. */
const MORE_LANGUAGES = [
  'nl',
  'ca',
  'sv',
  'da',
  'nb',
  'fi',
  'pl',
  'cs',
  'sk',
  'ro',
  'hu',
  'gl',
  'eu',
  'tr',
  'pt',
  'it',
  'el',
  'ru',
  'uk',
];

/** The first words of names as they stand in a date, alone, and shortened, by what they mean (from 1). */
function namesOf(part: 'month' | 'weekday', dates: readonly number[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const formats = MORE_LANGUAGES.flatMap((language) =>
    (['long', 'short'] as const).flatMap((length) => [
      new Intl.DateTimeFormat(language, { [part]: length, timeZone: 'UTC' }),
      new Intl.DateTimeFormat(language, {
        [part]: length,
        day: 'numeric',
        month: length,
        year: 'numeric',
        timeZone: 'UTC',
      }),
    ]),
  );
  for (const format of formats)
    for (const [place, date] of dates.entries()) {
      const text = format.formatToParts(date).find(({ type }) => type === part)?.value ?? '';
      const [word = ''] = plain(text).split(' ');
      if (word.length < 2 || /^\d/.test(word)) continue;
      found.set(word, found.has(word) && found.get(word) !== place + 1 ? 0 : place + 1);
    }
  return found;
}

const days = (year: number, month: number, count: number, step: 'month' | 'day'): number[] =>
  Array.from({ length: count }, (_, i) =>
    Date.UTC(year, step === 'month' ? i : month, step === 'day' ? 1 + i : 15),
  );

let more: { month: ReadonlyMap<string, number>; weekday: ReadonlyMap<string, number> } | undefined;

/** Made when a word is met that no nearer language knows: it takes some milliseconds. */
function moreNames(): NonNullable<typeof more> {
  // 2024-01-01 was a Monday.
  more ??= {
    month: namesOf('month', days(2024, 0, 12, 'month')),
    weekday: namesOf('weekday', days(2024, 0, 7, 'day')),
  };
  return more;
}

/** The one place whose names `word` is, or begins with three letters or more; 0 for none or several. */
function named(word: string, names: readonly (readonly string[])[]): number {
  const whole = names.findIndex((all) => all.includes(word));
  if (whole >= 0) return whole + 1;
  if (word.length < 3) return 0;
  const fits = names.flatMap((all, i) => (all.some((name) => name.startsWith(word)) ? [i + 1] : []));
  return fits.length === 1 ? (fits[0] ?? 0) : 0;
}

const isWord = (word: string): boolean => /^\p{L}{2,20}$/u.test(word);

/** 1 for January; 0 where it is no month. */
export const monthNamed = (word: string): number =>
  named(word, MONTHS) || (isWord(word) ? (moreNames().month.get(word) ?? 0) : 0);

/** 1 for Monday; 0 where it is no weekday. */
export const weekdayNamed = (word: string): number =>
  named(word, WEEKDAYS) || (isWord(word) ? (moreNames().weekday.get(word) ?? 0) : 0);
