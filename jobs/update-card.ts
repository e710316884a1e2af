/**
 * Posts a page's card, or updates it in place; a card that somebody deleted is posted anew. After each
 * update it looks once more: whichever of two updates lands last leaves what is true.
 */

import type { Deps } from '../src/deps.ts';
import { happened, put, type Versioned } from '../src/domain/commit.ts';
import { channelOfRoom, type EventSettings } from '../src/domain/event/event.ts';
import { cardPosted } from '../src/domain/paging/facts.ts';
import { updateCard } from '../src/domain/paging/jobs.ts';
import { cardDocument, type Page, pageDocument } from '../src/domain/paging/page.ts';
import { Conflict, PermanentError } from '../src/errors.ts';
import { job } from '../src/job.ts';
import { cardMessage } from '../src/paging/card.ts';
import { languageOf } from '../src/paging/load.ts';
import { loadCard } from '../src/paging/show.ts';
import type { Message, Posted } from '../src/ports.ts';

type Card = { page: string } & Posted;
/** Slack's words for a message that is not there to be updated. */
const GONE: ReadonlySet<string> = new Set([
  'message_not_found',
  'cant_update_message',
  'channel_not_found',
  'edit_window_closed',
]);
const MOST_LOOKS = 5;

export default job({
  kind: updateCard,
  async run({ page: code }, deps) {
    let shown = '';
    for (let look = 1; look <= MOST_LOOKS; look++) {
      const drawn = await draw(code, deps);
      if (!drawn) return undefined;
      const text = JSON.stringify(drawn.message);
      if (text === shown) return undefined;
      const card = await deps.store.get(cardDocument, code);
      await show(drawn.page, drawn.event, drawn.message, card, deps);
      shown = text;
    }
    return undefined;
  },
});

async function draw(code: string, deps: Deps) {
  const [page, event] = await Promise.all([deps.store.get(pageDocument, code), deps.events.settings()]);
  if (!page) return undefined;
  const language = languageOf(undefined, event);
  return { page: page.value, event, message: cardMessage(await loadCard(page.value, deps), language) };
}

/** A try-out's card is its person's own business. */
const place = (page: Page, event: EventSettings): string | undefined =>
  page.target.kind === 'room' ? channelOfRoom(event, page.target.name) : event.channels.ops;

async function show(
  page: Page,
  event: EventSettings,
  message: Message,
  card: Versioned<Card> | undefined,
  deps: Deps,
): Promise<void> {
  if (card) {
    try {
      return await deps.chat.update(card.value, message);
    } catch (error) {
      if (!(error instanceof PermanentError && GONE.has(error.code))) throw error;
    }
  }
  const posted = await post(page, event, message, deps);
  if (!posted) return;
  const now = deps.clock.now();
  try {
    await deps.store.commit({
      put: [put(cardDocument, page.code, { page: page.code, ...posted }, card?.version ?? 0)],
      facts: [
        happened(cardPosted, {
          at: now,
          by: 'callboard',
          about: [`page:${page.code}`],
          data: { page: page.code, channel: posted.channel },
        }),
      ],
    });
  } catch (error) {
    // Another process posted it in the same moment: one card is enough.
    if (error instanceof Conflict) await deps.chat.remove(posted).catch(() => {});
    else throw error;
  }
}

async function post(
  page: Page,
  event: EventSettings,
  message: Message,
  { chat, log }: Pick<Deps, 'chat' | 'log'>,
): Promise<Posted | undefined> {
  if (page.kind === 'test') return await chat.dm(page.author, message);
  const channels = [place(page, event), event.channels.ops].filter((one) => one !== undefined);
  for (const channel of new Set(channels)) {
    try {
      return await chat.post(channel, message);
    } catch (error) {
      if (!(error instanceof PermanentError)) throw error;
      log.warn({ page: page.code, channel, code: error.code }, 'a card could not be posted there');
    }
  }
  return /^[UW]/.test(page.author) ? await chat.dm(page.author, message) : undefined;
}
