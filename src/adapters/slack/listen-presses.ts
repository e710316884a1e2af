/** Buttons, menus and pickers, by action id; and the message shortcuts of the manifest. */
import type { App, BlockAction, MessageShortcut } from '@slack/bolt';
import type { ButtonClick, Command } from '../../core/command.ts';
import type { Deps } from '../../core/deps.ts';
import type { Log } from '../../core/ports/log.ts';
import { pressButton, useShortcut } from '../../core/run-command.ts';
import { typedText } from '../../slack/mrkdwn.ts';
import { createReplier, type ReplyTarget } from './answer.ts';
import { type HandlerDeps, handle } from './handle.ts';
import { holdAck } from './held-ack.ts';
import { receivedWork } from './received.ts';
import { inputValue } from './values.ts';

/** Whose button (modal, shortcut) an id is; two of the same id are a mistake at start. */
export function ownersOf(
  commands: readonly Command[],
  kind: 'buttons' | 'modals' | 'shortcuts',
): ReadonlyMap<string, Command> {
  const owners = new Map<string, Command>();
  for (const command of commands) {
    for (const id of Object.keys(command[kind] ?? {})) {
      if (owners.has(id)) throw new Error(`${kind}: ${id} is there twice`);
      owners.set(id, command);
    }
  }
  return owners;
}

const whereOf = (body: BlockAction): Pick<ReplyTarget, 'channel' | 'at' | 'onEphemeral'> => {
  const channel = body.channel?.id;
  const container = body.container as { readonly message_ts?: string; readonly is_ephemeral?: boolean };
  const ts = body.message?.ts ?? container.message_ts;
  return {
    channel,
    at: channel !== undefined && ts !== undefined ? { channel, ts } : undefined,
    onEphemeral: container.is_ephemeral === true,
  };
};

const textOf = (value: string | readonly string[] | undefined): string =>
  typeof value === 'string' ? value : (value ?? []).join(',');

export function listenToPresses(
  app: App,
  commands: readonly Command[],
  deps: Deps,
  handling: HandlerDeps,
  log: Log,
): void {
  const owners = ownersOf(commands, 'buttons');
  app.action<BlockAction>({ type: 'block_actions' }, async ({ ack, body, action, context }) => {
    const id = action.action_id.split('#', 1)[0] ?? '';
    const owner = owners.get(id);
    const held = owner?.acksWhenKept ? holdAck(ack) : undefined;
    if (!held) await ack();
    if (!owner) {
      // A link's button comes here too, and so do cards of an older version.
      if (!('url' in action)) log.warn({ part: 'slack', action: id }, 'nobody handles this button');
      return;
    }
    const user = { id: body.user.id, name: body.user.username, team: body.user.team_id };
    const { channel, at, onEphemeral } = whereOf(body);
    const from = {
      user: user.id,
      channel,
      responseUrl: body.response_url,
      at,
      onEphemeral: onEphemeral === true,
    };
    await handle(
      {
        user,
        trigger: body.trigger_id,
        channel,
        answer: createReplier(from, handling),
        doing: id,
        received: receivedWork('action', context),
        ...(held && { isUrgent: true }),
      },
      handling,
      async (request, progress) => {
        const click: ButtonClick = { ...request, value: textOf(inputValue(action)), at, progress };
        return await pressButton(owner, id, click, deps).finally(held?.release);
      },
    );
    await held?.end();
  });
}

export function listenToShortcuts(
  app: App,
  commands: readonly Command[],
  deps: Deps,
  handling: HandlerDeps,
): void {
  for (const [id, owner] of ownersOf(commands, 'shortcuts')) {
    app.shortcut<MessageShortcut>(
      { type: 'message_action', callback_id: id },
      async ({ ack, shortcut: sent, context }) => {
        await ack();
        const user = { id: sent.user.id, name: sent.user.name, team: sent.user.team_id ?? sent.team?.id };
        const channel = sent.channel.id;
        const at = { channel, ts: sent.message_ts };
        const author = sent.message.user ?? '';
        const text = typedText(sent.message.text ?? '');
        const thread = (sent.message as { thread_ts?: string }).thread_ts;
        await handle(
          {
            user,
            trigger: sent.trigger_id,
            channel,
            answer: createReplier({ user: user.id, channel, responseUrl: sent.response_url }, handling),
            doing: id,
            received: receivedWork('shortcut', context),
          },
          handling,
          (request, progress) =>
            useShortcut(owner, id, { ...request, value: '', at, progress, text, author, thread }, deps),
        );
      },
    );
  }
}
