/** What `/page` shows, besides the card: lists, one page whole, what was opened, what an answer did. Pure. */

import type { KnownBlock } from '@slack/types';
import type { Message } from '../../src/core/ports/chat.ts';
import type { Language } from '../../src/i18n/index.ts';
import { clockFrom, duration } from '../../src/i18n/time.ts';
import { type CardModel, cardMessage, carriedName, pageButtons, stateText } from '../../src/page/card.ts';
import { replyCode } from '../../src/page/domain/codes.ts';
import { ESCALATIONS_WITHIN_MINUTES, MAX_ESCALATIONS } from '../../src/page/domain/escalate.ts';
import type { Notification } from '../../src/page/domain/notification.ts';
import type { Page } from '../../src/page/domain/page.ts';
import { type Policy, stepAt } from '../../src/page/domain/policy.ts';
import { allQuietUntil } from '../../src/page/domain/quiet-hours.ts';
import {
  asideText,
  channelName,
  failureText,
  type Names,
  personText,
  stepText,
  targetText,
} from '../../src/page/words.ts';
import { actions, button, context, section, sections } from '../../src/slack/blocks.ts';
import { bold, escape, inert, joined, type Mrkdwn, mentionIds, mrkdwn } from '../../src/slack/mrkdwn.ts';

const PER_LIST = 15;

/** Open pages, newest first; `More` where there are others. */
export function listMessage(models: readonly CardModel[], from: number, language: Language): Message {
  const { t } = language;
  if (models.length === 0) return { text: t('page.list.none') };
  const part = models.slice(from, from + PER_LIST);
  const head = t('page.list.head', { count: models.length });
  const blocks: KnownBlock[] = [
    section(mrkdwn`*${head}*`),
    ...part.flatMap((model): KnownBlock[] => {
      const { page, names } = model;
      const where = targetText(page.target, names, t);
      const line = mrkdwn`${bold(page.code)} · *${where}*${page.critical ? mrkdwn` · ${t('page.critical')}` : ''}: ${inert(page.message)}`;
      return [
        section(mrkdwn`${line}\n${stateText(model, language)}`),
        ...actions(pageButtons(page, language).slice(0, 2)),
      ];
    }),
    ...(models.length > from + PER_LIST
      ? actions([button('page.more', t('page.button.more'), String(from + PER_LIST))])
      : []),
  ];
  return { text: head, blocks };
}

/** What somebody asked for, and what is true of it: not who was asked, nor how. */
export function ownMessage(models: readonly CardModel[], language: Language): Message {
  const { t } = language;
  if (models.length === 0) return { text: t('page.help.none') };
  const head = t('page.help.head');
  return {
    text: head,
    blocks: [
      section(mrkdwn`*${head}*`),
      ...models.map((model) => {
        const { page, names } = model;
        const where = targetText(page.target, names, t);
        return section(
          mrkdwn`${bold(page.code)} · *${where}*: ${inert(page.message)}\n${stateText(model, language)}`,
        );
      }),
    ],
  };
}

/** How many lines of notifications fit into a message beside the card. */
const MAX_LINES = 120;

/** One page, with every notification: who, channel, when, what became of it. */
export function showMessage(
  model: CardModel,
  language: Language,
  addresses: ReadonlyMap<string, string>,
): Message {
  const { page, names, zone, now } = model;
  const { t, locale } = language;
  const card = cardMessage(model, language);
  const lines = [...model.notifications.values()]
    .sort((a, b) => a.sequence - b.sequence || a.at.localeCompare(b.at))
    .map((one) => {
      const address = addresses.get(`${one.person}:${one.channel}`);
      const at = clockFrom(one.changedAt ?? one.at, now, zone, locale);
      return mrkdwn`${at} ${personText(one.person, names)} ${carriedName(one, t, true)}${address ? mrkdwn` ${escape(address)}` : ''}: ${became(one, page, language)}`;
    });
  const hidden = lines.length - MAX_LINES;
  const shown = hidden > 0 ? [...lines.slice(-MAX_LINES)] : lines;
  const blocks = [
    ...(card.blocks ?? []),
    ...(hidden > 0 ? [context(t('page.earlier', { count: hidden, code: escape(page.code) }))] : []),
    ...sections(shown),
  ];
  return { text: card.text, blocks };
}

function became(notification: Notification, page: Page, { t }: Language): Mrkdwn {
  if (notification.state === 'failed') return failureText(notification.code, t);
  if (notification.state !== 'planned') return t(`page.delivery.${notification.state}`);
  if (page.state !== 'open' || notification.sequence < page.countsFromStep)
    return t('page.delivery.cancelled');
  return notification.troubles ? t('page.delivery.trouble') : t('page.delivery.planned');
}

/** What the author is told beside the page. */
export interface OpenedFor {
  /** Of somebody who may only ask for help: to whom they can go. */
  readonly helpers?: readonly string[] | undefined;
  /** Nobody sends it at the moment. */
  readonly waits?: boolean;
}

