/** The trend as Markdown: `bench/trend.md`, and the table of figures in `bench/README.md`. Pure. */
import { failures, type RecordedFigure, type RunRecord } from './record.ts';
import { stateOf, type Trend, type TrendRow } from './trend.ts';

const verdict = (met: boolean | undefined) => (met === undefined ? '' : met ? 'yes' : '**NO**');

export const FIGURES_HEAD = '| what | ours | bare | ratio | goal | met |\n|---|---|---|---|---|---|';

export const figureLine = ({
  what,
  ours,
  bare,
  ratio,
  goal,
  met,
}: Omit<RecordedFigure, 'benchmark'>): string =>
  `| ${what} | ${ours} | ${bare} | ${ratio?.toFixed(2) ?? ''} | ${goal ?? ''} | ${verdict(met)} |`;

/** Where and when a run was, in a line. */
const placeOf = ({ at, commit, machine, node, redis, load }: RunRecord): string =>
  `${at.slice(0, 16).replace('T', ' ')} UTC, commit \`${commit}\`, ${machine}, Node ${node}, Redis ${redis}, load ${load.start.toFixed(1)} before and ${load.end.toFixed(1)} after`;

/** The figures of one run, between the marks of `bench/README.md`. */
export const figuresTable = (record: RunRecord): string =>
  [`${placeOf(record)}.`, '', FIGURES_HEAD, ...record.figures.map(figureLine)].join('\n');

/** `text` with what stands between the two marks of that name replaced. @throws where it has none */
export function betweenMarks(text: string, name: string, inner: string): string {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [from, to] = [text.indexOf(open), text.indexOf(close)];
  if (from < 0 || to < from) throw new Error(`there is no ${open} … ${close}`);
  return `${text.slice(0, from + open.length)}\n\n${inner}\n\n${text.slice(to)}`;
}

function cell(value: number | undefined, met: boolean | undefined): string {
  if (value === undefined) return met === undefined ? '' : met ? '✓' : '🔴 ✗';
  return met === false ? `🔴 **${value.toFixed(2)}**` : value.toFixed(2);
}

const SIGNS: readonly [(row: TrendRow) => boolean, string][] = [
  [({ isPast }) => isPast, '🔴'],
  [({ isWorse }) => isWorse, '▲'],
  [({ goal }) => goal !== undefined, '✓'],
];

function line(row: TrendRow): string {
  const sign = SIGNS.find(([fits]) => fits(row))?.[1] ?? '';
  const cells = row.values.map((value, i) => cell(value, row.met[i]));
  const words = `${sign} ${stateOf(row)}`.trim();
  return `| ${[row.what, row.goal ?? '', ...cells, row.last, words].join(' | ')} |`;
}

function section(trend: Trend): string {
  const { redis, runs, rows } = trend;
  const last = runs.at(-1);
  if (!last) return '';
  const heads = runs.map(({ at, commit }) => `${at.slice(5, 10)} \`${commit}\``);
  const failed = failures(last);
  return [
    `## Redis ${redis}`,
    '',
    `![The figures with goals, a row each: the last runs as shares of the goal, the goal a line.](trend-redis${redis}.svg)`,
    '',
    `The last run: ${placeOf(last)}.`,
    '',
    failed.length === 0
      ? 'All figures are within their goals.'
      : `Not within their goals, ${failed.length}:\n\n${failed.map((one) => `- 🔴 ${one}`).join('\n')}`,
    '',
    `| what | goal | ${heads.join(' | ')} | last | |`,
    `|---|---|${heads.map(() => '---|').join('')}---|---|`,
    ...rows.map(line),
    '',
  ].join('\n');
}

const ABOUT = `# The trend

Made from \`bench/records\` by \`npm run bench\` (again: \`npm run bench:trend\`); nothing here is written by hand.

A column is a run, the last on the right. A number is the share of the goal that the figure used: 1 is the goal itself, and more is past it, 🔴. Where there is no goal it is how many times the bare library takes. ▲ marks what became worse: by more than three times what the runs before differ among themselves, and by a tenth at least; three runs must be there. What is measured in milliseconds or megabytes alone is compared with runs of the same machine.
`;

export const trendPage = (trends: readonly Trend[]): string => [ABOUT, ...trends.map(section)].join('\n');
