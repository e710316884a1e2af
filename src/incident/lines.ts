/** One line of a timeline for each fact: what happened, in plain words. Pure. */

import { z } from 'zod';
import { ChangeHow, ChangeWord } from '../agenda/domain/facts.ts';
import { machineName } from '../core/commit.ts';
import type { Locale, Translate } from '../i18n/index.ts';
import { clock, date, dayAndClock, duration } from '../i18n/time.ts';
import { providerName } from '../page/words.ts';
import { withoutMarks } from '../slack/mrkdwn.ts';
import { RoleName, Severity } from './domain/incident.ts';
import { NudgeName } from './domain/jobs.ts';
import type { Entry } from './domain/timeline.ts';
import { remedyWhy } from './remedy-message.ts';
import { roleWord, severityWords } from './words.ts';

export interface LineContext {
  readonly t: Translate;
  readonly zone: string;
  readonly locale: Locale;
  readonly names: ReadonlyMap<string, string>;
}

export interface Line {
  /** Clock time in the event's zone. */
  readonly at: string;
  /** Not escaped: Slack and Markdown each do it their way. */
  readonly text: string;
}

type Data = Readonly<Record<string, unknown>>;

const word = (data: Data, field: string): string => {
  const value = data[field];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
};

const list = (data: Data, field: string): string[] => {
  const value = data[field];
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
};

const took = (data: Data): string => duration(Number(data['seconds'] ?? 0));

/** By the fact's name; a fact without a line of its own is named as it is, never dropped. */
type Say = (data: Data, by: string, context: LineContext, text: string) => string;

/** A machine by its name alone. */
const who = (id: string, { names }: LineContext): string => names.get(id) ?? machineName(id);

const named = (data: Data, field: string, context: LineContext): string =>
  list(data, field)
    .map((id) => who(id, context))
    .join(', ') || '–';

