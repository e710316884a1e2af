/** The `Chat` port over Slack's Web API. `compose` makes one for pages and one, paced, for the rest. */
import { PermanentError } from '../../core/errors.ts';
import { OUTGOING } from '../../core/outgoing-limits.ts';
import type { Chat } from '../../core/ports/chat.ts';
import { truncatePlain } from '../../core/text.ts';
import { askWithin } from './ask.ts';
import type { Budget, Priority } from './budget.ts';
import { channelOf, createChannelList, PAGE } from './channel-list.ts';
import { type ClientOptions, createClient } from './client.ts';
import { calling } from './errors.ts';
import { createHistory } from './history.ts';
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

/** Characters of a picture's description, of which Slack's documentation says 1,000. */
const MAX_ALT = 1_000;
/** Slack answered ok and left out what it promises. */
const incomplete = (method: string): Error => new Error(`Slack's answer to ${method} is incomplete`);

export function createChat(options: ChatOptions): Chat {
  const { budget, pace, priority = 'pages' } = options;
  const client = createClient({ limit: OUTGOING[`slack.${priority}`], ...options });
  const ask = askWithin(budget, priority);
  const { latest, remove, removeReplies, removeOwn } = createHistory(client, ask);
  const directs = new Map<string, string>();
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

    remove,
    removeReplies,

    async removeThread(at) {
      await removeReplies(at);
      await remove(at);
    },

    async removeOwn(place, since, which) {
      await removeOwn('person' in place ? await direct(place.person) : place.channel, since, which);
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
      await ask('views.publish', () => client.views.publish({ user_id: user, view }));
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

    channels: createChannelList(client, ask, options.log),

    async channel(id) {
      try {
        const { channel } = await ask('conversations.info', () => client.conversations.info({ channel: id }));
        return channel && channelOf(channel);
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
