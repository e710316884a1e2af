/** Slash commands: ack, then run, then answer; for some the ack follows what they commit. */
import type { App } from '@slack/bolt';
import type { Command } from '../../core/command.ts';
import type { Deps } from '../../core/deps.ts';
import { runCommand } from '../../core/run-command.ts';
import { withoutShares } from '../../core/share-like.ts';
import { escapeTyped, typedText } from '../../slack/mrkdwn.ts';
import { createReplier } from './answer.ts';
import { type HandlerDeps, handle } from './handle.ts';
import { holdAck } from './held-ack.ts';
import { receivedWork } from './received.ts';

export function listenToCommands(
  app: App,
  commands: readonly Command[],
  deps: Deps,
  handling: HandlerDeps,
): void {
  for (const command of commands) {
    app.command(command.name, async ({ ack, command: sent, context }) => {
      const held = command.acksWhenKept ? holdAck(ack) : undefined;
      if (!held) await ack();
      const user = { id: sent.user_id, name: sent.user_name, team: sent.team_id };
      const channel = sent.channel_id;
      const [verb = ''] = sent.text.trim().split(/\s/, 1);
      const known = Object.hasOwn(command.verbs, verb.toLowerCase());
      const text = typedText(sent.text);
      // A share that somebody typed here is quoted to nobody, themselves included.
      const typed = escapeTyped(withoutShares(`${command.name} ${text}`.trim()));
      await handle(
        {
          user,
          trigger: sent.trigger_id,
          channel,
          answer: createReplier({ user: user.id, channel, responseUrl: sent.response_url }, handling),
          doing: known ? `${command.name} ${verb}` : command.name,
          typed,
          received: receivedWork('command', context),
          ...(held && { isUrgent: true }),
        },
        handling,
        async (request, progress) => {
          const call = { ...request, text, channel, progress, ...(held && { kept: held.release }) };
          return await runCommand(command, call, deps).finally(held?.release);
        },
      );
      await held?.end();
    });
  }
}
