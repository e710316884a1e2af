/** What a page's card says of providers in trouble, and of a Slack that was lost. Pure. */
import type { KnownBlock } from '@slack/types';
import { type ChatState, isChatLost, outageDuring } from '../callboard/domain/chat-state.ts';
import { instant } from '../core/instant.ts';
import type { Language } from '../i18n/index.ts';
import { clockFrom } from '../i18n/time.ts';
import { context } from '../slack/blocks.ts';
import { mrkdwn } from '../slack/mrkdwn.ts';
import { CHAT } from './domain/context.ts';
import type { Notification } from './domain/notification.ts';
import type { Page } from './domain/page.ts';

interface Troubled {
  readonly page: Page;
  readonly notifications: ReadonlyMap<string, Notification>;
  readonly chat?: ChatState | undefined;
  /** Nobody sends pages at the moment. */
  readonly unsent?: boolean;
  readonly zone: string;
  /** Milliseconds since 1970, by the clock. */
  readonly now: number;
}

/** That Slack was lost while it was open, and what that meant for it. */
function outageLine({ page, chat, zone, now }: Troubled, language: Language): KnownBlock[] {
  const outage = outageDuring(chat, page.openedAt, page.resolved?.at);
  if (!outage) return [];
  const time = (at: string) => clockFrom(at, now, zone, language.locale);
  const from = time(outage.since);
  const line =
    outage.backAt === undefined
      ? language.t('page.chatLost', { from })
      : language.t('page.chatWasLost', { from, to: time(outage.backAt) });
  return [context(mrkdwn`:satellite: ${line}`)];
}

/** Whose provider is in trouble, and what an outage of Slack's means, which is said by a line of its own. */
export function troubleLines(model: Troubled, language: Language): KnownBlock[] {
  const { t } = language;
  const channels = inTrouble(model);
  const isPhones = channels.some((channel) => channel !== CHAT);
  const isChat = channels.includes(CHAT) && !isChatLost(model.chat);
  return [
    ...(model.unsent && model.page.state === 'open' ? [context(t('page.unsentCard'))] : []),
    ...outageLine(model, language),
    ...(isPhones
      ? [
          context(
            mrkdwn`:warning: ${t(model.page.numbersAt === undefined ? 'page.trouble' : 'page.troubleToDial')}`,
          ),
        ]
      : []),
    ...(isChat ? [context(mrkdwn`:warning: ${t('page.chatTrouble')}`)] : []),
  ];
}

/** The channels of which the last that was heard is that the provider is in trouble. What works again is not among them. */
function inTrouble({ page, notifications }: Troubled): string[] {
  if (!page.trouble || page.state !== 'open') return [];
  const last = new Map<string, Notification>();
  for (const one of notifications.values()) {
    if (one.sequence < page.countsFromStep || one.changedAt === undefined) continue;
    const known = last.get(one.channel)?.changedAt;
    if (known === undefined || instant(known).epochMilliseconds <= instant(one.changedAt).epochMilliseconds)
      last.set(one.channel, one);
  }
  return [...last.values()]
    .filter(({ state, code, troubles }) => (state === 'planned' && troubles) || code === 'provider-down')
    .map(({ channel }) => channel);
}
