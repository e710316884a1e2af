/** The postmortem as people read it: the thread's message, and a Markdown file (CommonMark). Pure. */

import type { KnownBlock } from '@slack/types';
import type { Message } from '../core/ports/chat.ts';
import type { Locale, Translate } from '../i18n/index.ts';
import { dayAndClock, duration, longDay } from '../i18n/time.ts';
import { channelName, failureText } from '../page/words.ts';
import { actions, button, section, sections } from '../slack/blocks.ts';
import { blocksCharacters, MAX_BLOCKS_CHARACTERS } from '../slack/limits.ts';
import { code, escape, joined, type Mrkdwn, mrkdwn, truncate } from '../slack/mrkdwn.ts';
import type { ActionItem } from './domain/action.ts';
import type { Drill } from './domain/drill.ts';
import type { DrillScore } from './domain/drill-score.ts';
import { foldTimeline } from './domain/fold.ts';
import type { Impact } from './domain/impact.ts';
import type { Incident } from './domain/incident.ts';
import type { Postmortem } from './domain/postmortem.ts';
import type { Score } from './domain/score.ts';
import type { Entry } from './domain/timeline.ts';
import { scoreParts } from './drill-view.ts';
import type { Line } from './lines.ts';
import { kindWord, named, severityWords } from './words.ts';

export interface PostmortemModel {
  readonly incident: Incident;
  readonly postmortem: Postmortem;
  readonly impact: Impact;
  /** The timeline, and a line of it for each entry. */
  readonly entries: readonly Entry[];
  readonly lines: readonly Line[];
  /** Pages of its room that were opened meanwhile and are no part of it. */
  readonly meanwhile: readonly string[];
  /** Only of a drill. */
  readonly score?: Score;
  /** Only of a drill of a scenario: what was expected, and how it went. */
  readonly practice?: { readonly drill: Drill; readonly score: DrillScore };
  readonly actions: readonly ActionItem[];
  /** Incidents of the same kind before, the last ones first. */
  readonly before: readonly Incident[];
  readonly names: ReadonlyMap<string, string>;
  readonly zone: string;
  readonly locale: Locale;
}

/** Where nobody has written a summary yet: one that the facts can vouch for. */
export function postmortemSummary({ incident, postmortem, impact }: PostmortemModel, t: Translate): string {
  if (postmortem.summary) return postmortem.summary;
  const said = {
    title: incident.title,
    room: incident.room ?? t('incident.card.everywhere'),
    duration: took(impact.lasted, t),
    sessions: impact.sessions.length,
  };
  if (impact.lasted === undefined) return t('incident.pm.summaryOpen', said);
  return impact.minutesLost === undefined
    ? t('incident.pm.summaryNoRoom', said)
    : t('incident.pm.summary', { ...said, minutes: impact.minutesLost });
}

/** Nobody said so, so that nobody can be told. */
const took = (seconds: number | undefined, t: Translate): string =>
  seconds === undefined ? t('incident.pm.notRecorded') : duration(seconds);

const HOW = {
  cancelled: 'incident.pm.cancelled',
  delayed: 'incident.pm.delayed',
  interrupted: 'incident.pm.interrupted',
} as const;

/** Each figure with what it was counted from. */
function impactLines({ incident, impact, names }: PostmortemModel, t: Translate): string[] {
  const { acknowledged, minutesLost } = impact;
  const hit = impact.sessions.map(({ how, code, title, minutes }) => t(HOW[how], { code, title, minutes }));
  return [
    t('incident.pm.lasted', { duration: took(impact.lasted, t) }),
    acknowledged
      ? t('incident.pm.acknowledged', {
          page: acknowledged.page,
          duration: duration(acknowledged.seconds),
          person: names.get(acknowledged.by) ?? acknowledged.by,
        })
      : t('incident.pm.notAcknowledged'),
    t('incident.pm.commanded', { duration: took(impact.toCommand, t) }),
    t('incident.pm.mitigated', { duration: took(impact.toMitigate, t) }),
    t('incident.pm.paged', { count: impact.paged.length }),
    ...(minutesLost === undefined
      ? [t('incident.pm.notCounted')]
      : [
          t(impact.toMitigate === undefined ? 'incident.pm.lost' : 'incident.pm.lostMitigated', {
            minutes: minutesLost,
            room: incident.room ?? '',
          }),
          t('incident.pm.sessions', { count: impact.sessions.length }),
        ]),
    ...hit,
  ];
}

