/** A share that somebody writes into a message, most likely under the card that asks for it: they are told at once. */
import type { SlackEvent } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { looksLikeShare } from '../../src/core/share-like.ts';
import { languageOf } from '../../src/i18n/index.ts';

export async function warnOfShare({ kind, user, text }: SlackEvent, deps: Deps): Promise<void> {
  if ((kind !== 'message' && kind !== 'message-edited') || !looksLikeShare(text)) return;
  const [person, event] = await Promise.all([deps.directory.person(user), deps.events.settings()]);
  if (!person) return;
  await deps.chat.dm(user, { text: languageOf(person, event).t('keys.shareWritten') });
}
