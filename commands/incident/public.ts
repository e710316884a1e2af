/** `/incident public I2`: a private incident is for everybody from now on. One question says what would be seen. */
import type { Button, CommandInvocation, Reply, RequestContext, Verb } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { makePublic, mayDecide } from '../../src/incident/domain/decide.ts';
import { type Incident, incidentCardDocument, PRIVATE_KINDS } from '../../src/incident/domain/incident.ts';
import { isPrivate } from '../../src/incident/domain/privacy.ts';
import { findIncident, pagesOf } from '../../src/incident/load.ts';
import { readTimeline } from '../../src/incident/load-postmortem.ts';
import { readActions, readPostmortem } from '../../src/incident/read.ts';
import { kindWord, quotedName, severityWords } from '../../src/incident/words.ts';
import { actions, button, section } from '../../src/slack/blocks.ts';
import { code as asCode, escape, joined, type Mrkdwn, mrkdwn } from '../../src/slack/mrkdwn.ts';
import { changeIncident } from './change.ts';
import { codeAndText } from './parse.ts';

type Who = Pick<RequestContext, 'person' | 'event' | 't' | 'zone' | 'locale'>;

/**
 * @param incident - a private one that this person sees
 * @throws {UserError} where it is for others to decide
 */
export function requireDecider(incident: Incident, { person, event }: Pick<Who, 'person' | 'event'>): void {
  if (!mayDecide(incident, person.id, event.organizers))
    throw new UserError('incident.private.notYours', { code: escape(incident.code) });
}

const listed = (codes: readonly string[]): Mrkdwn => joined(codes.map(asCode), ', ');

/** What others would see, a line each. */
async function seen(incident: Incident, { person, t, zone, locale }: Who, deps: Deps): Promise<Mrkdwn[]> {
  const [pages, items, postmortem, { lines }] = await Promise.all([
    pagesOf(incident.code, deps),
    readActions(`incident:${incident.code}`, person, deps),
    readPostmortem(incident.code, person, deps),
    readTimeline(incident, zone, locale, deps),
  ]);
  return [
    t('incident.public.card', {
      kind: kindWord(incident.kind, t),
      severity: severityWords(incident.severity, t),
      room: incident.room === undefined ? t('incident.card.everywhere') : escape(incident.room),
    }),
    t('incident.public.timeline', { count: lines.length }),
    ...(postmortem ? [t('incident.public.postmortem')] : []),
    ...(items.length > 0
      ? [t('incident.public.actions', { codes: listed(items.map(({ item }) => item.id)) })]
      : []),
    ...(pages.length > 0
      ? [t('incident.public.pages', { codes: listed(pages.map(({ code }) => code)) })]
      : []),
  ];
}

/** The question, with what others would see. */
export async function askPublic(typed: string, who: Who, deps: Deps): Promise<Reply> {
  const { person, t } = who;
  const { value } = await findIncident(typed, person, deps);
  if (!isPrivate(value)) throw new UserError('incident.private.notPrivate', { code: escape(value.code) });
  requireDecider(value, who);
  const ask = t('incident.public.ask', { incident: quotedName(value, t) });
  const lines = (await seen(value, who, deps)).map((line) => mrkdwn`• ${line}`);
  const about = PRIVATE_KINDS.has(value.kind)
    ? [t('incident.public.kind', { kind: kindWord(value.kind, t) })]
    : [];
  return {
    text: ask,
    blocks: [
      section(joined([ask, ...lines, t('incident.public.stays'), ...about], '\n')),
      ...actions([button('incident.public', t('incident.public.yes'), value.code, 'danger')]),
    ],
  };
}

export const publicVerbs: Readonly<Record<string, Verb>> = {
  public: {
    usage: { 'public I2': 'incident.usage.public' },
    run: (call: CommandInvocation, deps) =>
      askPublic(codeAndText(call.text, '/incident public I2')[0], call, deps),
  },
};

export const publicButtons: Readonly<Record<string, Button>> = {
  'incident.public': {
    async run(click, deps) {
      const { value, person, now, t } = click;
      const before = await changeIncident(value, person, deps, async (read) => {
        if (!isPrivate(read.value)) return {};
        requireDecider(read.value, click);
        const [card, postmortem] = await Promise.all([
          deps.store.get(incidentCardDocument, read.id),
          readPostmortem(read.id, person, deps),
        ]);
        return makePublic(read, card, postmortem, person.id, now);
      });
      return { replace: { text: t('incident.public.done', { incident: quotedName(before, t) }) } };
    },
  },
};
