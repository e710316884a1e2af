/**
 * Sends a message once. A process may die when Slack has it and the commit that records it has not happened;
 * the run that follows (`JobRun.mayHaveRunBefore`) looks for the message by its key before it sends it again. An
 * ordinary first run looks for nothing.
 *
 * Once is not promised where the message cannot be told any more: somebody deleted it or a button redrew it
 * within those seconds, or a hundred others came after it. Then it leaves once more a run, and a job has
 * only so many.
 */
import { createHash } from 'node:crypto';
import type { EventSettings } from '../callboard/domain/event.ts';
import { PermanentError } from './errors.ts';
import type { Chat, Message, MessageTarget, Posted } from './ports/chat.ts';

export interface Sending {
  /**
   * Names the message among all: equal for each run of the same work, and for no other work that the same
   * place may see. Nothing secret: apps can read it.
   */
  readonly key: string;
  readonly message: Message;
  /** An earlier run may have sent it: JobRun's. */
  readonly mayHaveRunBefore: boolean;
  /** For a card, which shows what is true now: one that was found is brought up to date. */
  readonly redraw?: boolean;
}

type Sender = Pick<Chat, 'post' | 'dm' | 'update' | 'sentBefore'>;

/**
 * Sends, unless an earlier run has: then that message is the answer.
 *
 * @returns Where the message stands.
 * @throws {PermanentError} with Slack's code where the place cannot be reached, and the channel that it is.
 * @throws {RetryLater} where Slack asks for patience.
 */
export async function sendOnce(chat: Sender, place: MessageTarget, sending: Sending): Promise<Posted> {
  const { message, mayHaveRunBefore, redraw = false } = sending;
  const key = short(sending.key);
  const before = mayHaveRunBefore ? await chat.sentBefore(place, key) : undefined;
  if (before) {
    if (redraw) await chat.update(before, message, { key });
    return before;
  }
  if ('person' in place) return await chat.dm(place.person, message, { key });
  const { channel, thread, broadcast = false } = place;
  const options = { key, ...(thread !== undefined && { thread }), ...(broadcast && { broadcast }) };
  try {
    return await chat.post(channel, message, options);
  } catch (error) {
    // Whoever is told of it must hear which channel it is.
    if (error instanceof PermanentError && isClosed(error))
      throw new PermanentError(error.code, { cause: error, channel });
    throw error;
  }
}

/**
 * Sends to each of a few; one that cannot be reached does not keep the others from it. Throws what went wrong
 * where trying again may help, or where nobody at all was reached. For more than a few, a job each: what
 * looks for a hundred messages runs into Slack's limits, and never gets to its end.
 */
export async function toEach<T>(whom: readonly T[], send: (item: T) => Promise<unknown>): Promise<void> {
  const wrong: unknown[] = [];
  for (const one of whom) await send(one).catch((error: unknown) => wrong.push(error));
  const passing = wrong.find((error) => !(error instanceof PermanentError));
  if (passing !== undefined) throw passing;
  if (wrong.length > 0 && wrong.length === whom.length) throw wrong[0];
}

/** A place where the bot may not post: not the message's fault, and not to be mended by trying again. */
const CLOSED: ReadonlySet<string> = new Set([
  'not_in_channel',
  'is_archived',
  'channel_not_found',
  'restricted_action',
  'restricted_action_read_only_channel',
  'missing_scope',
  'ekm_access_denied',
]);

/** Whether this error says that the bot may not post there. */
export const isClosed = (error: unknown): boolean =>
  error instanceof PermanentError && CLOSED.has(error.code);

/** False where the bot may not post in this channel, so that the message goes another way. */
async function sentInto(chat: Sender, channel: string, sending: Sending): Promise<boolean> {
  try {
    await sendOnce(chat, { channel }, sending);
    return true;
  } catch (error) {
    if (isClosed(error)) return false;
    throw error;
  }
}

/** To the organizers: in their channel, or to each of them where there is none or the bot may not post there. */
export async function sendToOrganizers(
  chat: Sender,
  { channels, organizers }: EventSettings,
  sending: Sending,
): Promise<void> {
  if (channels.ops && (await sentInto(chat, channels.ops, sending))) return;
  await toEach(organizers, (person) => sendOnce(chat, { person }, sending));
}

/** Slack takes 255 characters. */
const MAX_KEY_LENGTH = 255;

const short = (key: string): string =>
  key.length <= MAX_KEY_LENGTH
    ? key
    : `${key.slice(0, 200)}#${createHash('sha256').update(key).digest('base64url')}`;
