/** A page's card: what is true now, and only the buttons that still mean something. Pure. */

import type { Button, KnownBlock } from '@slack/types';
import { Temporal } from 'temporal-polyfill';
import type { ChatState } from '../callboard/domain/chat-state.ts';
import { instant } from '../core/instant.ts';
import type { Message } from '../core/ports/chat.ts';
import type { Language } from '../i18n/index.ts';
import { clockFrom, nthTime } from '../i18n/time.ts';
import { runbookId } from '../incident/domain/runbook.ts';
import { type CardRemedies, offeredRemedies, runLines } from '../incident/remedy-message.ts';
import { actions, button, context, section } from '../slack/blocks.ts';
import { bold, escape, inert, joined, link, type Mrkdwn, mrkdwn, quotation } from '../slack/mrkdwn.ts';
import { troubleLines } from './card-trouble.ts';
import { isFinal, type Notification } from './domain/notification.ts';
import { isConfidential, type Page, type Ran } from './domain/page.ts';
import { stepAt } from './domain/policy.ts';
import { allQuietUntil } from './domain/quiet-hours.ts';
import {
  asideText,
  authorOf,
  channelName,
  failureText,
  type Names,
  peopleText,
  personText,
  providerName,
  stepText,
  targetText,
} from './words.ts';

export interface CardModel {
  readonly page: Page;
  readonly notifications: ReadonlyMap<string, Notification>;
  readonly names: Names;
  readonly zone: string;
  /** Milliseconds since 1970, by the clock. */
  readonly now: number;
  /** The address of the card of the incident that it is part of. */
  readonly incidentUrl?: string | undefined;
  /** Slack's last outage. */
  readonly chat?: ChatState | undefined;
  /** Nobody sends pages at the moment. */
  readonly unsent?: boolean;
  /** The name of the runbook that fits. */
  readonly runbook?: string | undefined;
  readonly remedies?: CardRemedies;
  readonly notes?: readonly { readonly by: string; readonly text: string }[];
}

const time = (at: string, { zone, now }: CardModel, { locale }: Language) => clockFrom(at, now, zone, locale);

/** Whoever answers these ways need not be where the card is seen. */
const FROM_AFAR: ReadonlySet<string> = new Set(['sms', 'voice', 'push', 'ntfy']);

/** The one line that matters: what is true now. */
export function stateText(model: CardModel, language: Language): Mrkdwn {
  const { page, names } = model;
  const { t } = language;
  const { resolved, acknowledged } = page;
  if (page.state === 'resolved' && resolved) {
    const said = { who: personText(resolved.by, names), time: time(resolved.at, model, language) };
    return mrkdwn`:white_check_mark: ${t('page.state.resolved', said)}${resolved.note ? mrkdwn`: ${inert(resolved.note)}` : ''}`;
  }
  if (page.state === 'acknowledged' && acknowledged) {
    const via = acknowledged.via;
    const how = FROM_AFAR.has(via) ? mrkdwn` (${channelName(via, t)})` : mrkdwn``;
    const said = { who: personText(acknowledged.by, names), time: time(acknowledged.at, model, language) };
    const line = mrkdwn`:large_green_circle: ${t('page.state.acknowledged', said)}${how}`;
    return page.handover
      ? mrkdwn`${line}\n:arrows_counterclockwise: ${handoverText(page.handover, model, t)}`
      : line;
  }
  if (page.state === 'held' && page.heldUntil)
    return mrkdwn`:zzz: ${t('page.state.held', { time: time(page.heldUntil, model, language) })}`;
  const quiet = allQuietUntil(page);
  if (quiet) return mrkdwn`:zzz: ${t('page.state.quiet', { time: time(quiet, model, language) })}`;
  if (page.gaveUpAt)
    return mrkdwn`:red_circle: *${t('page.state.gaveUp', { time: time(page.gaveUpAt, model, language) })}*`;
  return mrkdwn`:large_orange_circle: ${t('page.state.open')}`;
}

const handoverText = ({ to }: NonNullable<Page['handover']>, { names }: CardModel, t: Language['t']) =>
  t('page.state.handover', { people: peopleText(to, names), count: to.length });

/** Whom a step went past, or who came on or went off duty while it ran. */
function placeNote(place: Ran['people'][number], model: CardModel, language: Language): Mrkdwn {
  const { t } = language;
  const { quietUntil, offAt, since } = place;
  if (offAt) return mrkdwn` (${t('page.offSince', { time: time(offAt, model, language) })})`;
  if (
    quietUntil !== undefined &&
    model.page.state === 'open' &&
    model.now < instant(quietUntil).epochMilliseconds
  )
    return mrkdwn` (:zzz: ${asideText(place, time(quietUntil, model, language), t)})`;
  return since ? mrkdwn` (${t('page.since', { time: time(since, model, language) })})` : mrkdwn``;
}

