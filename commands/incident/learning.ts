/** Learning from all of them: the index of the postmortems, and what contributed, over all incidents. */
import type { Button, Reply, RequestContext, Verb } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { longDay } from '../../src/i18n/time.ts';
import { type FactorGroup, groupFactors } from '../../src/incident/domain/factors.ts';
import { isCounted } from '../../src/incident/domain/figures.ts';
import type { Incident } from '../../src/incident/domain/incident.ts';
import type { Postmortem } from '../../src/incident/domain/postmortem.ts';
import { readIncidents, readPostmortems } from '../../src/incident/read.ts';
import { kindWord, named, severityWords } from '../../src/incident/words.ts';
import { actions, button, context, section, sections } from '../../src/slack/blocks.ts';
import { bold, escape, joined, link, type Mrkdwn, mrkdwn, truncate } from '../../src/slack/mrkdwn.ts';

import { indexLink } from './index-link.ts';

type Who = Pick<RequestContext, 'person' | 't' | 'zone' | 'locale'>;

const PER_PAGE = 10;
/** Of each step of a factor, in characters. */
const MAX_STEP = 300;

interface Known {
  readonly incident: Incident;
  readonly postmortem: Postmortem;
}

/** What this person may know of, the latest first; what was declared by mistake has none. */
async function knownTo({ person }: Who, deps: Deps): Promise<Known[]> {
  const [incidents, postmortems] = await Promise.all([
    readIncidents('all', person, deps),
    readPostmortems(person, deps),
  ]);
  const written = new Map(postmortems.map(({ id, value }) => [id, value]));
  return incidents.flatMap(({ value: incident }) => {
    const postmortem = written.get(incident.code);
    return postmortem && !incident.mistake ? [{ incident, postmortem }] : [];
  });
}

/** The numbers of a page, and `More` where there is another one. */
function paged<T>(all: readonly T[], page: number, action: string, t: Who['t']) {
  const from = Math.max(0, page) * PER_PAGE;
  return {
    shown: all.slice(from, from + PER_PAGE),
    more:
      all.length > from + PER_PAGE
        ? actions([button(action, t('incident.button.more'), String(page + 1))])
        : [],
  };
}

async function line({ incident, postmortem }: Known, { t, zone, locale }: Who, deps: Deps): Promise<Mrkdwn> {
  const place = postmortem.post ?? postmortem.thread;
  const url = place && (await deps.chat.permalink(place).catch(() => undefined));
  const state = t(postmortem.state === 'published' ? 'incident.pm.statePublished' : 'incident.pm.stateDraft');
  const words = [
    severityWords(incident.severity, t),
    kindWord(incident.kind, t),
    incident.room === undefined ? t('incident.card.everywhere') : escape(incident.room),
    longDay(incident.declaredAt, zone, locale),
    state,
    ...(url === undefined ? [] : [link(url, t('incident.pm.read'))]),
  ];
  return mrkdwn`• *${named(incident)}*\n    ${joined(words, ' · ')}`;
}

async function index(page: number, who: Who, deps: Deps): Promise<Reply> {
  const all = await knownTo(who, deps);
  if (all.length === 0) return { text: who.t('incident.pm.noneYet') };
  const { shown, more } = paged(all, page, 'incident.more-postmortems', who.t);
  const head = who.t('incident.pm.list', { count: all.length });
  const asPage = indexLink(who.t, deps).map((line) => context(line));
  const lines = await Promise.all(shown.map((one) => line(one, who, deps)));
  return {
    text: joined([head, ...lines], '\n'),
    blocks: [section(head), ...sections(lines), ...asPage, ...more],
  };
}

/** As in the file of a postmortem, factors are about the system and name nobody. */
async function withoutNames({ directory }: Deps, t: Who['t']): Promise<(text: string) => string> {
  const people = (await directory.all()).map(({ name }) => name).filter((name) => name.length > 2);
  const somebody = t('incident.pm.somebody');
  return (text) => people.reduce((rest, name) => rest.replaceAll(name, somebody), text);
}

function groupLines(group: FactorGroup, nameless: (text: string) => string, t: Who['t']): Mrkdwn {
  const each = group.factors.map(({ incident, steps }) =>
    joined(
      steps.map((step, depth) => {
        const said = escape(truncate(nameless(step), MAX_STEP));
        return depth === 0
          ? mrkdwn`• ${bold(incident)} ${said}`
          : mrkdwn`${escape('    '.repeat(depth))}↳ ${said}`;
      }),
      '\n',
    ),
  );
  const head =
    group.incidents.length > 1
      ? [
          t('incident.factors.again', {
            count: group.incidents.length,
            incidents: escape(group.incidents.join(', ')),
            words: escape(group.words.slice(0, 6).join(', ')),
          }),
        ]
      : [];
  return joined([...head, ...each], '\n');
}

async function factors(page: number, who: Who, deps: Deps): Promise<Reply> {
  const known = (await knownTo(who, deps)).filter(({ incident }) => isCounted(incident));
  const all = known.flatMap(({ incident, postmortem }) =>
    postmortem.factors.map(({ steps }) => ({ incident: incident.code, steps })),
  );
  if (all.length === 0) return { text: who.t('incident.factors.none') };
  const nameless = await withoutNames(deps, who.t);
  const { shown, more } = paged(groupFactors(all), page, 'incident.more-factors', who.t);
  const incidents = new Set(all.map(({ incident }) => incident)).size;
  const head = who.t('incident.factors.head', { count: all.length, incidents });
  const lines = shown.map((group) => groupLines(group, nameless, who.t));
  return { text: head, blocks: [section(head), ...sections(lines), ...more] };
}

export const learningVerbs: Readonly<Record<string, Verb>> = {
  postmortems: {
    usage: { postmortems: 'incident.usage.postmortems' },
    run: (call, deps) => index(0, call, deps),
  },
  factors: { usage: { factors: 'incident.usage.factors' }, run: (call, deps) => factors(0, call, deps) },
};

const pressedPage = (value: string): number => Number(value) || 0;

export const learningButtons: Readonly<Record<string, Button>> = {
  'incident.more-postmortems': { run: (click, deps) => index(pressedPage(click.value), click, deps) },
  'incident.more-factors': { run: (click, deps) => factors(pressedPage(click.value), click, deps) },
};
