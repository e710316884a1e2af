/** What happens in Slack without being asked of us: messages, marks, App Home opened, profiles changed. */
import type { App } from '@slack/bolt';
import type { Command, SlackEvent } from '../../core/command.ts';
import type { Deps } from '../../core/deps.ts';
import type { Log } from '../../core/ports/log.ts';
import { typedText } from '../../slack/mrkdwn.ts';
import { receivedWork } from './received.ts';
import type { FirstTime } from './receiver.ts';

const DAY = 86_400_000;

/** A message as it is inside Slack's events; which of it is there depends on the kind of event. */
export interface PostedMessage {
  readonly subtype?: string;
  readonly user?: string;
  readonly bot_id?: string;
  readonly text?: string;
  readonly ts?: string;
  readonly thread_ts?: string;
}

interface MessageEvent extends PostedMessage {
  readonly subtype?: string;
  readonly channel: string;
  readonly channel_type?: string;
  readonly message?: PostedMessage;
  readonly previous_message?: PostedMessage;
  readonly deleted_ts?: string;
}

/** Subtypes that are a person speaking; all others are Slack's own remarks (joined, topic set, …). */
const speech = new Set([undefined, 'file_share', 'thread_broadcast', 'me_message']);

/** Undefined for what a bot did, this one included, and for what is nobody's words. */
export function heardMessage(event: MessageEvent): SlackEvent | undefined {
  // The parent of a thread leaves a tombstone by USLACKBOT when it is deleted.
  const buried = event.subtype === 'message_changed' && event.message?.subtype === 'tombstone';
  const changed = event.subtype === 'message_changed' && !buried;
  const deleted = event.subtype === 'message_deleted' || buried;
  if (!changed && !deleted && !speech.has(event.subtype)) return undefined;
  const about = changed ? event.message : deleted ? event.previous_message : event;
  const ts = deleted ? (event.deleted_ts ?? event.message?.ts) : about?.ts;
  if (!about?.user || about.bot_id !== undefined || ts === undefined) return undefined;
  // Slack also "changes" a message when it unfurls a link in it.
  if (changed && event.previous_message?.text === about.text) return undefined;
  return {
    kind: changed ? 'message-edited' : deleted ? 'message-deleted' : 'message',
    user: about.user,
    channel: event.channel,
    direct: event.channel_type === 'im' || event.channel.startsWith('D'),
    ts,
    thread: about.thread_ts,
    text: typedText(about.text ?? ''),
  };
}

export interface Ears {
  readonly firstTime: FirstTime;
  readonly log: Log;
  /** The message that somebody marked; undefined where it is gone. */
  marked(channel: string, ts: string): Promise<PostedMessage | undefined>;
  homeOpened(user: string, shown: string | undefined): Promise<void>;
  profileChanged(user: unknown): Promise<void>;
  /** Who is in a user group, or what it is called. */
  groupsChanged(): Promise<void>;
}

export function listenToEvents(app: App, commands: readonly Command[], deps: Deps, ears: Ears): void {
  const { firstTime, log } = ears;

  /** Slack sends an event again after 1 and 5 minutes; each is handled once in a day. */
  const once = async (body: { event_id?: string }, work: () => Promise<void>): Promise<void> => {
    const isNew = body.event_id === undefined || (await firstTime(`slack:event:${body.event_id}`, DAY));
    if (isNew) await deps.telemetry.measure(receivedWork('event', {}), work);
  };

  /** Each command hears it by itself: one that fails does not make the others deaf. */
  const tellAll = async (slackEvent: SlackEvent): Promise<void> => {
    const told = commands.map(async (command) => {
      try {
        await command.onSlackEvent?.(slackEvent, deps);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        log.error({ part: 'slack', command: command.name, kind: slackEvent.kind, reason }, 'hearing failed');
      }
    });
    await Promise.all(told);
  };

  /** A mark is heard even where its message cannot be read. */
  const markedMessage = async (channel: string, ts: string): Promise<PostedMessage | undefined> => {
    try {
      return await ears.marked(channel, ts);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      log.warn({ part: 'slack', reason }, 'a marked message could not be read');
      return undefined;
    }
  };

  app.event('message', async ({ event, body }) => {
    const slackEvent = heardMessage(event as MessageEvent);
    if (slackEvent) await once(body, () => tellAll(slackEvent));
  });

  const marks = new Set(commands.flatMap((command) => command.watchedReactions ?? []));
  for (const [name, kind] of [
    ['reaction_added', 'reaction-added'],
    ['reaction_removed', 'reaction-removed'],
  ] as const) {
    app.event(name, async ({ event, body }) => {
      const { item, user, reaction } = event;
      if (item.type !== 'message') return;
      await once(body, async () => {
        const message = marks.has(reaction) ? await markedMessage(item.channel, item.ts) : undefined;
        await tellAll({
          kind,
          user,
          channel: item.channel,
          direct: item.channel.startsWith('D'),
          ts: item.ts,
          thread: message?.thread_ts,
          text: typedText(message?.text ?? ''),
          reaction,
          ...(message?.user && { author: message.user }),
        });
      });
    });
  }

  app.event('app_home_opened', async ({ event }) => {
    if (event.tab === 'home') await ears.homeOpened(event.user, event.view?.private_metadata);
  });

  app.event('user_change', async ({ event }) => ears.profileChanged(event.user));

  app.event('subteam_updated', async ({ body }) => once(body, () => ears.groupsChanged()));
  app.event('subteam_members_changed', async ({ body }) => once(body, () => ears.groupsChanged()));
}