function deliveryText(
  id: string,
  channel: string,
  start: number,
  after: number,
  model: CardModel,
  language: Language,
): Mrkdwn {
  const { t } = language;
  const one = model.notifications.get(id);
  const name = one ? carriedName(one, t) : channelName(channel, t);
  if (!one) return name;
  if (one.state === 'failed') return mrkdwn`${name} ✗ ${failureText(one.code, t)}`;
  if (one.state === 'planned') {
    const ended = model.page.state !== 'open' || one.sequence < model.page.countsFromStep;
    if (ended) return mrkdwn`${name} –`;
    if (one.troubles) return mrkdwn`${name} ${t('page.delivery.trouble')}`;
    const inSeconds = Math.ceil((start + after * 1000 - model.now) / 1000);
    return inSeconds > 0
      ? mrkdwn`${name} ${t('page.delivery.in', { time: time(one.at, model, language) })}`
      : mrkdwn`${name} …`;
  }
  if (isFinal(one.state)) return mrkdwn`${name} ✓`;
  const overdue = one.isOverdue ? mrkdwn`, ${t('page.provider.overdue')}` : mrkdwn``;
  return mrkdwn`${name} ${t(`page.delivery.${one.state}`)}${overdue}`;
}

/**
 * The channel, and who carries it: where that is not simply the first of several.
 *
 * @param isDetailed - wherever there are several
 */
export function carriedName(
  { channel, provider, reserve, notBy, isStandIn }: Notification,
  t: Language['t'],
  isDetailed = false,
): Mrkdwn {
  const name = channelName(channel, t);
  const isAnother = isStandIn === true || notBy !== undefined;
  const isNamed = isAnother || (isDetailed && reserve !== undefined);
  return provider === undefined || !isNamed
    ? name
    : mrkdwn`${name} (${t('page.provider.by', { provider: escape(providerName(provider)) })})`;
}

/** Most people of one step that are listed one by one. */
const MAX_PEOPLE = 8;

function ranText(ran: Ran, model: CardModel, language: Language): Mrkdwn {
  const { page, names } = model;
  const { t } = language;
  const place = stepAt(page.policy, ran.sequence);
  const start = instant(ran.at).epochMilliseconds;
  const head = mrkdwn`${time(ran.at, model, language)} *${stepText(place?.step.who ?? 'target', page, names, t)}*`;
  const people = ran.people.slice(0, MAX_PEOPLE).map((place) => {
    const ways = place.planned.map(({ id, channel, after }) =>
      deliveryText(id, channel, start, after, model, language),
    );
    return mrkdwn`   ${personText(place.person, names)}${placeNote(place, model, language)}: ${joined(ways, ' · ')}`;
  });
  const more = ran.people.length - MAX_PEOPLE;
  if (more > 0) people.push(mrkdwn`   ${t('page.andMore', { count: more })}`);
  const passed = ran.passed ? mrkdwn`: _${t(`page.passed.${ran.passed}`)}_` : mrkdwn``;
  return joined([mrkdwn`${head}${passed}`, ...people], '\n');
}

/** The buttons that a page in this state has. */
export function pageButtons(page: Page, language: Language): Button[] {
  const { t } = language;
  const { code } = page;
  if (page.state === 'resolved') return [];
  if (page.kind === 'test')
    return [
      ...(page.state === 'open' && page.lesson?.name !== 'pass'
        ? [button('page.ack', t('page.button.ack'), code, 'primary')]
        : []),
      ...(page.lesson?.name === 'pass' ? [button('page.escalate', t('page.button.escalate'), code)] : []),
      ...(page.lesson?.name === 'resolve' ? [button('page.resolve', t('page.button.resolve'), code)] : []),
    ];
  return [
    ...(page.state === 'acknowledged' ? [] : [button('page.ack', t('page.button.ack'), code, 'primary')]),
    ...(page.handover ? [button('page.take', t('page.button.take'), code, 'primary')] : []),
    button('page.resolve', t('page.button.resolve'), code),
    button('page.escalate', t('page.button.escalate'), code),
    ...(page.incident === undefined
      ? [button('incident.from-page', t('page.button.incident'), code, 'danger')]
      : []),
  ];
}

/** Puts the runbook that fits into the page's thread, while there is something to do. */
export const offeredRunbook = ({ page, runbook }: CardModel, { t }: Language): Button[] =>
  runbook === undefined || page.state === 'resolved'
    ? []
    : [
        button(
          'incident.runbook',
          t('incident.runbook.button', { name: runbook }),
          `${page.code} ${runbookId(runbook)}`,
        ),
      ];

