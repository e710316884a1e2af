/** What is looked at before a postmortem goes to everybody: what is still empty, and words that point at a person. Pure. */
import { createHash } from 'node:crypto';
import type { PlainKey, Translate } from '../i18n/index.ts';
import { escape, type Mrkdwn, truncate } from '../slack/mrkdwn.ts';
import { blameIn, type Reason } from './domain/blameless.ts';
import { markdown, type PostmortemModel } from './postmortem-text.ts';

const SUGGESTION: Readonly<Record<Reason, PlainKey>> = {
  insult: 'incident.blame.insult',
  carelessness: 'incident.blame.carelessness',
  fault: 'incident.blame.fault',
  'should-have': 'incident.blame.shouldHave',
  'failed-to': 'incident.blame.failedTo',
  forgot: 'incident.blame.forgot',
  'error-as-cause': 'incident.blame.errorAsCause',
  'always-never': 'incident.blame.alwaysNever',
  who: 'incident.blame.who',
};

export const suggestionFor = (reason: Reason, t: Translate): Mrkdwn => t(SUGGESTION[reason]);

/** The parts that nobody has written, by the words of their heads. */
export function emptyParts({ postmortem, actions }: PostmortemModel, t: Translate): Mrkdwn[] {
  const parts: readonly (readonly [head: PlainKey, isEmpty: boolean])[] = [
    ['incident.pm.head.summary', !postmortem.summary],
    ['incident.pm.head.well', !postmortem.wentWell],
    ['incident.pm.head.lucky', !postmortem.lucky],
    ['incident.pm.head.factors', postmortem.factors.length === 0],
    ['incident.pm.head.actions', actions.length === 0],
  ];
  return parts.filter(([, isEmpty]) => isEmpty).map(([head]) => t(head));
}

export interface BlameAt {
  readonly where: Mrkdwn;
  readonly words: string;
  readonly reason: Reason;
}

/** In every text that goes out: the title, the timeline with its notes and updates, and what people wrote. */
export function blameInAll(model: PostmortemModel, t: Translate): BlameAt[] {
  const { incident, postmortem, lines, actions } = model;
  const texts: readonly (readonly [where: Mrkdwn, text: string | undefined])[] = [
    [t('incident.pm.where.title'), incident.title],
    ...lines.map(({ at, text }) => [t('incident.pm.where.line', { at: escape(at) }), text] as const),
    [t('incident.pm.head.summary'), postmortem.summary],
    [t('incident.pm.head.well'), postmortem.wentWell],
    [t('incident.pm.head.lucky'), postmortem.lucky],
    ...postmortem.factors.map(({ steps }) => [t('incident.pm.head.factors'), steps.join('\n')] as const),
    ...actions.map(({ code, text }) => [escape(code), text] as const),
  ];
  return texts.flatMap(([where, text = '']) => blameIn(text).map((found) => ({ where, ...found })));
}

const MAX_SHOWN = 8;

/** What was found, for whoever is about to publish; it never forbids. */
export function foundBeforePublishing(model: PostmortemModel, t: Translate): Mrkdwn[] {
  const empty = emptyParts(model, t);
  const blame = blameInAll(model, t);
  if (empty.length === 0 && blame.length === 0) return [t('incident.pm.nothingFound')];
  const shown = blame.slice(0, MAX_SHOWN).map(({ where, words, reason }) =>
    t('incident.pm.blameIn', {
      where,
      words: escape(truncate(words, 60)),
      suggestion: suggestionFor(reason, t),
    }),
  );
  return [
    ...(empty.length > 0 ? [t('incident.pm.stillEmpty', { parts: escape(empty.join(', ')) })] : []),
    ...(shown.length > 0 ? [t('incident.pm.pointAtPeople'), ...shown] : []),
    ...(blame.length > MAX_SHOWN ? [t('incident.pm.blameMore', { count: blame.length - MAX_SHOWN })] : []),
  ];
}

/** Names what was looked at: whoever presses later publishes that, or is asked anew. */
export const fingerprintOf = (model: PostmortemModel, t: Translate): string =>
  createHash('sha256').update(markdown(model, t)).digest('hex').slice(0, 16);
