/** Throws on what Slack would refuse: the checks of `src/slack/limits.ts`, as tests want them. */
import type { View } from '@slack/types';
import type { Reply } from '../../src/core/command.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import { messageFaults, viewFaults } from '../../src/slack/limits.ts';

export { messageFaults, viewFaults };

const throwing = (kind: string, faults: readonly string[]): void => {
  if (faults.length > 0) throw new Error(`Slack would refuse this ${kind}:\n  ${faults.join('\n  ')}`);
};

/** Throws with everything that is wrong with it. */
export const checkMessage = (message: Message): void => throwing('message', messageFaults(message));
export const checkView = (view: View): void => throwing('view', viewFaults(view));

/** Whatever a verb or a button answers. */
export function checkReply(reply: Reply): Reply {
  if (reply === undefined) return reply;
  if ('modal' in reply) checkView(reply.modal);
  else if ('replace' in reply) checkMessage(reply.replace);
  else if ('text' in reply) checkMessage(reply);
  return reply;
}
