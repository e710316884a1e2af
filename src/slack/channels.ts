/** A channel as people type it: `<#C…|name>` (how Slack sends a mention), `#name`, its id, or its name. */
import { UserError } from '../core/errors.ts';
import type { Chat } from '../core/ports/chat.ts';
import { quoted } from './mrkdwn.ts';

const MENTION = /^<#([CG][A-Z0-9]+)(?:\|[^>]*)?>$/;
const ID = /^[CG][A-Z0-9]{6,}$/;
const NAME = /^#?([^\s#@<>|]+)$/;

/** Whether a word is meant as a channel, so that a command can tell `#stage-main` from a duration. */
export const namesChannel = (word: string): boolean => MENTION.test(word) || /^#[^\s#@<>|]+$/.test(word);

/**
 * Whether the bot can post there, as a word for what to do: `invite` it, or take another channel. Undefined
 * where all is well, and where Slack cannot be asked just now: then a message tells, which finds another way.
 *
 * @param options.asksNow - The list of channels, which is minutes old, is not believed where it says that all is well.
 */
export async function channelTrouble(
  id: string,
  chat: Pick<Chat, 'channel' | 'channels'>,
  { asksNow = false } = {},
): Promise<'unseen' | 'archived' | 'invite' | undefined> {
  try {
    const listed = asksNow ? undefined : (await chat.channels()).find((one) => one.id === id);
    if (listed?.isMember && !listed.isArchived) return undefined;
    // The list may be minutes old: the bot was perhaps invited just now.
    const channel = await chat.channel(id);
    if (!channel) return 'unseen';
    if (channel.isArchived) return 'archived';
    return channel.isMember ? undefined : 'invite';
  } catch {
    return undefined;
  }
}

/** The channel's id, or a UserError that says how to name one. */
export async function findChannel(text: string, chat: Pick<Chat, 'channels'>): Promise<string> {
  const word = text.trim();
  const [, mentioned] = MENTION.exec(word) ?? [];
  if (mentioned !== undefined) return mentioned;
  const [, name] = NAME.exec(word) ?? [];
  if (name === undefined) throw new UserError('channel.notNamed', { typed: quoted(word) });
  const channels = await chat.channels();
  const found = channels.find((channel) => channel.name === name.toLowerCase() || channel.id === name);
  if (found) return found.id;
  // An id is as good as a name even where the list cannot show the channel.
  if (ID.test(name)) return name;
  throw new UserError('channel.none', { typed: quoted(word) });
}
