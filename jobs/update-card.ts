/**
 * Posts a page's card, or updates it in place; a card that somebody deleted is posted anew. After each
 * update it looks once more: whichever of two updates lands last leaves what is true. A card that was posted
 * by a process that died before it could say where is found again: a second one would be left behind.
 */

import type { Deps } from '../src/deps.ts';
import { happened, put, type Versioned } from '../src/domain/commit.ts';
import { channelOfRoom, type EventSettings } from '../src/domain/event/event.ts';
import { cardPosted } from '../src/domain/paging/facts.ts';
import { cardId, updateCard } from '../src/domain/paging/jobs.ts';
import { cardDocument, type Page, pageDocument } from '../src/domain/paging/page.ts';
import { Conflict, PermanentError } from '../src/errors.ts';
import { job } from '../src/job.ts';
import { cardBlock, cardMessage } from '../src/paging/card.ts';
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
  async run({ page: code }, deps, { id, again }) {
    let shown = '';
    for (let look = 1; look <= MOST_LOOKS; look++) {
      const drawn = await draw(code, deps);
      if (!drawn) return undefined;
      const text = JSON.stringify(drawn.message);
      if (text === shown) return undefined;
      const card = await deps.store.get(cardDocument, code);
      // Only the first run of the page's first update is sure that nobody was here before.
      const mayHavePosted = again || id !== cardId(code) || drawn.version > 1;
      await show(drawn, card, mayHavePosted, deps);
      shown = text;
    }
    return undefined;
  },
});

async function draw(code: string, deps: Deps) {
  const [page, event] = await Promise.all([deps.store.get(pageDocument, code), deps.events.settings()]);
  if (!page) return undefined;
  const language = languageOf(undefined, event);
  return {
    page: page.value,
    version: page.version,
    event,
    message: cardMessage(await loadCard(page.value, deps), language),
  };
}

interface Drawn {
  readonly page: Page;
  readonly event: EventSettings;
  readonly message: Message;
}

async function show(
  drawn: Drawn,
  card: Versioned<Card> | undefined,
  mayHavePosted: boolean,
  deps: Deps,
): Promise<void> {
  const { page, message } = drawn;
  if (card) {
    try {
      return await deps.chat.update(card.value, message);
    } catch (error) {
      if (!(error instanceof PermanentError && GONE.has(error.code))) throw error;
    }
  }
  const before = card || !mayHavePosted ? undefined : await postedBefore(drawn, deps);
  if (before) await deps.chat.update(before, message);
  const posted = before ?? (await post(drawn, deps));
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
    if (!(error instanceof Conflict)) throw error;
    const theirs = (await deps.store.get(cardDocument, page.code))?.value;
    if (theirs?.ts !== posted.ts) await deps.chat.remove(posted).catch(() => {});
  }
}

/** Where it may be, the best first. A try-out's card is its person's own business. */
function places({ page, event }: Drawn): string[] {
  if (page.kind === 'test') return [page.author];
  const own = page.target.kind === 'room' ? channelOfRoom(event, page.target.name) : undefined;
  const author = /^[UW]/.test(page.author) ? page.author : undefined;
  return [...new Set([own, event.channels.ops, author].filter((one) => one !== undefined))];
}

async function postedBefore(drawn: Drawn, { chat }: Pick<Deps, 'chat'>): Promise<Posted | undefined> {
  for (const where of places(drawn)) {
    // A channel that cannot be looked into could not be posted in.
    const found = await chat.sentBefore?.(where, cardBlock(drawn.page.code)).catch(orNothing);
    if (found) return found;
  }
  return undefined;
}

const orNothing = (error: unknown): undefined => {
  if (!(error instanceof PermanentError)) throw error;
};

async function post(drawn: Drawn, { chat, log }: Pick<Deps, 'chat' | 'log'>): Promise<Posted | undefined> {
  const { page, message } = drawn;
  for (const channel of places(drawn)) {
    if (/^[UW]/.test(channel)) return await chat.dm(channel, message);
    try {
      return await chat.post(channel, message);
    } catch (error) {
      if (!(error instanceof PermanentError)) throw error;
      log.warn({ page: page.code, channel, code: error.code }, 'a card could not be posted there');
    }
  }
  return undefined;
}
