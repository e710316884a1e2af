/** A page whose target is unclear: what may be meant, a button each, so that nothing has to be typed again. */
import type { Button as SlackButton } from '@slack/types';
import { includes, leastFor } from '../../src/callboard/domain/permission.ts';
import type { Button, CommandInvocation, Reply } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { plain } from '../../src/core/match.ts';
import { nearest } from '../../src/core/nearest.ts';
import { RIGHTS } from '../../src/core/rights.ts';
import { splitFirstWord } from '../../src/core/text.ts';
import { safeText } from '../../src/i18n/index.ts';
import { targetKey } from '../../src/page/domain/page.ts';
import { loadPlaces, type NamedPlace } from '../../src/page/target.ts';
import { actions, button, section } from '../../src/slack/blocks.ts';
import { type Mrkdwn, mrkdwn, quotation } from '../../src/slack/mrkdwn.ts';
import { targetOf } from './open-modal.ts';
import { MAX_CHARACTERS, openAndTell } from './open-page.ts';

/** So many buttons are read at a glance; whoever is on call is one more. */
const MAX_PLACES = 8;
/** Behind these the first word was a name, though not a whole one; else all that was typed is the message. */
const NAMED_FIRST: ReadonlySet<string> = new Set(['page.didYouMeanTarget', 'page.ambiguousTarget']);

/**
 * The places in the order in which they may be meant: the nearest name, names that begin like the first word,
 * names with a word of the text, then the others as they are known.
 */
export function likelyPlaces(text: string, places: readonly NamedPlace[]): readonly NamedPlace[] {
  const words = plain(text).split(' ').filter(Boolean);
  const [first = ''] = words;
  const names = places.flatMap((place) => place.names.map(plain));
  const guess = nearest(first, names);
  const rank = ({ names: own }: NamedPlace): number => {
    const theirs = own.map(plain);
    if (guess !== undefined && theirs.includes(guess)) return 0;
    if (theirs.some((name) => name.startsWith(first))) return 1;
    return theirs.some((name) => name.split(' ').some((word) => words.includes(word))) ? 2 : 3;
  };
  return places
    .map((place, index) => ({ place, index, rank: rank(place) }))
    .sort((a, b) => a.rank - b.rank || a.index - b.index)
    .map(({ place }) => place);
}

/**
 * What to answer where the target of `call` could not be told.
 *
 * @returns The error's own words, what was typed, and a button a place; undefined where there is no message to
 * send, or the error is another one.
 */
export async function askWhichTarget(
  error: UserError,
  call: CommandInvocation,
  deps: Deps,
): Promise<Reply | undefined> {
  if (error.key !== 'page.noTarget' && !NAMED_FIRST.has(error.key)) return undefined;
  const [first, rest] = splitFirstWord(call.text);
  const message = NAMED_FIRST.has(error.key) ? rest : call.text;
  if (message.trim() === '' || message.length > MAX_CHARACTERS) return undefined;
  const mark =
    first.endsWith('!') && includes(call.permission, leastFor(RIGHTS['/page'].parts['TARGET!'])) ? '!' : '';
  const places = likelyPlaces(call.text, await loadPlaces(call.event, deps)).slice(0, MAX_PLACES);
  const choices: { readonly label: string; readonly key: string }[] = [
    ...places.map(({ target }) => ({
      label: target.kind === 'role' ? call.t('page.target.role', { name: target.name }) : target.name,
      key: targetKey(target),
    })),
    { label: call.t('page.target.oncall'), key: 'oncall' },
  ];
  const buttons = choices.map(
    ({ label, key }, index): SlackButton => button(`page.to#${index}`, label, `${key}\n${mark}\n${message}`),
  );
  const text: Mrkdwn = mrkdwn`${safeText(error, call.locale)}\n${call.t('page.whichTarget')}\n${quotation(message)}`;
  return { text, blocks: [section(text), ...actions(buttons)] };
}

/** Sends the message that was typed before to the place that is pressed; its answer stands where the question did. */
export const pageTo: Button = {
  async run(click, deps) {
    const [key = '', mark, ...lines] = click.value.split('\n');
    const target = targetOf(key);
    if (!target) throw new UserError('page.noTarget', { typed: quotation(key) });
    const reply = await openAndTell(
      { target, critical: mark === '!', message: lines.join('\n') },
      click,
      deps,
    );
    return reply && 'text' in reply ? { replace: reply } : reply;
  },
};
