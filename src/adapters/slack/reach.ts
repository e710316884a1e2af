/** Whether Slack can be reached at all: what it refuses is an answer too. */
import { ProviderDown } from '../../core/breaker.ts';
import { PermanentError, RetryLater } from '../../core/errors.ts';
import type { Chat } from '../../core/ports/chat.ts';

/** Never rejects. */
export const answers = async (chat: Pick<Chat, 'scopes'>): Promise<boolean> =>
  await chat.scopes().then(
    () => true,
    // Patience and a refused token are Slack's own words; a circuit that is open is ours.
    (error: unknown) =>
      error instanceof PermanentError || (error instanceof RetryLater && !(error instanceof ProviderDown)),
  );
