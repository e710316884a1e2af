/** The `Chat` port over Slack's Web API. `compose` makes one for pages and one, paced, for the rest. */
import type { ConversationsHistoryResponse, ConversationsListResponse } from '@slack/web-api';
import { PermanentError, RetryLater } from '../../core/errors.ts';
import { type Channel, type Chat, type Posted, PRIVATE_CHANNEL } from '../../core/ports/chat.ts';
import { truncatePlain } from '../../core/text.ts';
import type { Budget, Priority } from './budget.ts';
import { type ClientOptions, createClient } from './client.ts';
import { CredentialsRefused, calling } from './errors.ts';
import type { ChannelPace } from './pace.ts';
import { isNamed, payload } from './payload.ts';

export interface ChatOptions extends ClientOptions {
  /** Shared by all chats of a process. */
  readonly budget?: Budget;
  /** Shared too. Pages do not wait for it, what comes after them does. */
  readonly pace?: ChannelPace;
  /** Who goes first; `pages` unless told. */
  readonly priority?: Priority;
}

/** What a workspace (or the sandbox) says when it does not do this: then we do without. */
const unavailable = new Set([
  'unknown_method',
  'missing_scope',
  'not_in_channel',
  'no_permission',
  'restricted_action',
  'not_pinnable',
  'too_many_pins',
  'already_pinned',
]);

/** A place where nothing of ours can be seen: what is sent there decides what that means. */
const unseen = new Set([
  ...unavailable,
  'channel_not_found',
  'thread_not_found',
  'message_not_found',
  'not_allowed_token_type',
]);

const doWithout = (error: unknown): void => {
  if (!(error instanceof PermanentError && unavailable.has(error.code))) throw error;
};

const except =
  (code: string) =>
  (error: unknown): void => {
    if (!(error instanceof PermanentError && error.code === code)) throw error;
  };

/** Milliseconds. */
const LIST_KEPT = 300_000;
/** A trigger lives three seconds: a modal that shows names has to open within them. */
const LIST_WAIT = 1_000;
/** Characters of a picture's description, of which Slack's documentation says 1,000. */
const MAX_ALT = 1_000;
/** The most that Slack gives in a page. */
const PAGE = 1_000;

interface Listed {
  readonly id: string;
  readonly name: string;
  readonly is_member?: boolean;
  readonly is_archived?: boolean;
}
const asListed = (channel: Listed): Channel => ({
  id: channel.id,
  name: channel.name,
  isMember: channel.is_member === true,
  isArchived: channel.is_archived === true,
});

/**
 * Messages that are looked at for one that may have left before a crash: the latest of a conversation; of a
 * thread, which Slack gives oldest first, as many as it has in one answer.
 */
const LOOKED_BACK = 100;
const OF_A_THREAD = 999;

/** Slack answered ok and left out what it promises. */
const incomplete = (method: string): Error => new Error(`Slack's answer to ${method} is incomplete`);

