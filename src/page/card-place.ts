/** Where the card of a page is, or will be as soon as it is posted. */
import { channelOfRoom, type EventSettings } from '../callboard/domain/event.ts';
import type { Deps } from '../core/deps.ts';
import type { MessageTarget } from '../core/ports/chat.ts';
import type { Translate } from '../i18n/index.ts';
import { link, type Mrkdwn, mentionChannel } from '../slack/mrkdwn.ts';
import { cardDocument, isConfidential, type Page } from './domain/page.ts';

/** Where it may be posted, the best first. A try-out has none: its person's own message says all of it. */
export function cardPlaces(page: Page, event: EventSettings): MessageTarget[] {
  if (page.kind === 'test') return [];
  const own = page.target.kind === 'room' ? channelOfRoom(event, page.target.name) : undefined;
  const channels = new Set([own, event.channels.ops].filter((one) => one !== undefined));
  const author = /^[UW]/.test(page.author) ? [{ person: page.author }] : [];
  return [...[...channels].map((channel) => ({ channel })), ...author];
}

/** The card as a link; before it is posted, its channel as one. Undefined where no channel shows it. */
export async function cardLink(
  page: Page,
  event: EventSettings,
  { store, chat }: Pick<Deps, 'store' | 'chat'>,
  t: Translate,
): Promise<Mrkdwn | undefined> {
  if (isConfidential(page)) return undefined;
  const card = await store.get(cardDocument, page.code);
  const url = card && (await chat.permalink(card.value).catch(() => undefined));
  if (url !== undefined) return link(url, t('page.asker.card'));
  const [place] = card ? [card.value] : cardPlaces(page, event);
  if (!place || !('channel' in place)) return undefined;
  return t('page.opened.channel', { channel: mentionChannel(place.channel) });
}