/** Whom a drill reached, and what did not work. */
function scoreLines({ score, practice, names, locale }: PostmortemModel, t: Translate): string[] {
  if (!score) return [];
  const expected = practice ? scoreParts(practice.drill, practice.score, locale, t) : [];
  const people = (ids: readonly string[]) => ids.map((id) => names.get(id) ?? id).join(', ') || '–';
  const failures = score.failures.map(({ channel, code, count }) =>
    t('incident.pm.failure', { channel: channelName(channel, t), code: failureText(code, t), count }),
  );
  return [
    ...expected.flatMap(({ head, lines }) => [`${head}:`, ...lines.map((line) => `– ${line}`)]),
    t('incident.pm.reached', { people: people(score.reached) }),
    ...(score.missed.length > 0 ? [t('incident.pm.missed', { people: people(score.missed) })] : []),
    ...(failures.length > 0 ? failures : [t('incident.pm.noFailures')]),
  ];
}

/** What else was asked for in the room, and is not told here. */
const meanwhileLine = ({ meanwhile, incident }: PostmortemModel, t: Translate): string[] =>
  meanwhile.length > 0
    ? [
        t('incident.pm.meanwhile', {
          count: meanwhile.length,
          pages: meanwhile.slice(0, 20).join(', '),
          room: incident.room ?? '',
        }),
      ]
    : [];

const factorLines = ({ postmortem }: PostmortemModel): string[][] =>
  postmortem.factors.map((factor) => factor.steps);

const actionLine = (item: ActionItem, names: PostmortemModel['names'], t: Translate): string => {
  const line = t(item.state === 'done' ? 'incident.pm.actionDone' : 'incident.pm.action', {
    code: item.code,
    text: item.text,
    owner: names.get(item.owner) ?? item.owner,
    due: item.due,
  });
  const issues = (item.tracked ?? []).flatMap(({ url }) => (url === undefined ? [] : [url]));
  return [line, ...issues].join(' · ');
};

/** How much of each part the message shows, in characters as they are written out, and lines of the timeline. */
interface Detail {
  readonly text: number;
  readonly item: number;
  readonly step: number;
  readonly shown: number;
}
/** The first that fits is taken: Slack takes so many characters over all blocks of a message together. */
const DETAILS: readonly Detail[] = [
  { text: 2_900, item: 300, step: 300, shown: 200 },
  { text: 2_900, item: 300, step: 200, shown: 40 },
  { text: 2_400, item: 300, step: 150, shown: 24 },
  { text: 1_200, item: 150, step: 120, shown: 12 },
  { text: 500, item: 70, step: 60, shown: 6 },
  { text: 200, item: 30, step: 25, shown: 3 },
];

/** The first message of the postmortem thread, updated in place while people add to it. */
export function postmortemMessage(model: PostmortemModel, t: Translate): Message {
  const title = t('incident.pm.title', { incident: named(model.incident) });
  let blocks: KnownBlock[] = [];
  for (const detail of DETAILS) {
    blocks = postmortemBlocks(model, t, detail);
    if (blocksCharacters(blocks) <= MAX_BLOCKS_CHARACTERS) break;
  }
  return { text: title, blocks };
}

function postmortemBlocks(model: PostmortemModel, t: Translate, detail: Detail): KnownBlock[] {
  const { incident, postmortem, lines, actions: items, before, names } = model;
  const { code: incidentCode } = incident;
  let isCut = false;
  /** Cut where it is longer; that something was cut is said below, with where all of it is. */
  const upTo = (text: Mrkdwn, max: number): Mrkdwn => {
    if (text.length > max) isCut = true;
    return truncate(text, max);
  };
  const part = (head: Mrkdwn, body: Mrkdwn) => section(mrkdwn`*${head}*\n${upTo(body, detail.text)}`);
  const list = (texts: readonly string[]) =>
    joined(
      texts.map((item) => mrkdwn`• ${upTo(escape(item), detail.item)}`),
      '\n',
    );
  const nothing = mrkdwn`_${t('incident.pm.nothingYet')}_`;
  const factors = factorLines(model).map((steps) =>
    joined(
      steps.map(
        (step, depth) =>
          mrkdwn`${escape('    '.repeat(depth))}${depth === 0 ? mrkdwn`•` : mrkdwn`↳`} ${upTo(escape(step), detail.step)}`,
      ),
      '\n',
    ),
  );
  const timeline = foldTimeline(model.entries, detail.shown).map((fold) => {
    if ('omitted' in fold)
      return mrkdwn`_${t('incident.pm.omitted', { count: fold.omitted, code: escape(incidentCode) })}_`;
    const { at = '', text = '' } = lines[fold.line] ?? {};
    return mrkdwn`${code(at)} ${upTo(escape(text), detail.step)}`;
  });
  const meanwhile = meanwhileLine(model, t);
  const press = (label: string, action: string, style?: 'primary') =>
    button(action, label, incident.code, style);
  const title = t('incident.pm.title', { incident: named(incident) });
  const written = (text: string | undefined): Mrkdwn => (text ? escape(text) : nothing);
  const told = [
    section(
      mrkdwn`*${title}*\n${postmortem.state === 'published' ? mrkdwn`✅ ${t('incident.pm.published')}` : t('incident.pm.draft')}`,
    ),
    part(t('incident.pm.head.summary'), escape(postmortemSummary(model, t))),
    part(t('incident.pm.head.impact'), list(impactLines(model, t))),
    ...(model.score ? [part(t('incident.pm.head.score'), list(scoreLines(model, t)))] : []),
    ...sections([
      mrkdwn`*${t('incident.pm.head.timeline')}*`,
      ...(timeline.length > 0 ? timeline : [nothing]),
      ...meanwhile.map(escape),
    ]),
    part(t('incident.pm.head.well'), written(postmortem.wentWell)),
    part(t('incident.pm.head.lucky'), written(postmortem.lucky)),
    part(t('incident.pm.head.factors'), joined(factors, '\n') || nothing),
    part(t('incident.pm.head.actions'), list(items.map((item) => actionLine(item, names, t))) || nothing),
    ...(before.length > 0
      ? [part(t('incident.pm.head.before'), list(before.map((one) => `${one.code} ${one.title}`)))]
      : []),
  ];
  const buttons =
    postmortem.state === 'draft'
      ? actions(
          [
            press(t('incident.button.write'), 'incident.write'),
            press(t('incident.button.factor'), 'incident.factor'),
            press(t('incident.button.action'), 'incident.addAction'),
            press(t('incident.button.publish'), 'incident.publish', 'primary'),
          ],
          'incident.pm',
        )
      : [];
  const rest = isCut ? [section(mrkdwn`_${t('incident.pm.rest', { code: escape(incident.code) })}_`)] : [];
  return [...told, ...rest, ...buttons];
}

