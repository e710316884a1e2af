/** The `Chat` port over Slack's Web API. `compose` makes one for pages and one, paced, for the rest. */
import type { ConversationsListResponse } from '@slack/web-api';
import { PermanentError } from '../../core/errors.ts';
import type { Chat } from '../../core/ports/chat.ts';
import { type ClientOptions, createClient } from './client.ts';
import { calling } from './errors.ts';
import { createChannelPace } from './pace.ts';
import { isNamed, payload } from './payload.ts';

export interface ChatOptions extends ClientOptions {
  /** One post a second in each channel: for housekeeping, never for pages. */
  readonly pace?: boolean;
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

/** Milliseconds. */
const LIST_KEPT = 300_000;

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
  const turn = options.pace ? createChannelPace() : async () => {};
  const directs = new Map<string, string>();
  let listed = { at: Number.NEGATIVE_INFINITY, channels: [] as { id: string; name: string }[] };

  const chat: Chat = {
    async post(channel, message, { thread, key } = {}) {
      await turn(channel);
      const answer = await calling(() =>
        client.chat.postMessage({
          channel,
          ...payload(message, key),
          unfurl_links: false,
          unfurl_media: false,
          ...(thread !== undefined && { thread_ts: thread }),
        }),
      );
      if (!answer.ts) throw incomplete('chat.postMessage');
      return { channel: answer.channel ?? channel, ts: answer.ts };
    },

    async update(at, message, { key } = {}) {
      await calling(() => client.chat.update({ channel: at.channel, ts: at.ts, ...payload(message, key) }));
    },

    async remove(at) {
      await calling(() => client.chat.delete({ channel: at.channel, ts: at.ts }));
    },

    async dm(user, message, options) {
      return await chat.post(await direct(user), message, options);
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
        ...(comment !== undefined && { initial_comment: comment }),
      };
      await calling(() =>
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
      await calling(() => client.pins.add({ channel: at.channel, timestamp: at.ts })).catch(doWithout);
    },

    async channels() {
      if (performance.now() - listed.at < LIST_KEPT) return listed.channels;
      const channels: { id: string; name: string }[] = [];
      await calling(async () => {
        const query = { types: 'public_channel,private_channel', exclude_archived: true, limit: 200 };
        for await (const page of client.paginate('conversations.list', query))
          for (const { id, name } of (page as ConversationsListResponse).channels ?? [])
            if (id && name) channels.push({ id, name });
      });
      listed = { at: performance.now(), channels };
      return channels;
    },
  };

  async function latest(channel: string, thread: string | undefined) {
    const { messages = [] } = await calling(() =>
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
    const answer = await calling(() => client.conversations.open({ users: user }));
    const id = answer.channel?.id;
    if (!id) throw incomplete('conversations.open');
    directs.set(user, id);
    return id;
  }

  return chat;
}
