/** `/callboard setup`: what is still missing, in order, each with its button. */

import { loadSetupState } from '../../src/callboard/setup.ts';
import { setupMessage } from '../../src/callboard/setup-view.ts';
import type { Button, RequestContext, Verb } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import type { Mrkdwn } from '../../src/slack/mrkdwn.ts';

/** @param head - What happened, where the list is the answer to something. */
export async function showSetup(request: RequestContext, deps: Deps, head?: Mrkdwn): Promise<Message> {
  const { state } = await loadSetupState(request, deps);
  return setupMessage(state, request, head);
}

export const setupVerb: Verb = {
  usage: { setup: 'callboard.setup' },
  run: (call, deps) => showSetup(call, deps),
};

export const setupButtons: Readonly<Record<string, Button>> = {
  'callboard.setup': { run: (click, deps) => showSetup(click, deps) },
};
