/** A card is one message that is kept current: posted once, then updated where it is. */

import { type DocumentKind, type Fact, put } from './commit.ts';
import type { Deps } from './deps.ts';
import { Conflict, PermanentError } from './errors.ts';
import type { Chat, Message, Posted } from './ports/chat.ts';

/** Slack's words for a message that is not there to be updated. */
const GONE: ReadonlySet<string> = new Set([
  'message_not_found',
  'cant_update_message',
  'channel_not_found',
  'edit_window_closed',
]);

/** False where the message is not there any more, so that it is posted anew. */
export async function updated(
  chat: Pick<Chat, 'update'>,
  at: Posted | undefined,
  message: Message,
): Promise<boolean> {
  if (!at) return false;
  try {
    await chat.update(at, message);
    return true;
  } catch (error) {
    if (error instanceof PermanentError && GONE.has(error.code)) return false;
    throw error;
  }
}

/**
 * Brings a message up to date as far as Slack lets us. False where it does not: one that was deleted shows
 * nothing that is past, and the others are still to be kept current.
 */
export async function updatedIfPossible(
  chat: Pick<Chat, 'update'>,
  at: Posted,
  message: Message,
): Promise<boolean> {
  try {
    await chat.update(at, message);
    return true;
  } catch (error) {
    if (error instanceof PermanentError) return false;
    throw error;
  }
}

/**
 * Records where a card was posted, at once and not with the job's commit: where another process posted one in
 * the same moment, ours is taken away, since one is enough. `version` is that of the record as read.
 */
export async function recordCard<T extends Posted>(
  { store, chat }: Pick<Deps, 'store' | 'chat'>,
  kind: DocumentKind<T>,
  card: { readonly id: string; readonly value: T; readonly version: number; readonly fact: Fact },
): Promise<void> {
  const { id, value, version, fact } = card;
  try {
    await store.commit({ put: [put(kind, id, value, version)], facts: [fact] });
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
    const recorded = (await store.get(kind, id))?.value;
    if (recorded?.ts !== value.ts) await chat.remove(value).catch(() => {});
  }
}
