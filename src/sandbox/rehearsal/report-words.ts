/** Numbers, counts and tables of a rehearsal's report. Pure. */

export const wholeNumber = (value: number): string => String(Math.round(value));
export const oneDecimal = (value: number): string => (Math.round(value * 10) / 10).toFixed(1);
export const signedDecimal = (value: number): string =>
  Math.abs(value) < 0.05 ? '0' : `${value > 0 ? '+' : '−'}${oneDecimal(Math.abs(value))}`;
export const withinWords = (seconds: number): string =>
  seconds < 60 ? `${seconds} s` : `${Math.round(seconds / 6) / 10} min`.replace('.0 ', ' ');
export const moneyText = (thousandths: number): string => (thousandths / 1000).toFixed(2);
export const countWords = (count: number, what: string, several = `${what}s`): string =>
  `${count} ${count === 1 ? what : several}`;

/** A word may come from a file: nothing of it is Markdown. */
export const bareText = (text: string): string =>
  text.replace(/[\\`*_[\]<>#|~]/g, '\\$&').replace(/\s+/g, ' ');

export const markdownTable = (head: readonly string[], rows: readonly (readonly string[])[]): string[] => [
  `| ${head.join(' | ')} |`,
  `|${head.map(() => '---').join('|')}|`,
  ...rows.map((row) => `| ${row.join(' | ')} |`),
];
