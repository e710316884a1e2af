/** The end of an answer that sets something up: what comes next, for organizers, until the event begins. */
import type { RequestContext } from '../core/command.ts';
import type { Message } from '../core/ports/chat.ts';
import { section } from '../slack/blocks.ts';
import { isOrganizer } from './domain/event.ts';
import type { SetupState } from './domain/setup.ts';
import { loadSetupState, type SetupDeps } from './setup.ts';
import { nextBlocks } from './setup-view.ts';

/** Blocks of one message that Slack takes. */
const MAX_BLOCKS = 50;

/**
 * The message with the next step below it. As it was for who is no organizer, once the event has begun, and where
 * it has no place.
 *
 * @param sure - What is so although it is not committed yet.
 */
export async function withNextStep(
  message: Message,
  who: Pick<RequestContext, 'event' | 'now' | 'person' | 't' | 'locale'>,
  deps: SetupDeps,
  sure: (state: SetupState) => SetupState = (state) => state,
): Promise<Message> {
  if (!isOrganizer(who.event, who.person.id)) return message;
  const { state, phase } = await loadSetupState(who, deps);
  if (phase !== 'before') return message;
  const blocks = [...(message.blocks ?? [section(message.text)]), ...nextBlocks(sure(state), who)];
  return blocks.length > MAX_BLOCKS ? message : { ...message, blocks };
}
