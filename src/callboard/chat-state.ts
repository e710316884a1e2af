/** Whether Slack can be reached: what everybody knows of it, and who raises the suspicion that it cannot. */
import { type Change, scheduleJob } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import { instantText } from '../core/instant.ts';
import { CHAT_ID, type ChatSigns, type ChatState } from './domain/chat-state.ts';
import { watchChat } from './domain/jobs.ts';

/** The last outage of Slack's; from memory. */
export const readChatState = async ({ chatState }: Pick<Deps, 'chatState'>): Promise<ChatState | undefined> =>
  (await chatState.read()).get(CHAT_ID)?.value;

/** Milliseconds within which one process tells of a sign once. */
const SIGN_EVERY = 5_000;
/** Slack closes sockets in its ordinary work, and a new one opens within so many seconds: that is no sign of an outage. */
const SOCKET_GRACE = 10;

export interface ChatSuspicion {
  /** A call did not reach Slack. */
  callFailed(): void;
  /** The socket closed. */
  socketClosed(): void;
}

/**
 * Has Slack looked at after a sign that it cannot be reached. What fails here is left at that: the next sign comes
 * soon, if there is anything in it.
 *
 * @param passed - Real milliseconds, for how often.
 */
export function suspectChat(
  { store, clock, log }: Pick<Deps, 'store' | 'clock' | 'log'>,
  passed: () => number = () => performance.now(),
): ChatSuspicion {
  let last = Number.NEGATIVE_INFINITY;
  const sign = (make: () => Promise<Change | undefined>) => {
    if (passed() - last < SIGN_EVERY) return;
    last = passed();
    void make()
      .then((change) => change && store.commit(change))
      .catch((error: unknown) =>
        log.warn({ part: 'slack', reason: String(error) }, 'nobody looks after Slack'),
      );
  };
  const known = async () => {
    const waiting = await store.job(watchChat.id({}));
    const read = watchChat.schema.safeParse(waiting?.data);
    return waiting && { at: waiting.at, signs: read.success ? read.data.signs : ({} as ChatSigns) };
  };
  return {
    callFailed: () =>
      sign(async () => {
        const now = clock.now();
        const watched = await known();
        const signs = { ...watched?.signs, callFailedAt: instantText(now) };
        return { jobs: [scheduleJob(watchChat, watched?.at ?? now, { signs })] };
      }),
    socketClosed: () =>
      sign(async () =>
        (await known())
          ? undefined
          : { jobs: [scheduleJob(watchChat, clock.now().add({ seconds: SOCKET_GRACE }), { signs: {} })] },
      ),
  };
}
