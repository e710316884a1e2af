/**
 * How an answer reaches the person: through the request's `response_url` (five uses in thirty minutes, and
 * it works where the bot is no member), else as an ephemeral message, else as a direct one.
 */
import { createGate, type Gate } from '../../core/outgoing-gate.ts';
import { OUTGOING } from '../../core/outgoing-limits.ts';
import type { Chat, Message, Posted } from '../../core/ports/chat.ts';
import type { Ephemerals } from './ephemerals.ts';
import { answerPayload } from './payload.ts';

const USES = 5;

export interface Replier {
  /** Shown to the asker alone. Replaces what `progress` showed. */
  say(message: Message): Promise<void>;
  /** Shows how it gets on, again in the same place. Keeps one use for the end. */
  progress(message: Message): Promise<void>;
  /** Replaces the message that the button is on. */
  replace(message: Message): Promise<void>;
}

export interface ReplyTarget {
  readonly user: string;
  /** Undefined in App Home and in modals that nobody's channel opened. */
  readonly channel: string | undefined;
  readonly responseUrl: string | undefined;
  /** The message that the button is on. */
  readonly at?: Posted | undefined;
  /** That message is one that only the asker sees: progress and answer may take its place. */
  readonly onEphemeral?: boolean;
}

type Responder = (body: object) => Promise<boolean>;

/** By what an answer can go out. */
export interface ReplyChannels {
  readonly chat: Chat;
  readonly ephemerals: Ephemerals;
  /** Through which what goes to response addresses leaves. */
  readonly answers: Gate;
}

/** One a workspace: what hangs in one event's keeps no answer of another event waiting. */
export const createAnswerGate = (): Gate => createGate(OUTGOING['slack.answers']);

/** Posts to the response URL; false when it is used up or refused. */
const responder = (url: string | undefined, reserve: { left: number }, answers: Gate): Responder => {
  return async (body) => {
    if (url === undefined || reserve.left <= 0) return false;
    reserve.left--;
    const response = await answers
      .ask((signal) =>
        fetch(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json; charset=utf-8' },
          body: JSON.stringify(body),
          signal,
        }),
      )
      .catch(() => undefined);
    return response?.ok === true;
  };
};

export function createReplier(from: ReplyTarget, { chat, ephemerals, answers }: ReplyChannels): Replier {
  const reserve = { left: USES };
  const respond = responder(from.responseUrl, reserve, answers);
  const onCard = from.at !== undefined && from.onEphemeral !== true;
  /** Where progress is shown. */
  let shown: Posted | 'in the place of the button' | 'for good' | undefined;

  /** One after the other, so that "working on it" never lands on top of the result. */
  let before: Promise<unknown> = Promise.resolve();
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const mine = before.then(work);
    before = mine.catch(() => {});
    return mine;
  };

  const privately = async (message: Message): Promise<void> => {
    if (from.channel === undefined) {
      await chat.dm(from.user, message);
      return;
    }
    // A channel that the bot is not in refuses; then the person gets it directly.
    await chat.ephemeral(from.channel, from.user, message).catch(() => chat.dm(from.user, message));
  };

  /** The button's own message is the asker's alone, so progress and result may take its place. */
  const inPlace = (message: Message): Promise<boolean> =>
    respond({ replace_original: true, ...answerPayload(message) });

  const alone = (message: Message): object => ({
    response_type: 'ephemeral',
    replace_original: false,
    ...answerPayload(message),
  });

  return {
    say: (message) =>
      inTurn(async () => {
        if (typeof shown === 'object' && (await ephemerals.change(shown, message))) return;
        if (shown === 'in the place of the button' && (await inPlace(message))) return;
        if (!(await respond(alone(message)))) await privately(message);
      }),

    progress: (message) =>
      inTurn(async () => {
        // On a card that others see there is no place of the asker's own to show it in.
        if (onCard || from.channel === undefined) return;
        if (from.onEphemeral === true) {
          if (reserve.left > 2 && (await inPlace(message))) shown = 'in the place of the button';
        } else if (typeof shown === 'object') await ephemerals.change(shown, message);
        else if (shown === undefined) {
          shown = await ephemerals.show(from.channel, from.user, message);
          // Where the bot is no member: it cannot be replaced there, so it is said once.
          if (shown === undefined && (await respond(alone(message)))) shown = 'for good';
        }
      }),

    replace: (message) =>
      inTurn(async () => {
        if (await inPlace(message)) return;
        if (from.at && onCard) await chat.update(from.at, message);
        else await privately(message);
      }),
  };
}
