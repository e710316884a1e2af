/** Through a command's doors: finds what was meant, looks at the table of rights, and runs it. */
import { includes, leastFor, type Right } from '../callboard/domain/permission.ts';
import type {
  ButtonClick,
  Command,
  CommandInvocation,
  ModalResponse,
  ModalSubmission,
  Reply,
  RequestContext,
  Shortcut,
} from './command.ts';
import type { Deps } from './deps.ts';
import { UserError } from './errors.ts';
import { helpFor, notUnderstood } from './help.ts';
import { requirePermission } from './refuse.ts';
import type { CommandRights } from './rights.ts';
import { looksLikeShare } from './share-like.ts';
import { verbMeant } from './synonyms.ts';
import { tellingWhatWaits } from './waiting-note.ts';

/** The least role of this door; nobody's where the table does not know it. */
type Door = Exclude<keyof CommandRights, 'otherwise'>;

const rightTo = (command: Command, door: Door | 'otherwise', id = ''): Right | undefined => {
  if (door === 'otherwise') return command.rights.otherwise;
  const rights = command.rights[door];
  return rights && Object.hasOwn(rights, id) ? rights[id] : undefined;
};

async function enter(
  command: Command,
  door: Door | 'otherwise',
  id: string,
  request: RequestContext,
  deps: Deps,
): Promise<void> {
  const right = rightTo(command, door, id);
  const refused = right === undefined || !includes(request.permission, leastFor(right));
  if (refused && request.permission === 'stranger') await command.onStranger?.(request, deps);
  requirePermission(right, request);
}

/**
 * Which verb of an incident is used would tell that there is a private one: its figures are of the command as a
 * whole.
 */
const measuredName = ({ name }: Command, door: string): string => (name === '/incident' ? name : door);

const measured = <T>(command: Command, door: string, deps: Deps, run: () => Promise<T>): Promise<T> =>
  deps.telemetry.measure({ kind: 'command', name: measuredName(command, door) }, run);

/**
 * Finds the verb, checks who may, and runs it. Text that means nothing gets a guess.
 *
 * @param call - Its `text` is all that was typed behind the command.
 * @throws {UserError} from the verb, or where the asker may not.
 */
export async function runCommand(command: Command, call: CommandInvocation, deps: Deps): Promise<Reply> {
  // Nothing is made of it and none of it is repeated: a reason goes to cards, phones and the ledger.
  if (looksLikeShare(call.text)) throw new UserError('keys.shareTyped');
  const meant = verbMeant(call.text, Object.keys(command.verbs), command.synonyms);
  const verb = meant && command.verbs[meant.verb];
  if (verb) {
    return await measured(command, `${command.name} ${meant.verb}`.trim(), deps, async () => {
      await enter(command, 'verbs', meant.verb, call, deps);
      return await tellingWhatWaits({ ...call, text: meant.rest }, deps, (asked, watched) =>
        verb.run(asked, watched),
      );
    });
  }
  if (meant?.verb === 'help') return helpFor(command, meant.rest, call);
  const { otherwise } = command;
  if (otherwise) {
    return await measured(command, `${command.name} …`, deps, async () => {
      await enter(command, 'otherwise', '', call, deps);
      return await tellingWhatWaits({ ...call, text: call.text.trim() }, deps, (asked, watched) =>
        otherwise.run(asked, watched),
      );
    });
  }
  return notUnderstood(command, call);
}

/** Characters of a button's value and of what a modal carries: Slack's own limits, so that more is no Slack's. */
const MAX_VALUE = 2_000;
const MAX_META = 3_000;

function refuseOverlong(text: string, max: number): void {
  if (text.length > max) throw new UserError('common.badPress');
}

/** Presses a button of this command. */
export async function pressButton(
  command: Command,
  id: string,
  click: ButtonClick,
  deps: Deps,
): Promise<Reply> {
  refuseOverlong(click.value, MAX_VALUE);
  return await measured(command, id, deps, async () => {
    await enter(command, 'buttons', id, click, deps);
    const button = command.buttons?.[id];
    return button && (await tellingWhatWaits(click, deps, (asked, watched) => button.run(asked, watched)));
  });
}

/** Hands in a modal of this command. */
export async function handInModal(
  command: Command,
  id: string,
  submission: ModalSubmission,
  deps: Deps,
): Promise<ModalResponse> {
  refuseOverlong(submission.meta, MAX_META);
  return await measured(command, id, deps, async () => {
    await enter(command, 'modals', id, submission, deps);
    const modal = command.modals?.[id];
    // Only a window for secrets is one for shares.
    if (modal?.secret !== true && looksLikeShare(JSON.stringify(submission.values).replaceAll('\\n', ' ')))
      throw new UserError('keys.shareTyped');
    return modal && (await tellingWhatWaits(submission, deps, (asked, watched) => modal.run(asked, watched)));
  });
}

/** Uses a shortcut of this command on a message. */
export async function useShortcut(
  command: Command,
  id: string,
  press: Parameters<Shortcut['run']>[0],
  deps: Deps,
): Promise<Reply> {
  return await measured(command, id, deps, async () => {
    await enter(command, 'shortcuts', id, press, deps);
    const shortcut = command.shortcuts?.[id];
    return (
      shortcut && (await tellingWhatWaits(press, deps, (asked, watched) => shortcut.run(asked, watched)))
    );
  });
}
