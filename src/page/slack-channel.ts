/**
 * Direct messages as a paging channel, over the Chat port. It is here and not in the Slack adapter because
 * it needs nothing of Slack's own: another chat would page in the same way.
 */

import { PermanentError } from '../core/errors.ts';
import type { Chat } from '../core/ports/chat.ts';
import type { PagingChannel } from '../core/ports/paging.ts';
import { escape } from '../slack/mrkdwn.ts';
import { dmBlock } from './direct-message.ts';

export function slackDmChannel(chat: Chat): PagingChannel {
  const user = (slack: string | undefined): string => {
    if (slack === undefined) throw new PermanentError('no-slack');
    return slack;
  };
  return {
    name: 'slack',
    address: (person) =>
      person.slack && !person.guest && !person.deactivated ? `@${person.handle ?? person.name}` : undefined,
    async send({ to, notification, message, text }) {
      const key = dmBlock(notification);
      const { channel, ts } = await chat.dm(user(to.slack), message ?? { text: escape(text) }, { key });
      return { reference: `${channel}:${ts}` };
    },
    async find({ to, notification }) {
      const found = await chat.sentBefore({ person: user(to.slack) }, dmBlock(notification));
      return found && { reference: `${found.channel}:${found.ts}` };
    },
  };
}

/** Where the direct message of a reference is. */
export function postedAt(reference: string): { channel: string; ts: string } | undefined {
  const [channel, ts] = reference.split(':');
  return channel && ts ? { channel, ts } : undefined;
}
