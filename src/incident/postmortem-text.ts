/** The postmortem as people read it: the thread's message, and a Markdown file (CommonMark). Pure. */

import type { Message } from '../core/ports/chat.ts';
import type { Locale, Translate } from '../i18n/index.ts';
import { dayAndClock, duration, longDay } from '../i18n/time.ts';
import { actions, button, section } from '../slack/blocks.ts';
import { code, escape, joined, mrkdwn, truncate } from '../slack/mrkdwn.ts';
import type { ActionItem } from './domain/action.ts';
import type { Impact } from './domain/impact.ts';
import type { Incident } from './domain/incident.ts';
import type { Postmortem } from './domain/postmortem.ts';
import type { Score } from './domain/score.ts';
import type { Line } from './lines.ts';
import { kindWord, named, severityWords } from './words.ts';

export interface PostmortemModel {
  readonly incident: Incident;
  readonly postmortem: Postmortem;
  readonly impact: Impact;
  readonly lines: readonly Line[];
  /** Only of a drill. */
  readonly score?: Score;
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
  return t('incident.pm.summary', {
    title: incident.title,
    room: incident.room ?? t('incident.card.everywhere'),
    duration: impact.toResolve === undefined ? '–' : duration(impact.toResolve),
    sessions: impact.sessions.length,
    minutes: impact.minutesLost,
  });
}

const took = (seconds: number | undefined): string => (seconds === undefined ? '–' : duration(seconds));

function impactLines({ impact }: PostmortemModel, t: Translate): string[] {
  const hit = impact.sessions.map((one) => {
    const how = {
      cancelled: 'incident.pm.cancelled',
      delayed: 'incident.pm.delayed',
      interrupted: 'incident.pm.interrupted',
    } as const;
    return t(how[one.how], { code: one.code, title: one.title, minutes: one.minutes });
  });
  return [
    t('incident.pm.sessions', { count: impact.sessions.length, minutes: impact.minutesLost }),
    ...hit,
    t('incident.pm.paged', { count: impact.paged.length }),
    t('incident.pm.times', {
      acknowledge: took(impact.toAcknowledge),
      mitigate: took(impact.toMitigate),
      resolve: took(impact.toResolve),
    }),
  ];
}

/** Whom a drill reached, and what did not work. */
function scoreLines({ score, names }: PostmortemModel, t: Translate): string[] {
  if (!score) return [];
  const people = (ids: readonly string[]) => ids.map((id) => names.get(id) ?? id).join(', ') || '–';
  const failures = score.failures.map(({ channel, code, count }) =>
    t('incident.pm.failure', { channel, code, count }),
  );
  return [
    t('incident.pm.reached', { people: people(score.reached) }),
    ...(score.missed.length > 0 ? [t('incident.pm.missed', { people: people(score.missed) })] : []),
    ...(failures.length > 0 ? failures : [t('incident.pm.noFailures')]),
  ];
}

const factorLines = ({ postmortem }: PostmortemModel): string[][] =>
  postmortem.factors.map((factor) => factor.steps);

const actionLine = (item: ActionItem, names: PostmortemModel['names'], t: Translate): string =>
  t(item.state === 'done' ? 'incident.pm.actionDone' : 'incident.pm.action', {
    code: item.code,
    text: item.text,
    owner: names.get(item.owner) ?? item.owner,
    due: item.due,
  });

const SHOWN = 12;

/** The first message of the postmortem thread, updated in place while people add to it. */
export function postmortemMessage(model: PostmortemModel, t: Translate): Message {
  const { incident, postmortem, lines, actions: items, before, names } = model;
  const list = (texts: readonly string[]) =>
    joined(
      texts.map((item) => mrkdwn`• ${escape(truncate(item, 300))}`),
      '\n',
    );
  const nothing = mrkdwn`_${t('incident.pm.nothingYet')}_`;
  const factors = factorLines(model).map((steps) =>
    joined(
      steps.map(
        (step, depth) =>
          mrkdwn`${escape('    '.repeat(depth))}${depth === 0 ? mrkdwn`•` : mrkdwn`↳`} ${escape(truncate(step, 200))}`,
      ),
      '\n',
    ),
  );
  const last = lines.slice(-SHOWN).map(({ at, text }) => mrkdwn`${code(at)} ${escape(truncate(text, 200))}`);
  const press = (label: string, action: string, style?: 'primary') =>
    button(action, label, incident.code, style);
  const title = t('incident.pm.title', { incident: named(incident) });
  return {
    text: title,
    blocks: [
      section(
        mrkdwn`*${title}*\n${postmortem.state === 'published' ? mrkdwn`✅ ${t('incident.pm.published')}` : t('incident.pm.draft')}`,
      ),
      section(mrkdwn`*${t('incident.pm.head.summary')}*\n${escape(postmortemSummary(model, t))}`),
      section(mrkdwn`*${t('incident.pm.head.impact')}*\n${list(impactLines(model, t))}`),
      ...(model.score
        ? [section(mrkdwn`*${t('incident.pm.head.score')}*\n${list(scoreLines(model, t))}`)]
        : []),
      section(mrkdwn`*${t('incident.pm.head.timeline')}*\n${joined(last, '\n') || nothing}`),
      section(
        mrkdwn`*${t('incident.pm.head.well')}*\n${postmortem.wentWell ? escape(postmortem.wentWell) : nothing}`,
      ),
      section(
        mrkdwn`*${t('incident.pm.head.lucky')}*\n${postmortem.lucky ? escape(postmortem.lucky) : nothing}`,
      ),
      section(mrkdwn`*${t('incident.pm.head.factors')}*\n${joined(factors, '\n') || nothing}`),
      section(
        mrkdwn`*${t('incident.pm.head.actions')}*\n${list(items.map((item) => actionLine(item, names, t))) || nothing}`,
      ),
      ...(before.length > 0
        ? [
            section(
              mrkdwn`*${t('incident.pm.head.before')}*\n${list(before.map((one) => `${one.code} ${one.title}`))}`,
            ),
          ]
        : []),
      ...(postmortem.state === 'draft'
        ? actions(
            [
              press(t('incident.button.write'), 'incident.write'),
              press(t('incident.button.factor'), 'incident.factor'),
              press(t('incident.button.action'), 'incident.addAction'),
              press(t('incident.button.publish'), 'incident.publish', 'primary'),
            ],
            'incident.pm',
          )
        : []),
    ],
  };
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
    [t('incident.pm.head.timeline'), bullets(lines.map(({ at, text }) => `${at} · ${text}`))],
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
