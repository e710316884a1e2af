/** What the buttons of an answer carry, for tests that press them. */
import type { Button } from '@slack/types';
import type { Command, Reply } from '../../src/core/command.ts';
import type { Message } from '../../src/core/ports/chat.ts';

const messageOf = (reply: Reply): Message | undefined =>
  reply === undefined ? undefined : 'replace' in reply ? reply.replace : 'text' in reply ? reply : undefined;

/** All buttons of a message, in the order in which they stand. */
export const buttonsOf = (reply: Reply): Button[] =>
  (messageOf(reply)?.blocks ?? []).flatMap((block) =>
    block.type === 'actions' ? block.elements.filter((one): one is Button => one.type === 'button') : [],
  );

/**
 * The value of the button with this action.
 *
 * @throws {Error} where there is none: the message then did not ask what the test expects.
 */
export function buttonOf(reply: Reply, action: string, label?: string): string {
  const found = buttonsOf(reply).find(
    ({ action_id, text }) =>
      action_id?.replace(/#.*$/, '') === action && (label === undefined || text.text === label),
  );
  if (!found) throw new Error(`no button ${action} in ${JSON.stringify(reply)}`);
  return found.value ?? '';
}

/** Whatever types and presses as somebody: a world of a test, or a bot in another process. */
export interface Hand {
  type(person: string, command: Command, text: string): Promise<Reply>;
  press(person: string, command: Command, action: string, value?: string): Promise<Reply>;
}

/** Types a command, and presses `… anyway` where it asks before harm. */
export async function typeAnyway(
  world: Hand,
  person: string,
  command: Command,
  text: string,
): Promise<Reply> {
  const reply = await world.type(person, command, text);
  const anyway = buttonsOf(reply).find(({ action_id }) => action_id?.endsWith('-anyway'));
  return anyway ? await world.press(person, command, anyway.action_id ?? '', anyway.value) : reply;
}
