/** Whether Slack still takes the token, for `/readyz`: a token that was revoked is an outage that somebody must see. */
import type { Chat } from '../../core/ports/chat.ts';
import { CredentialsRefused } from './errors.ts';

/** Milliseconds that an answer is believed. */
const BELIEVED = 15_000;

/**
 * Slack's own word for why it refuses the token; undefined where it does not, or cannot be asked just now.
 * @param now real milliseconds
 */
export function createTokenWatch(
  chat: Pick<Chat, 'scopes'>,
  now: () => number = () => performance.now(),
): () => Promise<string | undefined> {
  let at = Number.NEGATIVE_INFINITY;
  let refused: string | undefined;
  return async () => {
    if (now() - at < BELIEVED) return refused;
    at = now();
    try {
      await chat.scopes();
      refused = undefined;
    } catch (error) {
      if (error instanceof CredentialsRefused) refused = error.code;
    }
    return refused;
  };
}
