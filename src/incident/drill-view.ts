/** What a drill says: what a step makes known, its score, and how it stands for whoever asked for it. Pure. */

import { milliseconds } from '../core/instant.ts';
import type { Message } from '../core/ports/chat.ts';
import type { Language, Locale, Translate } from '../i18n/index.ts';
import { duration } from '../i18n/time.ts';
import { context, section, sections } from '../slack/blocks.ts';
import { escape, joined, type Mrkdwn, mrkdwn } from '../slack/mrkdwn.ts';
import type { Drill } from './domain/drill.ts';
import type { DrillScore, Result } from './domain/drill-score.ts';
import { type Expectation, type Scenario, wordsIn } from './domain/scenario.ts';

/** Told in the incident's thread, marked as everything of a drill is. */
export const stepMessage = (text: string): Message => ({ text: mrkdwn`*DRILL* · ${escape(text)}` });

const whatText = ({ what, ticks = 1 }: Expectation, t: Translate): string =>
  what === 'ticked' ? t('incident.drill.what.ticked', { count: ticks }) : t(`incident.drill.what.${what}`);

/** `Minute 6: an update was posted after 2m, within 5m. So nobody had to ask.` Plain text. */
function resultLine(
  drill: Drill,
  { step, expectation, seconds, met }: Result,
  locale: Locale,
  t: Translate,
): string {
  const minute = drill.scenario.steps[step]?.at ?? 0;
  const said = {
    minute,
    what: whatText(expectation, t),
    within: duration(expectation.within * 60),
  };
  const line =
    seconds === undefined
      ? t('incident.drill.never', said)
      : t(met ? 'incident.drill.inTime' : 'incident.drill.late', { ...said, after: duration(seconds) });
  const more = met ? expectation.well : expectation.practise;
  return more === undefined ? line : `${line} ${wordsIn(more, locale)}`;
}

/** A part of the score: its heading, and a line for each thing. Plain text. */
interface Part {
  readonly head: string;
  readonly lines: readonly string[];
}

/** First what went well; then what is worth practising. */
export function scoreParts(drill: Drill, score: DrillScore, locale: Locale, t: Translate): Part[] {
  const { well, practise, points, of, unplayed } = score;
  const line = (result: Result) => resultLine(drill, result, locale, t);
  if (well.length + practise.length === 0) return [];
  return [
    {
      head: t('incident.drill.well', { points, of }),
      lines: well.length > 0 ? well.map(line) : [t('incident.drill.tried')],
    },
    {
      head: t('incident.drill.practise'),
      lines: [
        ...(practise.length > 0 ? practise.map(line) : [t('incident.drill.nothing')]),
        ...(unplayed > 0 ? [t('incident.drill.unplayed', { count: unplayed })] : []),
      ],
    },
  ];
}

export const scenarioTitle = ({ title }: Pick<Scenario, 'title'>, locale: Locale): Mrkdwn =>
  escape(wordsIn(title, locale));

function whyOver(drill: Drill, t: Translate): Mrkdwn {
  const { why, real, begunAt, endedAt, scenario } = drill;
  if (why === 'real')
    return real === undefined
      ? t('incident.drill.overRealHidden')
      : t('incident.drill.overReal', { code: escape(real) });
  if (why === 'cancelled') return t('incident.drill.overCancelled');
  if (why === 'no-moment') return t('incident.drill.overNoMoment');
  if (why === 'done' && begunAt && endedAt)
    return t('incident.drill.overDone', {
      took: duration((milliseconds(endedAt) - milliseconds(begunAt)) / 1000),
    });
  return t('incident.drill.overTime', { minutes: duration(scenario.minutes * 60) });
}

const partLines = ({ head, lines }: Part): Mrkdwn[] => [
  mrkdwn`*${escape(head)}*`,
  ...lines.map((line) => mrkdwn`• ${escape(line)}`),
];

/** That it is over, and how it went; the same in the thread and for whoever asked for it. */
export function scoreMessage(drill: Drill, score: DrillScore, locale: Locale, t: Translate): Message {
  const head = mrkdwn`*DRILL* · ${t('incident.drill.over', { title: scenarioTitle(drill.scenario, locale) })} ${whyOver(drill, t)}`;
  const parts = scoreParts(drill, score, locale, t).map(partLines);
  const end = parts.length > 0 ? [t('incident.drill.noNames')] : [];
  return {
    text: joined([head, ...parts.map((lines) => joined(lines, '\n')), ...end], '\n\n'),
    blocks: [section(head), ...parts.flatMap((lines) => sections(lines)), ...end.map(context)],
  };
}

/** For whoever asked for it alone. */
export function askerMessage(
  drill: Drill,
  what: 'begun' | 'ended',
  score: DrillScore | undefined,
  { t, locale }: Language,
): Message {
  const title = scenarioTitle(drill.scenario, locale);
  if (what === 'begun')
    return {
      text: t('incident.drill.begun', {
        code: escape(drill.code),
        title,
        incident: escape(drill.incident ?? ''),
      }),
    };
  if (score) return scoreMessage(drill, score, locale, t);
  return { text: mrkdwn`*DRILL* · ${t('incident.drill.over', { title })} ${whyOver(drill, t)}` };
}