/** How many of the latest steps the card lists; `show` has them all. */
const LATEST_STEPS = 4;
/** A burst takes this many calls before it is worth saying how long they take. */
const BURST = 5;

export function cardMessage(model: CardModel, language: Language): Message {
  const { page, names } = model;
  const { t } = language;
  const where = targetText(page.target, names, t);
  const state = stateText(model, language);
  const critical = page.critical ? mrkdwn` · *${t('page.critical')}*` : mrkdwn``;
  const many = page.storm && page.storm.count > 1 ? page.storm : undefined;
  const storm = many ? mrkdwn` · ${t('page.storm', many)}` : mrkdwn``;
  const flapping = page.flapping
    ? mrkdwn` · ${t('page.flapping', { nth: nthTime(page.flapping, language.locale) })}`
    : mrkdwn``;
  const latest = page.stepsRun.slice(-LATEST_STEPS);
  const earlier = page.stepsRun.length - latest.length;
  const calls = page.state === 'open' ? burst(page) : 0;
  const blocks: KnownBlock[] = [
    section(
      mrkdwn`${bold(page.code)} · *${where}*${critical}${storm}${flapping}\n${quotation(page.message)}`,
      cardBlock(page.code),
    ),
    section(state),
    ...originLines(model, language),
    ...(many && page.members?.length ? [context(membersText(page.members, many.open, t))] : []),
    ...(latest.length > 0
      ? [
          section(
            joined(
              [
                ...(earlier > 0 ? [t('page.earlier', { count: earlier, code: escape(page.code) })] : []),
                ...latest.map((ran) => ranText(ran, model, language)),
              ],
              '\n',
            ),
          ),
        ]
      : []),
    ...troubleLines(model, language),
    ...(calls > BURST ? [context(t('page.burst', { count: calls }))] : []),
    ...(model.notes ?? [])
      .slice(-3)
      .map(({ by, text }) => context(mrkdwn`:memo: ${personText(by, names)}: ${inert(text)}`)),
    ...remedyRuns(model, language),
    ...actions([...pageButtons(page, language), ...offeredRunbook(model, language)]),
    ...remedyButtons(model),
  ];
  return { text: mrkdwn`${escape(page.code)} ${where}: ${inert(page.message)} — ${state}`, blocks };
}

/** The actions that fit, while there is something to mend. */
export const remedyButtons = ({ page, remedies }: CardModel): KnownBlock[] =>
  page.state === 'resolved' ? [] : actions(offeredRemedies(remedies?.offered ?? [], { page: page.code }));

/** What was used on it, and what came of it. */
export const remedyRuns = ({ remedies, zone, now }: CardModel, { t, locale }: Language): KnownBlock[] =>
  runLines(remedies?.runs ?? [], { zone, locale, now: Temporal.Instant.fromEpochMilliseconds(now) }, t);

/** Who opened it and when, what is on stage there, and the incident that it is part of. */
export function originLines(model: CardModel, language: Language): KnownBlock[] {
  const { page, names, incidentUrl } = model;
  const { t } = language;
  const from = t('page.from', {
    // Nobody sends a lesson to themselves.
    who: page.lesson ? escape(authorOf(page, names)) : personText(page.author, names),
    time: time(page.openedAt, model, language),
  });
  const stage = page.stage
    ? mrkdwn` · ${t('page.stage', { session: escape(page.stage.session), title: escape(page.stage.title) })}`
    : mrkdwn``;
  const lines = [context(mrkdwn`${from}${stage}`)];
  const code = page.incident;
  // What asks somebody in does not tell them of an incident that they may not know of.
  if (code === undefined || isConfidential(page)) return lines;
  const incident = incidentUrl === undefined ? bold(code) : link(incidentUrl, code);
  return [...lines, context(mrkdwn`:rotating_light: ${t('page.inIncident', { incident })}`)];
}

/** Most alerts of a storm that its card names. */
const MAX_NAMED = 10;

function membersText(members: NonNullable<Page['members']>, open: number, t: Language['t']): Mrkdwn {
  const named = members.slice(-MAX_NAMED).map(({ name }) => inert(name));
  const names = joined(named, ' · ');
  const count = open - named.length;
  return count > 0 ? t('page.membersMore', { names, count }) : t('page.members', { names });
}

const burst = (page: Page): number =>
  (page.stepsRun.at(-1)?.people ?? [])
    .flatMap(({ planned }) => planned)
    .filter(({ channel }) => channel === 'voice').length;

/** Names the card of a page, so that one that left before a crash is found again. */
export const cardBlock = (code: string): string => `card:${code}`;
