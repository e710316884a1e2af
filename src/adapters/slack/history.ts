/** What stands in a conversation: found again after a crash, and what is ours taken away. */
import type { ConversationsHistoryResponse, WebClient } from '@slack/web-api';
import { PermanentError } from '../../core/errors.ts';
import type { Posted } from '../../core/ports/chat.ts';
import type { AskSlack } from './ask.ts';

/**
 * Messages that are looked at for one that may have left before a crash: the latest of a conversation; of a
 * thread, which Slack gives oldest first, as many as it has in one answer.
 */
const LOOKED_BACK = 100;
const OF_A_THREAD = 999;

export function createHistory(client: WebClient, ask: AskSlack) {
  async function latest(channel: string, thread: string | undefined) {
    const method = thread === undefined ? 'conversations.history' : 'conversations.replies';
    const { messages = [] } = await ask(method, () =>
      thread === undefined
        ? client.conversations.history({ channel, limit: LOOKED_BACK })
        : client.conversations.replies({ channel, ts: thread, limit: OF_A_THREAD }),
    );
    return messages;
  }

  async function remove({ channel, ts }: Posted): Promise<void> {
    await ask('chat.delete', () => client.chat.delete({ channel, ts }));
  }

  /** What somebody else deleted, or nobody may, is no reason to stop. */
  async function removeIfThere(at: Posted): Promise<void> {
    await remove(at).catch((error: unknown) => {
      if (!(error instanceof PermanentError)) throw error;
    });
  }

  async function removeReplies(at: Posted): Promise<void> {
    for (const { ts, bot_id } of await latest(at.channel, at.ts))
      if (ts !== undefined && ts !== at.ts && bot_id !== undefined)
        await removeIfThere({ channel: at.channel, ts });
  }

  /** Of the messages since a time (seconds, as Slack has them) and their threads, those of ours that `which` names. */
  async function removeOwn(
    channel: string,
    since: number,
    which: (at: Posted, content: string) => boolean,
  ): Promise<void> {
    let cursor: string | undefined;
    do {
      const page: ConversationsHistoryResponse = await ask('conversations.history', () =>
        client.conversations.history({
          channel,
          limit: LOOKED_BACK,
          oldest: String(since),
          ...(cursor && { cursor }),
        }),
      );
      for (const first of page.messages ?? []) {
        const replies = first.reply_count && first.ts ? await latest(channel, first.ts) : [];
        for (const { ts, bot_id, text = '', blocks = [] } of [...replies, first]) {
          const at = { channel, ts: ts ?? '' };
          if (ts && bot_id !== undefined && which(at, `${text}\n${JSON.stringify(blocks)}`))
            await removeIfThere(at);
        }
      }
      cursor = page.response_metadata?.next_cursor || undefined;
    } while (cursor !== undefined);
  }

  return { latest, remove, removeReplies, removeOwn };
}
