/** Reading: open incidents, one of them, its timeline, all of them, the figures. */

import type { Button, CommandInvocation, Reply, Verb } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { illustrate } from '../../src/core/illustrate.ts';
import { plain } from '../../src/core/match.ts';
import { dayAndClock, duration } from '../../src/i18n/time.ts';
import { incidentCardMessage } from '../../src/incident/card.ts';
import { type Grouping, isCounted } from '../../src/incident/domain/figures.ts';
import { foldTimeline } from '../../src/incident/domain/fold.ts';
import type { Incident } from '../../src/incident/domain/incident.ts';
import { isPrivate, type Look, recordView } from '../../src/incident/domain/privacy.ts';
import { median, statsOf } from '../../src/incident/domain/stats.ts';
import { durationChart, durationsOf } from '../../src/incident/duration-chart.ts';
import { figureRows, figuresChart } from '../../src/incident/figures-chart.ts';
import { findIncident, pagesOf } from '../../src/incident/load.ts';
import { readModel, readTimeline } from '../../src/incident/load-postmortem.ts';
import { markdown } from '../../src/incident/postmortem-text.ts';
import { readIncidents, readPostmortem } from '../../src/incident/read.ts';
import { runbookForIncident } from '../../src/incident/runbooks.ts';
import { type Matter, readMatters, textsOf } from '../../src/incident/search.ts';
import { kindWord, named, severityWords } from '../../src/incident/words.ts';
import { section, sections } from '../../src/slack/blocks.ts';
import { code, escape, joined, type Mrkdwn, mrkdwn, truncate } from '../../src/slack/mrkdwn.ts';
import { FIGURE_HEADS, figureName, figureTables, tookText } from './figures-view.ts';
import { indexLink } from './index-link.ts';
import { codeAndText } from './parse.ts';

/** Lines of a timeline in one message; the rest is in the export. */
const SHOWN = 60;
const FOUND = 15;

type Who = Pick<CommandInvocation, 'person' | 't' | 'zone' | 'locale' | 'now'>;

/** The incident for somebody to look at; of a private one it is recorded who did. */
async function look(code: string, how: Look, { person, now }: Who, deps: Deps): Promise<Incident> {
  const { value } = await findIncident(code, person, deps);
  const seen = recordView(value, person.id, how, now);
  if (seen) await deps.store.commit(seen);
  return value;
}

const ended = ({ state, mistake }: Incident, t: Who['t']): Mrkdwn => {
  if (state !== 'resolved') return mrkdwn``;
  return mrkdwn` · ${t(mistake ? 'incident.list.mistake' : 'incident.list.resolved')}`;
};

const line = (incident: Incident, { t, zone, locale }: Who): Mrkdwn =>
  mrkdwn`• *${named(incident)}* · ${severityWords(incident.severity, t)} · ${incident.room ? escape(incident.room) : t('incident.card.everywhere')} · ${dayAndClock(incident.declaredAt, zone, locale)}${ended(incident, t)}`;

async function list(call: Who, deps: Deps): Promise<Reply> {
  const open = (await readIncidents('open', call.person, deps)).map(({ value }) => value);
  if (open.length === 0) return { text: call.t('incident.list.none') };
  return {
    text: joined(
      [
        call.t('incident.list.open', { count: open.length }),
        ...open.slice(0, 40).map((one) => line(one, call)),
      ],
      '\n',
    ),
  };
}

async function show(code: string, who: Who, deps: Deps): Promise<Reply> {
  const { t, zone, locale, now } = who;
  const value = await look(code, 'show', who, deps);
  const runbook = (await runbookForIncident(value, await pagesOf(value.code, deps), deps))?.name;
  return incidentCardMessage({ incident: value, runbook, now: now.toString(), zone, locale }, t);
}

async function timeline(incident: string, who: Who, deps: Deps): Promise<Reply> {
  const { t, zone, locale } = who;
  const value = await look(incident, 'timeline', who, deps);
  const { lines, entries } = await readTimeline(value, zone, locale, deps);
  const shown = foldTimeline(entries, SHOWN).map((fold) => {
    if ('omitted' in fold)
      return mrkdwn`_${t('incident.pm.omitted', { count: fold.omitted, code: escape(value.code) })}_`;
    const { at = '', text = '' } = lines[fold.line] ?? {};
    return mrkdwn`${code(at)} ${escape(truncate(text, 300))}`;
  });
  const head = t('incident.timelineOf', { incident: named(value), zone: escape(zone) });
  const left = lines.length - SHOWN;
  const more = left > 0 ? [t('incident.timelineMore', { count: left, code: escape(value.code) })] : [];
  return { text: head, blocks: [section(joined([mrkdwn`*${head}*`, ...more], '\n')), ...sections(shown)] };
}

async function exportOne(call: CommandInvocation, deps: Deps): Promise<Reply> {
  const [code] = codeAndText(call.text, '/incident export I2');
  const value = await look(code, 'export', call, deps);
  const postmortem = (await readPostmortem(code, call.person, deps))?.value ?? {
    incident: code,
    state: 'draft' as const,
    factors: [],
  };
  const model = await readModel(value, postmortem, call.zone, call.event.language, deps);
  return {
    file: {
      name: `${value.drill ? 'drill-' : ''}${code.toLowerCase()}.md`,
      title: `${code} ${value.title}`,
      content: markdown(model, call.t),
    },
    comment: call.t('incident.exported', { incident: named(value) }),
  };
}

/** What asks for the picture of how long each took. */
const TIMES = /^(times|duration\w*|tiempos|duraci[oó]n\w*)\b/i;

const NO_MATTER: Matter = { postmortem: undefined, items: [], facts: [] };

