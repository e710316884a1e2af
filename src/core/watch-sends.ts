/** Whether anything has left through a chat: what a run that is put off has to know of itself. */
import { PermanentError, RetryLater } from './errors.ts';
import type { Chat } from './ports/chat.ts';

const SENDING: ReadonlySet<PropertyKey> = new Set<keyof Chat>(['post', 'dm', 'upload']);

/**
 * The same chat, watched.
 *
 * @returns `hasSent` is true once a message or file was taken, and where it is not known whether it was.
 */
export function watchSends<T extends object>(chat: T): { readonly chat: T; hasSent(): boolean } {
  let sent = false;
  const watched = new Proxy(chat, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      if (!SENDING.has(name)) return value.bind(target);
      return async (...args: unknown[]) => {
        try {
          const answer: unknown = await value.apply(target, args);
          sent = true;
          return answer;
        } catch (error) {
          // A refusal sent nothing; after anything else, as a time-out, it may be there.
          if (!(error instanceof PermanentError || error instanceof RetryLater)) sent = true;
          throw error;
        }
      };
    },
  });
  return { chat: watched, hasSent: () => sent };
}
