/**
 * "Working on it", and its replacement by the result. Slack replaces what a button is on, but not what a
 * slash command was answered before (bolt-js#2287): there the result appears below. A Slack that can update
 * an ephemeral message, as the sandbox's, gets it replaced; one refusal, and it is not asked again.
 */
import type { WebClient } from '@slack/web-api';
import { PermanentError } from '../../core/errors.ts';
import type { Message, Posted } from '../../core/ports/chat.ts';
import { calling } from './errors.ts';
import { payload } from './payload.ts';

export interface Ephemerals {
  /** Undefined where the bot may not write. */
  show(channel: string, user: string, message: Message): Promise<Posted | undefined>;
  /** False when it stays as it was. */
  change(at: Posted, message: Message): Promise<boolean>;
}

export function createEphemerals(client: WebClient): Ephemerals {
  let changeable = true;
  const refused = (error: unknown): undefined => {
    if (!(error instanceof PermanentError)) throw error;
  };
  return {
    async show(channel, user, message) {
      const answer = await calling(() =>
        client.chat.postEphemeral({ channel, user, ...payload(message) }),
      ).catch(refused);
      return answer?.message_ts === undefined ? undefined : { channel, ts: answer.message_ts };
    },
    async change(at, message) {
      if (!changeable) return false;
      try {
        await calling(() => client.chat.update({ channel: at.channel, ts: at.ts, ...payload(message) }));
        return true;
      } catch (error) {
        // Any other trouble is of the moment: the answer then appears below, and the next is tried again.
        if (error instanceof PermanentError) changeable = false;
        return false;
      }
    },
  };
}
