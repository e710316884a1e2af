/** The help of a command, as far as the asker may use it, and the answer to a text that means nothing. */

import { includes, leastFor, type Right } from '../callboard/domain/permission.ts';
import { actions, button, section } from '../slack/blocks.ts';
import { bold, escape, joined, type Mrkdwn, mrkdwn, truncate } from '../slack/mrkdwn.ts';
import type { Button, Command, CommandInvocation, RequestContext } from './command.ts';
import type { Message } from './ports/chat.ts';
import { guessVerb, verbMeant } from './synonyms.ts';
import { splitFirstWord } from './text.ts';

type Asker = Pick<RequestContext, 'permission' | 't'>;

const mayUse = (right: Right | undefined, { permission }: Asker): boolean =>
  right !== undefined && includes(permission, leastFor(right));

/** The verbs that somebody may use, by name. */
const verbsFor = ({ verbs, rights }: Command, asker: Asker): string[] =>
  Object.keys(verbs).filter((name) => mayUse(rights.verbs[name], asker));

/** A line for each form of a verb that this person may use; `undefined` is what takes any other text. */
function formLines(command: Command, name: string | undefined, asker: Asker): Mrkdwn[] {
  const verb = name === undefined ? command.otherwise : command.verbs[name];
  const { parts } = command.rights;
  return Object.entries(verb?.usage ?? {})
    .filter(([form]) => parts?.[form] === undefined || mayUse(parts[form], asker))
    .map(
      ([form, key]) =>
        mrkdwn`\`${escape(command.name)}${form ? mrkdwn` ${escape(form)}` : ''}\` ${asker.t(key)}`,
    );
}

/**
 * The help of a command: what of it this person may do.
 *
 * @returns A message that names each form of each verb, a line each.
 */
export function usage(command: Command, asker: Asker): Message {
  const lines = [
    ...verbsFor(command, asker).flatMap((name) => formLines(command, name, asker)),
    ...(mayUse(command.rights.otherwise, asker) ? formLines(command, undefined, asker) : []),
  ];
  return { text: joined([mrkdwn`${bold(command.name)} ${asker.t(command.summary)}`, ...lines], '\n') };
}

/** `help`, or `help VERB` for that alone. */
export function helpFor(command: Command, rest: string, call: CommandInvocation): Message {
  const verbs = verbsFor(command, call);
  const meant = rest === '' ? undefined : verbMeant(rest, verbs, command.synonyms);
  const lines = meant && verbs.includes(meant.verb) ? formLines(command, meant.verb, call) : [];
  return lines.length > 0 ? { text: joined(lines, '\n') } : usage(command, call);
}

/** The button of a message that was not understood: all the help, in its place. */
export const showAll = (command: () => Command): Button => ({
  run: async (click) => ({ replace: usage(command(), click) }),
});

/** What was typed behind a command may be long; what is quoted back of it must fit a message with more in it. */
const MAX_QUOTED = 1500;

/**
 * The answer to a text that means nothing: what was typed, one guess with how to write it, and a button for
 * the rest (`x.all`, which every command has of {@link showAll}). Never all of the help at once.
 *
 * @param call - Its `text` is all that was typed behind the command.
 */
export function notUnderstood(command: Command, call: Asker & { readonly text: string }): Message {
  const { t } = call;
  const guess = guessVerb(splitFirstWord(call.text)[0], verbsFor(command, call), command.synonyms);
  const typed = truncate(escape(`${command.name} ${call.text.trim()}`.replaceAll('`', 'ˋ')), MAX_QUOTED);
  const lines =
    guess === undefined
      ? [t('common.notUnderstood', { typed })]
      : [
          t('common.didYouMean', { typed, guess: escape(`${command.name} ${guess}`.trim()) }),
          ...formLines(command, guess, call),
        ];
  const text = joined(lines, '\n');
  const blocks = [section(text), ...actions([button(`${command.name.slice(1)}.all`, t('common.showAll'))])];
  return { text, blocks };
}