/** Characters that mean something in CommonMark, and angle brackets, which HTML could hide behind. */
export const md = (text: string): string =>
  (text.includes('\n')
    ? text
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean)
        .join(' ')
    : text
  )
    .replace(/[\\`*_{}[\]<>#|~!]/g, '\\$&')
    .replace(/^(\s*)([-+=]|\d+[.)])/, '$1\\$2');

/** The whole postmortem as CommonMark. Factors are about the system: what people wrote there names nobody. */
export function markdown(model: PostmortemModel, t: Translate): string {
  const { incident, postmortem, lines, actions, before, names, zone, locale } = model;
  const bullets = (items: readonly string[]) =>
    items.length > 0 ? items.map((item) => `- ${md(item)}`).join('\n') : `- ${t('incident.pm.nothingYet')}`;
  const withoutNames = (text: string): string =>
    [...names.values()]
      .filter((name) => name.length > 2)
      .reduce((rest, name) => rest.replaceAll(name, t('incident.pm.somebody')), text);
  const factors = factorLines(model).map((steps) =>
    steps.map((step, depth) => `${'  '.repeat(depth)}- ${md(withoutNames(step))}`).join('\n'),
  );
  const paragraph = (text: string | undefined) => (text ? md(text) : t('incident.pm.nothingYet'));
  const parts: (readonly [head: string, body: string])[] = [
    [t('incident.pm.head.summary'), md(postmortemSummary(model, t))],
    [t('incident.pm.head.impact'), bullets(impactLines(model, t))],
    ...(model.score ? ([[t('incident.pm.head.score'), bullets(scoreLines(model, t))]] as const) : []),
    [
      t('incident.pm.head.timeline'),
      [bullets(lines.map(({ at, text }) => `${at} · ${text}`)), ...meanwhileLine(model, t).map(md)].join(
        '\n\n',
      ),
    ],
    [t('incident.pm.head.well'), paragraph(postmortem.wentWell)],
    [t('incident.pm.head.lucky'), paragraph(postmortem.lucky)],
    [t('incident.pm.head.factors'), factors.join('\n') || `- ${t('incident.pm.nothingYet')}`],
    [t('incident.pm.head.actions'), bullets(actions.map((item) => actionLine(item, names, t)))],
    ...(before.length > 0
      ? ([
          [
            t('incident.pm.head.before'),
            bullets(
              before.map((one) => `${one.code} ${one.title} (${longDay(one.declaredAt, zone, locale)})`),
            ),
          ],
        ] as const)
      : []),
  ];
  const head = [
    `# ${incident.drill ? 'DRILL · ' : ''}${incident.code} ${md(incident.title)}`,
    '',
    `${md(severityWords(incident.severity, t))} · ${md(kindWord(incident.kind, t))} · ${md(incident.room ?? t('incident.card.everywhere'))} · ${md(dayAndClock(incident.declaredAt, zone, locale))} (${md(zone)})`,
  ];
  return `${[...head, ...parts.flatMap(([title, body]) => ['', `## ${title}`, '', body])].join('\n')}\n`;
}