export function createChat(options: ChatOptions): Chat {
  const client = createClient(options);
  const { budget, pace, priority = 'pages' } = options;
  /** One call of the Web API, within the budget of its method. */
  const ask = async <T>(method: string, call: () => Promise<T>): Promise<T> => {
    await budget?.take(method, priority);
    try {
      return await calling(call);
    } catch (error) {
      if (error instanceof RetryLater && !(error instanceof CredentialsRefused))
        budget?.refused(method, error.seconds);
      throw error;
    }
  };
  const directs = new Map<string, string>();
  const listed = {
    at: Number.NEGATIVE_INFINITY,
    cursor: undefined as string | undefined,
    channels: new Map<string, Channel>(),
  };
  let reading: Promise<void> | undefined;

  const chat: Chat = {
    async post(channel, message, { thread, broadcast, key } = {}) {
      await pace?.(channel, priority === 'pages');
      const answer = await ask('chat.postMessage', () =>
        client.chat.postMessage({
          channel,
          ...payload(message, key),
          unfurl_links: false,
          unfurl_media: false,
          ...(thread !== undefined && broadcast === true
            ? { thread_ts: thread, reply_broadcast: true as const }
            : thread !== undefined && { thread_ts: thread }),
        }),
      );
      if (!answer.ts) throw incomplete('chat.postMessage');
      return { channel: answer.channel ?? channel, ts: answer.ts };
    },

    async update(at, message, { key } = {}) {
      await ask('chat.update', () =>
        client.chat.update({ channel: at.channel, ts: at.ts, ...payload(message, key) }),
      );
    },

    async remove(at) {
      await ask('chat.delete', () => client.chat.delete({ channel: at.channel, ts: at.ts }));
    },

    async removeThread(at) {
      await chat.removeReplies(at);
      await chat.remove(at);
    },

    async removeReplies(at) {
      for (const { ts, bot_id } of await latest(at.channel, at.ts))
        if (ts !== undefined && ts !== at.ts && bot_id !== undefined)
          await removeIfThere({ channel: at.channel, ts });
    },

    async removeOwn(place, since, which) {
      const channel = 'person' in place ? await direct(place.person) : place.channel;
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
    },

    async createPrivateChannel(name) {
      const { channel } = await ask('conversations.create', () =>
        client.conversations.create({ name, is_private: true }),
      );
      if (!channel?.id) throw incomplete('conversations.create');
      return channel.id;
    },

    async invite(channel, user) {
      await ask('conversations.invite', () => client.conversations.invite({ channel, users: user })).catch(
        except('already_in_channel'),
      );
    },

    async kick(channel, user) {
      await ask('conversations.kick', () => client.conversations.kick({ channel, user })).catch(
        except('not_in_channel'),
      );
    },

    async archiveChannel(channel) {
      await ask('conversations.archive', () => client.conversations.archive({ channel })).catch(
        except('already_archived'),
      );
    },

    async dm(user, message, options) {
      // By the person's id Slack opens the conversation itself: one call, where opening it first would be two.
      const posted = await chat.post(directs.get(user) ?? user, message, options);
      directs.set(user, posted.channel);
      return posted;
    },

    async sentBefore(place, key) {
      const channel = 'person' in place ? await direct(place.person) : place.channel;
      try {
        const messages = await latest(channel, 'thread' in place ? place.thread : undefined);
        const found = messages.find((one) => isNamed(one, key));
        return found?.ts === undefined ? undefined : { channel, ts: found.ts };
      } catch (error) {
        if (error instanceof PermanentError && unseen.has(error.code)) return undefined;
        throw error;
      }
    },

    async ephemeral(channel, user, message) {
      await calling(() => client.chat.postEphemeral({ channel, user, ...payload(message) }));
    },

    async openModal(trigger, view) {
      await calling(() => client.views.open({ trigger_id: trigger, view }));
    },

    async publishHome(user, view) {
      await calling(() => client.views.publish({ user_id: user, view }));
    },

    async upload(channel, file, { thread, comment } = {}) {
      // A file goes into a conversation by its id, so a person is first made one.
      const channelId = /^[UW]/.test(channel) ? await direct(channel) : channel;
      const what = {
        filename: file.name,
        title: file.title ?? file.name,
        file: Buffer.from(file.content),
        ...(file.alt !== undefined && { alt_text: truncatePlain(file.alt, MAX_ALT) }),
        ...(comment !== undefined && { initial_comment: comment }),
      };
      await ask('files.getUploadURLExternal', () =>
        client.files.uploadV2(
          thread === undefined
            ? { ...what, channel_id: channelId }
            : { ...what, channel_id: channelId, thread_ts: thread },
        ),
      );
    },

    async permalink(at) {
      try {
        const answer = await calling(() =>
          client.chat.getPermalink({ channel: at.channel, message_ts: at.ts }),
        );
        return answer.permalink;
      } catch (error) {
        if (error instanceof PermanentError) return undefined;
        throw error;
      }
    },

    async pin(at) {
      await ask('pins.add', () => client.pins.add({ channel: at.channel, timestamp: at.ts })).catch(
        doWithout,
      );
    },

    async channels() {
      if (performance.now() - listed.at >= LIST_KEPT) {
        reading ??= readChannels().finally(() => {
          reading = undefined;
        });
        // Only at first is there nothing to answer from; nobody's modal waits longer than this.
        await Promise.race([reading, new Promise((resolve) => setTimeout(resolve, LIST_WAIT).unref())]);
      }
      return [...listed.channels.values()];
    },

    async channel(id) {
      try {
        const { channel } = await ask('conversations.info', () => client.conversations.info({ channel: id }));
        return channel?.id && channel.name !== undefined ? asListed(channel as Listed) : undefined;
      } catch (error) {
        if (error instanceof PermanentError && unseen.has(error.code)) return undefined;
        throw error;
      }
    },

    async members(channel, cursor) {
      const answer = await ask('conversations.members', () =>
        client.conversations.members({ channel, limit: PAGE, ...(cursor !== undefined && { cursor }) }),
      );
      const next = answer.response_metadata?.next_cursor || undefined;
      return { people: answer.members ?? [], ...(next !== undefined && { next }) };
    },

    async scopes() {
      const answer = await ask('auth.test', () => client.auth.test());
      return answer.response_metadata?.scopes ?? [];
    },
  };

  /** What somebody else deleted, or nobody may, is no reason to stop. */
  async function removeIfThere(at: Posted): Promise<void> {
    await chat.remove(at).catch((error: unknown) => {
      if (!(error instanceof PermanentError)) throw error;
    });
  }

  /** Reads the list from where it stopped; what was read stays where Slack asks for patience. */
  async function readChannels(): Promise<void> {
    try {
      do {
        const page: ConversationsListResponse = await ask('conversations.list', () =>
          client.conversations.list({
            types: 'public_channel,private_channel',
            exclude_archived: true,
            limit: PAGE,
            ...(listed.cursor && { cursor: listed.cursor }),
          }),
        );
        for (const channel of page.channels ?? [])
          if (channel.id && channel.name && !PRIVATE_CHANNEL.test(channel.name))
            listed.channels.set(channel.id, asListed(channel as Listed));
        listed.cursor = page.response_metadata?.next_cursor || undefined;
      } while (listed.cursor);
      listed.at = performance.now();
    } catch (error) {
      options.log.warn({ part: 'slack', reason: String(error) }, 'the list of channels is not complete');
    }
  }

  async function latest(channel: string, thread: string | undefined) {
    const method = thread === undefined ? 'conversations.history' : 'conversations.replies';
    const { messages = [] } = await ask(method, () =>
      thread === undefined
        ? client.conversations.history({ channel, limit: LOOKED_BACK })
        : client.conversations.replies({ channel, ts: thread, limit: OF_A_THREAD }),
    );
    return messages;
  }

  /** The conversation between the bot and this person; it never changes. */
  async function direct(user: string): Promise<string> {
    const known = directs.get(user);
    if (known !== undefined) return known;
    const answer = await ask('conversations.open', () => client.conversations.open({ users: user }));
    const id = answer.channel?.id;
    if (!id) throw incomplete('conversations.open');
    directs.set(user, id);
    return id;
  }

  return chat;
}
