/** `/callboard status`: is everything well, what is late, and who could not be reached if it mattered. Pure. */

import type { ClosedChannel } from '../../src/callboard/closed-channels.ts';
import type { ChatState } from '../../src/callboard/domain/chat-state.ts';
import type { Person } from '../../src/callboard/domain/person.ts';
import { flagLine } from '../../src/callboard/flags.ts';
import {
  isPromiseWell,
  promiseLine,
  type StandingPromises,
  toilLines,
} from '../../src/callboard/promises/words.ts';
import { notSetUpText } from '../../src/callboard/setup-view.ts';
import { queuesInCode } from '../../src/callboard/unattended.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import type { Locale, Translate } from '../../src/i18n/index.ts';
import { clockFrom, duration } from '../../src/i18n/time.ts';
import { carriedText } from '../../src/page/provider-standing.ts';
import { channelName, providerName } from '../../src/page/words.ts';
import { section } from '../../src/slack/blocks.ts';
import {
  code,
  escape,
  joined,
  type Mrkdwn,
  mention,
  mentionChannel,
  mrkdwn,
} from '../../src/slack/mrkdwn.ts';
import { AHEAD, type Status } from './gather.ts';
import { CHANNEL_TROUBLE, channelLabel } from './view.ts';

/** Seconds that a due job may wait before it counts as late; Callboard's own promise after a crash is 10. */
const LATE = 10;
/** Names listed; the rest are counted. */
const LISTED = 15;

const some = (people: readonly Person[]): Mrkdwn => {
  const shown = joined(people.slice(0, LISTED).map(mention), ', ');
  return people.length > LISTED ? mrkdwn`${shown} … +${people.length - LISTED}` : shown;
};

/** Codes of pages, the first few. */
const codes = (all: readonly string[]): Mrkdwn => {
  const shown = joined(all.slice(0, LISTED).map(code), ', ');
  return all.length > LISTED ? mrkdwn`${shown} … +${all.length - LISTED}` : shown;
};

function closedLine({ id, trouble, uses }: ClosedChannel, t: Translate): Mrkdwn {
  const channel = mentionChannel(id);
  const named = uses.map((use) => (typeof use === 'string' ? t(channelLabel(use)) : escape(use.room)));
  const what = t(CHANNEL_TROUBLE[trouble], { channel });
  return t('callboard.status.channel', {
    channel,
    uses: joined(named.slice(0, LISTED), ', '),
    trouble: what,
  });
}

const good = (isGood: boolean): Mrkdwn => (isGood ? mrkdwn`:white_check_mark:` : mrkdwn`:warning:`);

export function statusView(status: Status, t: Translate, locale: Locale): Message {
  const { store, outbox, channels, onShift, unreachable, slackOnly, closed, missingScopes } = status;
  const { notSetUp, unanswered, short, unlinked, promises, flags, outage, unattended } = status;
  if (store === undefined) {
    const text = mrkdwn`:red_circle: ${t('common.storeGone')}`;
    return { text, blocks: [section(text)] };
  }
  const isLate = outbox.late > LATE;
  const phones = channels.filter((name) => name !== 'slack');
  const worries = [
    ...(unattended.length > 0
      ? [t('callboard.status.unattended', { count: unattended.length, queues: queuesInCode(unattended) })]
      : []),
    ...(unanswered.length > 0
      ? [t('callboard.status.pages', { count: unanswered.length, pages: codes(unanswered) })]
      : []),
    ...(notSetUp.length > 0 ? [notSetUpText(notSetUp, t)] : []),
    ...(short > 0 ? [t('callboard.status.gaps', { count: short, hours: AHEAD })] : []),
    ...(unlinked > 0 ? [t('callboard.status.unlinked', { count: unlinked })] : []),
  ];
  const lines = [
    ...worries.map((worry) => mrkdwn`${good(false)} ${worry}`),
    mrkdwn`${good(true)} ${t('callboard.status.store', { ms: Math.round(store * 10) / 10 })}`,
    isLate
      ? mrkdwn`${good(false)} ${t('callboard.status.late', { due: outbox.due, time: duration(outbox.late) })}`
      : mrkdwn`${good(true)} ${t('callboard.status.onTime', { waiting: outbox.waiting })}`,
    ...(outbox.retrying.length > 0
      ? [mrkdwn`${good(false)} ${t('callboard.status.retrying', { jobs: retries(outbox.retrying) })}`]
      : []),
    phones.length > 0
      ? mrkdwn`${good(true)} ${t('callboard.status.channels', {
          channels: joined(
            channels.map((name) => channelName(name, t)),
            ', ',
          ),
        })}`
      : mrkdwn`${good(false)} ${t('callboard.status.noPhones')}`,
    ...providerLines(status.providers, t),
    ...(outage
      ? [mrkdwn`${good(outage.backAt !== undefined)} ${outageText(outage, status, t, locale)}`]
      : []),
    ...(missingScopes.length > 0
      ? [
          mrkdwn`${good(false)} ${t('callboard.status.scopes', { scopes: joined(missingScopes.map(code), ', ') })}`,
        ]
      : []),
    ...closed.slice(0, LISTED).map((channel) => mrkdwn`${good(false)} ${closedLine(channel, t)}`),
    ...(closed.length > LISTED ? [mrkdwn`… +${closed.length - LISTED}`] : []),
    ...flags.map((one) => mrkdwn`${good(one.state === 'on')} ${flagLine(one, status.owners, t, locale)}`),
    ...(status.archiveLate === undefined
      ? []
      : [
          mrkdwn`${good(false)} ${t('callboard.status.archiveLate', {
            time: clockFrom(status.archiveLate, status.at.now, status.at.zone, locale),
          })}`,
        ]),
    ...(onShift === 0
      ? [mrkdwn`${good(true)} ${t('callboard.status.nobodyOnShift', { hours: AHEAD })}`]
      : []),
    ...(unreachable.length > 0
      ? [mrkdwn`${good(false)} ${t('callboard.status.unreachable', { people: some(unreachable) })}`]
      : []),
    ...(slackOnly.length > 0
      ? [mrkdwn`${good(false)} ${t('callboard.status.slackOnly', { people: some(slackOnly) })}`]
      : []),
    ...(onShift > 0 && unreachable.length + slackOnly.length === 0
      ? [mrkdwn`${good(true)} ${t('callboard.status.allReachable', { count: onShift, hours: AHEAD })}`]
      : []),
    ...(promises ? promiseLines(promises, t) : []),
  ];
  const worry = lines.some((line) => line.startsWith(good(false)));
  return {
    text: t(worry ? 'callboard.status.worry' : 'callboard.status.well'),
    blocks: [
      section(
        mrkdwn`*${t(worry ? 'callboard.status.worry' : 'callboard.status.well')}*\n${joined(lines, '\n')}`,
      ),
    ],
  };
}

