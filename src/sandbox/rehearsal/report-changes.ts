/** What was tried and what it is worth, and how far both houses agree, as lines of a rehearsal's report. Pure. */
import type { Agreement } from './agreement.ts';
import { type Compared, lostMinutes } from './compare.ts';
import type { Measures } from './measure.ts';
import type { Play } from './measure-rota.ts';
import { bareText, countWords, markdownTable, oneDecimal, signedDecimal } from './report-words.ts';

/** A play in the sandbox, beside the one in memory of the same seed and length. */
export interface Checked {
  readonly agreement: Agreement;
  readonly rate: number;
  /** Hours of the clock. */
  readonly hours: number;
  readonly measures: Measures;
  readonly play: Play;
}

export interface Report {
  readonly play: Play;
  readonly measures: Measures;
  /** The same script with other seeds, the main one first. */
  readonly others: readonly Measures[];
  readonly compared: readonly Compared[];
  readonly checked?: Checked | undefined;
  /** Addresses of the pictures, seen from the report. */
  readonly pictures: { readonly hours: string; readonly people: string };
  /** How it was asked for, to do it again. */
  readonly command: string;
  /** In the event's own words: what it is, and what was left out. */
  readonly about?: string | undefined;
}

/** Of a text or a call more for all of them together, on average, nobody complains. */
const HARDLY_MORE = 1;

/** What helps without asking people more often, where the best does. */
function quietLines(compared: readonly Compared[], best: Compared): string[] {
  const isQuiet = ({ texts, calls }: Compared) => texts + calls <= HARDLY_MORE;
  const quiet = compared.find((each) => isQuiet(each) && each.waited + each.stage < -0.5);
  if (isQuiet(best)) return [];
  return [
    '',
    `It costs ${signedDecimal(best.texts)} texts and ${signedDecimal(best.calls)} calls. ${
      quiet
        ? `What helps most without asking people more often: **${bareText(quiet.what)}** (${oneDecimal(-(quiet.waited + quiet.stage))} minutes). How: ${quiet.how}.`
        : 'Of what asks nobody more often nothing saves half a minute.'
    }`,
  ];
}

/** How many empty minutes talks on standby have saved, where they were tried. */
const standbyLines = (compared: readonly Compared[]): string[] =>
  compared
    .filter(({ filled }) => filled > 0)
    .flatMap(({ what, filled, stage }) => [
      '',
      `${bareText(what)}: ${oneDecimal(filled)} slots were filled by what the bot offered first where nobody had come, and ${oneDecimal(-stage)} empty minutes were saved (means).`,
    ]);

export function changeLines({ compared, others }: Report): string[] {
  const [best] = compared;
  const lost = others.reduce((sum, measures) => sum + lostMinutes(measures), 0) / Math.max(1, others.length);
  if (!best) return ['Nothing was tried.'];
  const gain = -(best.waited + best.stage);
  const helps = gain >= 0.5;
  return [
    helps
      ? `**${bareText(best.what)}.** Of ${oneDecimal(lost)} minutes that pages waited and stages stood empty, ${oneDecimal(gain)} are saved (mean of ${countWords(best.seeds, 'seed')}; better in ${best.better} of them). How: ${best.how}.`
      : `None of what was tried saves half a minute of ${oneDecimal(lost)}. The rota stands; what is lost is lost to chance.`,
    ...quietLines(compared, best),
    '',
    'All that was tried, each with the same seeds, so with the same troubles and the same luck. Differences are means; less is better.',
    '',
    ...markdownTable(
      ['change', 'pages waited, min', 'stages empty, min', 'answered late', 'texts', 'calls', 'better in'],
      compared.map((each) => [
        bareText(each.what),
        signedDecimal(each.waited),
        signedDecimal(each.stage),
        signedDecimal(each.late),
        signedDecimal(each.texts),
        signedDecimal(each.calls),
        `${each.better} of ${each.seeds}`,
      ]),
    ),
    ...standbyLines(compared),
  ];
}

export function checkedLines({ checked, play }: Report): string[] {
  if (!checked)
    return [
      'Played in memory only: the bot’s own commands and jobs, on a clock that goes from one thing to the next.',
    ];
  const { agreement: is, rate, hours, measures: seen } = checked;
  return [
    `The whole was played in memory, and ${countWords(hours, 'hour')} of it in the sandbox at ${rate} ×: the real bot, a local Slack, phones. The same seed told the same story there:`,
    '',
    ...markdownTable(
      ['', 'in both', 'of'],
      [
        ['pages', String(is.pages), String(is.ofPages)],
        ['who was asked, on which channel, by which page', String(is.askings), String(is.ofAskings)],
        ['who took it', String(is.takers), String(is.pages)],
      ],
    ),
    '',
    `The same asking came ${oneDecimal(is.median)} s apart in the middle, and less than ${oneDecimal(is.ninth)} s in nine of ten (of the clock: at ${rate} × a second of it is ${(1000 / rate).toFixed(0)} ms, the time that the bot itself takes).`,
    `In the sandbox ${countWords(seen.totals.pages, 'page')} waited ${oneDecimal(seen.totals.waited)} minutes, with ${countWords(seen.totals.texts, 'text')} and ${countWords(seen.totals.calls, 'call')}.`,
    ...(checked.play.failed.length > 0
      ? [`**Jobs that failed for good there: ${[...new Set(checked.play.failed)].join(', ')}.**`]
      : []),
    ...(play.failed.length > 0
      ? [`**Jobs that failed for good in memory: ${[...new Set(play.failed)].join(', ')}.**`]
      : []),
  ];
}