/** Every word must be in something that was written of it. */
async function search(call: CommandInvocation, deps: Deps): Promise<Reply> {
  const words = plain(call.text).split(' ').filter(Boolean);
  if (words.length === 0) throw new UserError('incident.searchWhat');
  const incidents = (await readIncidents('all', call.person, deps)).map(({ value }) => value);
  const matters = await readMatters(incidents, call.person, deps);
  const found = incidents.filter((one) => {
    const text = plain(
      textsOf(one, matters.get(one.code) ?? NO_MATTER, kindWord(one.kind, call.t)).join(' '),
    );
    return words.every((word) => text.includes(word));
  });
  const head = call.t('incident.found', { count: found.length, words: escape(truncate(call.text, 100)) });
  return { text: joined([head, ...found.slice(0, FOUND).map((one) => line(one, call))], '\n') };
}

async function stats(how: 'figures' | 'times', { person, t, zone, locale }: Who, deps: Deps): Promise<Reply> {
  const all = (await readIncidents('all', person, deps)).map(({ value }) => value);
  const real = all.filter(isCounted);
  const figures = statsOf(real);
  const took = (seconds: number | undefined) =>
    seconds === undefined ? mrkdwn`–` : duration(Math.round(seconds));
  const severities =
    joined(
      figures.bySeverity.map(([name, count]) => mrkdwn`${escape(name)} ${count}`),
      ', ',
    ) || mrkdwn`–`;
  const drills = all.filter(({ drill }) => drill).length;
  const text = joined(
    [
      mrkdwn`*${t('incident.stats.head', { count: figures.count, open: figures.open, drills })}*`,
      t('incident.stats.times', {
        acknowledge: took(figures.toAcknowledge),
        mitigate: took(figures.toMitigate),
        resolve: took(figures.toResolve),
      }),
      t('incident.stats.severity', { counts: severities }),
      ...figureTables(real, { t, zone, locale }),
      ...indexLink(t, deps),
    ],
    '\n',
  );
  const shown = real.filter((one) => !isPrivate(one));
  return how === 'times'
    ? await withDurations(shown.toReversed(), text, { t }, deps)
    : await withFigures(shown, text, { t, zone }, deps);
}

/** By kind, room and month as a picture; the words alone where nothing is to be seen. */
async function withFigures(
  incidents: readonly Incident[],
  text: Mrkdwn,
  { t, zone }: Pick<Who, 't' | 'zone'>,
  deps: Deps,
): Promise<Reply> {
  if (incidents.length === 0) return { text };
  const first = (by: Grouping) => {
    const [row] = figureRows(by, incidents, zone).toSorted((a, b) => b.count - a.count);
    return row ? mrkdwn`${escape(figureName(by, row, t))} (${row.count})` : mrkdwn`–`;
  };
  const title = t('incident.stats.figures');
  const finding = t('incident.stats.most', {
    count: incidents.length,
    kind: first('kind'),
    room: first('room'),
    month: first('month'),
  });
  const drawing = figuresChart(incidents, zone, {
    title,
    below: finding,
    sev1: 'SEV1',
    others: t('incident.stats.others'),
    heading: (by) => t(FIGURE_HEADS[by]),
    name: (by, row) => figureName(by, row, t),
    figure: (row) => `${row.count} · ${tookText(row.lasted)}`,
  });
  const file = { name: 'incidents.png', title, alt: `${title}. ${finding}` };
  return await illustrate(drawing, file, joined([text, finding], '\n'), { t }, deps);
}

/** How long each took, as a picture; the words alone where nothing is over yet. */
async function withDurations(
  incidents: readonly Incident[],
  text: Mrkdwn,
  { t }: Pick<Who, 't'>,
  deps: Deps,
): Promise<Reply> {
  const over = durationsOf(incidents);
  const longest = over.toSorted((a, b) => b.resolved - a.resolved)[0];
  if (!longest) return { text };
  const length = (minutes: number) => duration(Math.round(minutes) * 60);
  const middle = length(median(over.map(({ resolved }) => resolved)) ?? 0);
  const title = t('incident.stats.title');
  const finding = t('incident.stats.finding', {
    count: over.length,
    median: middle,
    longest: length(longest.resolved),
    code: escape(longest.code),
  });
  const drawing = durationChart(over, {
    title,
    below: finding,
    mitigated: t('incident.stats.mitigated'),
    resolved: t('incident.stats.resolved'),
    median: t('incident.stats.median', { time: middle }),
    length,
  });
  const file = { name: 'incident-times.png', title, alt: `${title}. ${finding}` };
  return await illustrate(drawing, file, joined([text, finding], '\n'), { t }, deps);
}

export const reportVerbs: Readonly<Record<string, Verb>> = {
  '': { usage: { '': 'incident.usage.list' }, run: list },
  show: {
    usage: { 'show I2': 'incident.usage.show' },
    run: (call, deps) => show(codeAndText(call.text, '/incident show I2')[0], call, deps),
  },
  timeline: {
    usage: { 'timeline I2': 'incident.usage.timeline' },
    run: (call, deps) => timeline(codeAndText(call.text, '/incident timeline I2')[0], call, deps),
  },
  export: { usage: { 'export I2': 'incident.usage.export' }, run: exportOne },
  search: { usage: { 'search WORDS': 'incident.usage.search' }, run: search },
  stats: {
    usage: { stats: 'incident.usage.stats', 'stats times': 'incident.usage.statsTimes' },
    run: (call, deps) => stats(TIMES.test(call.text) ? 'times' : 'figures', call, deps),
  },
};

export const reportButtons: Readonly<Record<string, Button>> = {
  'incident.timeline': { run: (click, deps) => timeline(click.value, click, deps) },
  'incident.show': { run: (click, deps) => show(click.value, click, deps) },
};
