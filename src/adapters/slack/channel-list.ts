/** The workspace's channels as they were last listed: read in the background, page by page, and kept for a while. */
import type { ConversationsListResponse, WebClient } from '@slack/web-api';
import { type Channel, PRIVATE_CHANNEL } from '../../core/ports/chat.ts';
import type { Log } from '../../core/ports/log.ts';
import type { AskSlack } from './ask.ts';

/** Milliseconds. */
const LIST_KEPT = 300_000;
/** A trigger lives three seconds: a modal that shows names has to open within them. */
const LIST_WAIT = 1_000;
/** The most that Slack gives in a page. */
export const PAGE = 1_000;

interface Listed {
  readonly id: string;
  readonly name: string;
  readonly is_member?: boolean;
  readonly is_archived?: boolean;
}

/** A channel as Slack describes it; undefined for what has no name, such as a direct message. */
export function channelOf({ id, name, is_member, is_archived }: Partial<Listed>): Channel | undefined {
  if (!id || name === undefined) return undefined;
  return { id, name, isMember: is_member === true, isArchived: is_archived === true };
}

export function createChannelList(client: WebClient, ask: AskSlack, log: Log): () => Promise<Channel[]> {
  const channels = new Map<string, Channel>();
  let at = Number.NEGATIVE_INFINITY;
  let cursor: string | undefined;
  let reading: Promise<void> | undefined;

  /** Reads the list from where it stopped; what was read stays where Slack asks for patience. */
  async function read(): Promise<void> {
    try {
      do {
        const page: ConversationsListResponse = await ask('conversations.list', () =>
          client.conversations.list({
            types: 'public_channel,private_channel',
            exclude_archived: true,
            limit: PAGE,
            ...(cursor && { cursor }),
          }),
        );
        for (const listed of page.channels ?? []) {
          const channel = channelOf(listed);
          if (channel?.name && !PRIVATE_CHANNEL.test(channel.name)) channels.set(channel.id, channel);
        }
        cursor = page.response_metadata?.next_cursor || undefined;
      } while (cursor);
      at = performance.now();
    } catch (error) {
      log.warn({ part: 'slack', reason: String(error) }, 'the list of channels is not complete');
    }
  }

  return async () => {
    if (performance.now() - at >= LIST_KEPT) {
      reading ??= read().finally(() => {
        reading = undefined;
      });
      // Only at first is there nothing to answer from; nobody's modal waits longer than this.
      await Promise.race([reading, new Promise((resolve) => setTimeout(resolve, LIST_WAIT).unref())]);
    }
    return [...channels.values()];
  };
}
