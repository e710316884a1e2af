/** Whether Slack can be reached at all: what it refuses is an answer too. */
import { PermanentError, RetryLater } from '../../core/errors.ts';
import type { Chat } from '../../core/ports/chat.ts';

/** Never rejects. */
export const answers = async (chat: Pick<Chat, 'scopes'>): Promise<boolean> =>
  await chat.scopes().then(
    () => true,
    // Patience and a refused token are Slack's own words; an open circuit, and that it is lost, are ours.
    (error: unknown) =>
      error instanceof PermanentError || (error instanceof RetryLater && !('providerDown' in error)),
  );