/** What the author reads: whom it asks, how, and from when. */
export function openedText(
  page: Page,
  names: Names,
  zone: string,
  now: number,
  language: Language,
  { helpers, waits = false }: OpenedFor = {},
): Mrkdwn {
  const { t, locale } = language;
  const hint = (crew: 'page.opened.again' | 'page.opened.byHand') =>
    helpers ? t('page.opened.findCrew', { organizers: mentionIds(helpers) }) : t(crew);
  const where = targetText(page.target, names, t);
  const code = escape(page.code);
  const at = (time: string) => clockFrom(time, now, zone, locale);
  if (page.state === 'held' && page.heldUntil)
    return mrkdwn`${t('page.opened.held', { code, where, time: at(page.heldUntil) })} ${hint('page.opened.again')}`;
  const quiet = allQuietUntil(page);
  if (quiet)
    return mrkdwn`${t('page.opened.quiet', { code, where, time: at(quiet) })} ${hint('page.opened.again')}`;
  if (page.gaveUpAt) return mrkdwn`${t('page.opened.nobody', { code, where })} ${hint('page.opened.byHand')}`;
  const passed = page.stepsRun
    .filter((ran) => ran.passed)
    .map((ran) => {
      const step = stepText(stepAt(page.policy, ran.sequence)?.step.who ?? 'target', page, names, t);
      const asleep = ran.people.map(
        (place) =>
          mrkdwn`${personText(place.person, names)} ${asideText(place, at(place.quietUntil ?? ran.at), t)}`,
      );
      return mrkdwn`${joined([step, t(`page.passed.${ran.passed ?? 'nobody'}`), ...asleep], ': ')}`;
    });
  const people = (page.stepsRun.at(-1)?.people ?? []).map((place) => {
    const { person, planned, quietUntil } = place;
    if (quietUntil) return mrkdwn`• ${personText(person, names)}: ${asideText(place, at(quietUntil), t)}`;
    const ways = planned.map(({ channel, after }) =>
      after === 0
        ? channelName(channel, t)
        : t('page.opened.later', { channel: channelName(channel, t), time: duration(after) }),
    );
    return mrkdwn`• ${personText(person, names)}: ${joined(ways, ', ')}`;
  });
  const head = t(waits ? 'page.opened.waits' : 'page.opened.asking', { code, where });
  return joined([head, ...passed.map((line) => mrkdwn`• ${line}`), ...people], '\n');
}

/** What an answer did, or what is true now where it came too late. */
export function answeredMessage(
  model: CardModel,
  outcome: string,
  verb: string,
  language: Language,
): Message {
  const { t } = language;
  const { page } = model;
  const state = stateText(model, language);
  if (outcome === 'done') {
    if (verb === 'keep') return { text: t('page.answer.kept', { code: escape(page.code) }) };
    if (verb === 'escalate') return { text: t('page.answer.escalated', { code: escape(page.code) }) };
    return { text: mrkdwn`${escape(page.code)}: ${state}` };
  }
  if (outcome === 'too-often')
    return {
      text: t('page.answer.tooOften', {
        code: escape(page.code),
        each: MAX_ESCALATIONS.person,
        all: MAX_ESCALATIONS.page,
        minutes: ESCALATIONS_WITHIN_MINUTES,
      }),
    };
  return { text: mrkdwn`${t('page.answer.late', { code: escape(page.code) })} ${state}` };
}

/** A policy in words, one line for each step. */
export function policyLines(policy: Policy, names: Names, { t }: Language): Mrkdwn {
  const steps = policy.steps.map((step) => {
    const asks = stepText(step.who, { target: { kind: 'room', name: '' } }, names, t);
    const here = step.here ? mrkdwn` + \`@here\` ${t('page.policy.ops')}` : mrkdwn``;
    return mrkdwn`• ${step.after === 0 ? t('page.policy.atOnce') : t('page.policy.after', { time: duration(step.after) })}: ${asks}${here}`;
  });
  const rounds = t('page.policy.rounds', { count: policy.rounds, time: duration(policy.pause) });
  return joined([...steps, mrkdwn`• ${rounds}`], '\n');
}

/** The pages that wait for this person, for App Home. */
export function homeBlocks(models: readonly CardModel[], person: string, language: Language): KnownBlock[] {
  return models.slice(0, 5).flatMap((model): KnownBlock[] => {
    const { page, names } = model;
    const where = targetText(page.target, names, language.t);
    const code = escape(replyCode(page.code, person));
    return [
      section(
        mrkdwn`:pager: ${bold(page.code)} · *${where}*: ${inert(page.message)}\n${stateText(model, language)}`,
      ),
      context(language.t('page.home.code', { reply: code })),
      ...actions(pageButtons(page, language)),
    ];
  });
}
