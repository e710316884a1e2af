/** Whether anything has left by chat, text, call or mail: what a run that is put off has to know of itself. */
import type { Deps } from './deps.ts';
import { PermanentError, RetryLater } from './errors.ts';
import type { Chat } from './ports/chat.ts';
import type { PagingChannel } from './ports/paging.ts';

const SENDING: ReadonlySet<PropertyKey> = new Set<keyof Chat | keyof PagingChannel>([
  'post',
  'dm',
  'upload',
  'send',
]);

/**
 * The same ways out, watched.
 *
 * @returns `hasSent` is true once a message or file was taken, and where it is not known whether it was.
 */
export function watchSends({
  chat,
  channels,
}: Pick<Deps, 'chat' | 'channels'>): Pick<Deps, 'chat' | 'channels'> & { hasSent(): boolean } {
  let sent = false;
  const watched = <T extends object>(way: T): T =>
    new Proxy(way, {
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
  return { chat: watched(chat), channels: channels.map(watched), hasSent: () => sent };
}