const LINES: Readonly<Record<string, Say>> = {
  'incident.declared': (data, by, { t }) => t('incident.line.declared', { by, title: word(data, 'title') }),
  'incident.role-taken': (data, _by, context) =>
    context.t('incident.line.role', {
      person: who(word(data, 'person'), context),
      role: roleWord(RoleName.parse(data['role']), context.t),
    }),
  'incident.severity-set': (data, by, { t }) =>
    t('incident.line.severity', { by, severity: severityWords(Severity.parse(data['severity']), t) }),
  'incident.updated': (data, by, { t }) => t('incident.line.update', { by, text: word(data, 'text') }),
  'incident.noted': (data, by, { t }) => t('incident.line.note', { by, text: word(data, 'text') }),
  'incident.message-marked': (data, _by, context, text) =>
    context.t('incident.line.note', { by: who(word(data, 'author'), context), text }),
  'incident.mitigated': (data, by, { t }) => t('incident.line.mitigated', { by, took: took(data) }),
  'incident.resolved': (data, by, { t }) => {
    const said = { by, took: took(data), text: word(data, 'text') };
    if (data['mistake'])
      return `${t('incident.line.mistake', { by })}${said.text === '' ? '' : `: ${said.text}`}`;
    return t(said.text === '' ? 'incident.line.resolved' : 'incident.line.resolvedWith', said);
  },
  'incident.renamed': (data, by, { t }) =>
    t('incident.line.renamed', { by, title: word(data, 'title'), before: word(data, 'before') }),
  'incident.made-private': (data, by, context) =>
    context.t('incident.line.madePrivate', { by, people: named(data, 'responders', context) }),
  'incident.made-public': (_data, by, { t }) => t('incident.line.madePublic', { by }),
  'incident.responders-changed': (data, by, context) =>
    list(data, 'added').length > 0
      ? context.t('incident.line.respondersAdded', { by, people: named(data, 'added', context) })
      : context.t('incident.line.respondersRemoved', { by, people: named(data, 'removed', context) }),
  'incident.viewed': (_data, by, { t }) => t('incident.line.viewed', { by }),
  'incident.reopened': (_data, by, { t }) => t('incident.line.reopened', { by }),
  'incident.nudged': (data, _by, { t }) =>
    t('incident.line.nudged', { what: t(`incident.nudgeWord.${NudgeName.parse(data['what'])}`) }),
  'page.opened': (data, by, { t }) =>
    t('incident.line.paged', { by, page: word(data, 'page'), message: word(data, 'message') }),
  'page.stepped': (data, _by, context) =>
    context.t('incident.line.stepped', {
      page: word(data, 'page'),
      people: named(data, 'people', context),
    }),
  'page.acknowledged': (data, by, { t }) =>
    t('incident.line.acknowledged', { by, page: word(data, 'page'), took: took(data) }),
  'page.taken-over': (data, by, context) =>
    context.t('incident.line.takenOver', {
      by,
      page: word(data, 'page'),
      from: who(word(data, 'from'), context),
    }),
  'page.duty-changed': (data, _by, context) =>
    context.t('incident.line.dutyChanged', {
      page: word(data, 'page'),
      on: named(data, 'on', context),
      off: named(data, 'off', context),
    }),
  'page.escalated': (data, by, { t }) => t('incident.line.escalated', { by, page: word(data, 'page') }),
  'notification.rerouted': (data, _by, context) =>
    context.t('incident.line.rerouted', {
      page: word(data, 'page'),
      person: who(word(data, 'person'), context),
      from: providerName(word(data, 'from')),
      code: word(data, 'code'),
      to: providerName(word(data, 'to')),
    }),
  'page.gave-up': (data, _by, { t }) => t('incident.line.gaveUp', { page: word(data, 'page') }),
  'page.resolved': (data, by, { t }) => t('incident.line.pageResolved', { by, page: word(data, 'page') }),
  'page.noted': (data, by, { t }) => t('incident.line.note', { by, text: word(data, 'text') }),
  'drill.step': (data, _by, { t }) => t('incident.line.drillStep', { text: word(data, 'text') }),
  'drill.ended': (_data, _by, { t }) => t('incident.line.drillEnded'),
  'remedy.asked': (data, by, { t }) =>
    t(data['needs'] === 'keys' ? 'incident.line.remedyAskedKeys' : 'incident.line.remedyAsked', {
      by,
      title: word(data, 'title'),
    }),
  'remedy.confirmed': (data, by, { t }) =>
    t('incident.line.remedyConfirmed', { by, title: word(data, 'title') }),
  'remedy.started': (data, by, { t }) =>
    data['after'] === undefined
      ? t('incident.line.remedyStarted', { by, title: word(data, 'title') })
      : t('incident.line.remedySetOff', { title: word(data, 'title'), after: word(data, 'after') }),
  'remedy.done': (data, _by, { t }) =>
    t(data['readBack'] === true ? 'incident.line.remedyDone' : 'incident.line.remedyAnswered', {
      title: word(data, 'title'),
      took: took(data),
    }),
  'remedy.failed': (data, _by, { t }) =>
    t('incident.line.remedyFailed', {
      title: word(data, 'title'),
      took: took(data),
      why: withoutMarks(remedyWhy(word(data, 'outcome'), t)),
    }),
  'remedy.stopped': (data, _by, { t }) => t('incident.line.remedyStopped', { title: word(data, 'title') }),
  'session.changed': (data, by, { t }) =>
    t('incident.line.session', {
      by,
      code: word(data, 'session'),
      title: word(data, 'title'),
      what: z
        .array(ChangeWord)
        .parse(data['what'])
        .map((one) => t(`agenda.word.${one}`))
        .join(', '),
    }),
  'session.started': (data, by, { t, zone, locale }) =>
    t('incident.line.sessionStarted', {
      ...{ by, code: word(data, 'session') },
      time: clock(word(data, 'start'), zone, locale),
      planned: clock(word(data, 'planned'), zone, locale),
    }),
  'session.ended': (data, by, { t, zone, locale }) =>
    t('incident.line.sessionEnded', {
      ...{ by, code: word(data, 'session') },
      time: clock(word(data, 'end'), zone, locale),
      planned: clock(word(data, 'planned'), zone, locale),
    }),
  'session.clock-undone': (data, by, { t }) =>
    t(data['what'] === 'start' ? 'incident.line.startUndone' : 'incident.line.endUndone', {
      ...{ by, codes: z.array(z.string()).parse(data['sessions']).join(', ') },
    }),
  'agenda.changed': (data, by, { t }) =>
    t('incident.line.agenda', { by, how: t(`agenda.how.${ChangeHow.parse(data['how'])}`) }),
  'runbook.started': (data, by, { t }) =>
    t('incident.line.runbookStarted', { by, runbook: word(data, 'runbook') }),
  'runbook.ticked': (data, by, { t }) => {
    const said = { by, runbook: word(data, 'runbook'), step: word(data, 'step'), text: word(data, 'text') };
    const answer = word(data, 'answer');
    return answer === '' ? t('incident.line.ticked', said) : t('incident.line.answered', { ...said, answer });
  },
  'runbook.unticked': (data, by, { t }) =>
    t('incident.line.unticked', {
      by,
      runbook: word(data, 'runbook'),
      step: word(data, 'step'),
      text: word(data, 'text'),
    }),
  'postmortem.started': (_data, _by, { t }) => t('incident.line.postmortem'),
  'postmortem.published': (_data, by, { t }) => t('incident.line.published', { by }),
  'action.added': (data, _by, context) =>
    context.t('incident.line.action', {
      code: word(data, 'action'),
      owner: who(word(data, 'owner'), context),
      text: word(data, 'text'),
    }),
  'action.done': (data, by, { t }) => t('incident.line.actionDone', { by, code: word(data, 'action') }),
  'action.tracked': (data, _by, { t }) =>
    t('incident.line.tracked', { code: word(data, 'action'), tracker: word(data, 'tracker') }),
  'action.snoozed': (data, by, { t, locale }) =>
    t('incident.line.actionSnoozed', {
      by,
      code: word(data, 'action'),
      due: date(word(data, 'due'), locale),
    }),
};

/** Lines of one day show the clock alone; those of another day their day too. */
export function timelineLines(entries: readonly Entry[], context: LineContext): Line[] {
  const { zone, locale } = context;
  const first = entries[0];
  const day = (entry: Entry) => entry.fact.at.toZonedDateTimeISO(zone).toPlainDate().toString();
  return entries.map((entry) => {
    const { fact, text = '' } = entry;
    const data = (typeof fact.data === 'object' && fact.data !== null ? fact.data : {}) as Data;
    const say = LINES[fact.name];
    const by = who(fact.by, context);
    const sameDay = first !== undefined && day(entry) === day(first);
    return {
      at: sameDay ? clock(fact.at, zone, locale) : dayAndClock(fact.at, zone, locale),
      text: say ? say(data, by, context, text) : fact.name,
    };
  });
}

/** Everybody whom a line may name. */
export const peopleIn = (entries: readonly Entry[]): string[] =>
  entries
    .flatMap(({ fact }) => {
      const data = (typeof fact.data === 'object' && fact.data !== null ? fact.data : {}) as Data;
      return [
        fact.by,
        word(data, 'person'),
        word(data, 'author'),
        word(data, 'owner'),
        word(data, 'from'),
        ...list(data, 'people'),
        ...list(data, 'on'),
        ...list(data, 'off'),
        ...list(data, 'responders'),
        ...list(data, 'added'),
        ...list(data, 'removed'),
      ];
    })
    .filter(Boolean);
