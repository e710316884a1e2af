/** Where the event's messages are to go and do not arrive: asked by `/callboard status` and the doctor. */
import type { Chat } from '../core/ports/chat.ts';
import { channelTrouble } from '../slack/channels.ts';
import type { EventSettings } from './domain/event.ts';

export const channelKinds = ['announcements', 'ops', 'incidents', 'volunteers'] as const;
export type ChannelKind = (typeof channelKinds)[number];

export interface ClosedChannel {
  readonly id: string;
  /** A word for what to do: `invite` the bot, or choose another channel. */
  readonly trouble: 'unseen' | 'archived' | 'invite';
  /** Kinds of channel, and names of rooms. */
  readonly uses: readonly (ChannelKind | { readonly room: string })[];
}

/** Slack answers fifty such questions a minute (tier 3); behind the first few rooms the list of channels will do. */
const MAX_ASKED = 20;

/**
 * The channels of the event in which the bot cannot post, each once.
 *
 * @param options.asksNow - Slack is asked about each, and the list that is minutes old is not believed.
 * @returns Those that Slack could be asked about; where it does not answer, none.
 */
export async function closedChannels(
  { channels, rooms }: Pick<EventSettings, 'channels' | 'rooms'>,
  chat: Pick<Chat, 'channel' | 'channels'>,
  { asksNow = false } = {},
): Promise<ClosedChannel[]> {
  const uses = new Map<string, ClosedChannel['uses'][number][]>();
  const use = (id: string | undefined, what: ClosedChannel['uses'][number]) => {
    if (id !== undefined) uses.set(id, [...(uses.get(id) ?? []), what]);
  };
  for (const kind of channelKinds) use(channels[kind], kind);
  for (const room of rooms) use(room.channel, { room: room.name });
  const looked = await Promise.all(
    [...uses].map(async ([id, of], at) => ({
      id,
      uses: of,
      trouble: await channelTrouble(id, chat, { asksNow: asksNow && at < MAX_ASKED }),
    })),
  );
  return looked.flatMap(({ trouble, ...channel }) => (trouble ? [{ ...channel, trouble }] : []));
}