/** Where texts and calls have several providers: a line for each that is set aside, or one that says that all carry. */
function providerLines(standings: Status['providers'], t: Translate): Mrkdwn[] {
  const names = [...new Set(standings.map(({ provider }) => providerName(provider)))];
  const isCarried = (channel: string) =>
    standings.some((one) => one.channel === channel && one.aside === undefined);
  const aside = standings.flatMap(({ provider, channel, aside: why }) =>
    why === undefined
      ? []
      : [
          mrkdwn`${good(false)} ${t(
            isCarried(channel) ? 'callboard.status.aside' : 'callboard.status.asideLast',
            {
              ...{ provider: escape(providerName(provider)), what: carriedText([channel], t) },
              reason: t(`page.provider.why.${why.why}`),
            },
          )}`,
        ],
  );
  if (aside.length > 0 || names.length === 0) return aside;
  const all = joined(names.map(escape), ', ');
  return [mrkdwn`${good(true)} ${t('callboard.status.providers', { providers: all })}`];
}

/** That Slack is lost, or was within the day. */
function outageText(
  { since, backAt }: ChatState,
  { at: { now, zone } }: Status,
  t: Translate,
  locale: Locale,
): Mrkdwn {
  const time = (at: string) => clockFrom(at, now, zone, locale);
  return backAt === undefined
    ? t('callboard.outage.isLost', { time: time(since) })
    : t('callboard.outage.was', { from: time(since), to: time(backAt) });
}

/** A line a promise, once there is something to count. */
function promiseLines(standing: StandingPromises, t: Translate): Mrkdwn[] {
  const counted = standing.figures.filter(({ all }) => all > 0);
  if (counted.length === 0) return [mrkdwn`${good(true)} ${t('callboard.promises.quiet')}`];
  return [
    ...counted.map((one) => mrkdwn`${good(isPromiseWell(one))} ${promiseLine(one, standing.terms, t)}`),
    // A habit is no alarm.
    ...toilLines(standing, t).map((line) => mrkdwn`:wrench: ${line}`),
  ];
}

/** `send-text ×3 (tried 2), …`, those tried most first. */
function retries(retrying: Status['outbox']['retrying']): Mrkdwn {
  const byName = new Map<string, { count: number; tried: number }>();
  for (const { name, tried } of retrying) {
    const known = byName.get(name) ?? { count: 0, tried: 0 };
    byName.set(name, { count: known.count + 1, tried: Math.max(known.tried, tried) });
  }
  return joined(
    [...byName]
      .sort(([, a], [, b]) => b.tried - a.tried)
      .slice(0, 10)
      .map(([name, { count, tried }]) => mrkdwn`${escape(name)} ×${count} (${tried})`),
    ', ',
  );
}
