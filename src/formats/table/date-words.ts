/** The months and weekdays as tables write them, in English, Spanish, German, French and their neighbours. */
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

export const WEEKDAYS = [
  'monday montag lunes lundi lunedi mo segunda',
  'tuesday dienstag martes mardi martedi di',
  'wednesday mittwoch miercoles mercredi mercoledi mi',
  'thursday donnerstag jueves jeudi giovedi do',
  'friday freitag viernes vendredi venerdi fr',
  'saturday samstag sonnabend sabado samedi sabato sa',
  'sunday sonntag domingo dimanche domenica so',
].map((names) => names.split(' '));

/** Words that stand in a date and say nothing of it. */
export const SMALL = new Set([
  'de',
  'del',
  'of',
  'the',
  'den',
  'der',
  'dem',
  'am',
  'le',
  'el',
  'du',
  'on',
  'di',
  'do',
]);

/** The one place whose names `word` is, or begins with three letters or more; 0 for none or several. */
export function named(word: string, names: readonly (readonly string[])[]): number {
  const whole = names.findIndex((all) => all.includes(word));
  if (whole >= 0) return whole + 1;
  if (word.length < 3) return 0;
  const fits = names.flatMap((all, i) => (all.some((name) => name.startsWith(word)) ? [i + 1] : []));
  return fits.length === 1 ? (fits[0] ?? 0) : 0;
}
