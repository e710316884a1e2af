/** A room, role or person behind a verb that pages nobody: what is not known is said without a word of pages. */

import type { CommandInvocation } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { matchByName } from '../../src/core/match.ts';
import type { SafeParams } from '../../src/i18n/index.ts';
import type { Target } from '../../src/page/domain/page.ts';
import { loadPlaces, readTarget } from '../../src/page/target.ts';
import { code, joined, mrkdwn, quoted, truncate } from '../../src/slack/mrkdwn.ts';

/** Most words that a room's name has here. */
const MAX_WORDS = 5;
const MAX_NAMED = 8;

/** `Main hall 30m …`: the room that the text begins with, by its name or any unambiguous beginning of it. */
export async function takeRoom(
  { text, event }: Pick<CommandInvocation, 'text' | 'event'>,
  deps: Deps,
): Promise<{ readonly room: string; readonly rest: string }> {
  const rooms = (await loadPlaces(event, deps)).filter(({ target }) => target.kind === 'room');
  const [, inQuotes, behind = ''] = /^["“]([^"”]+)["”]\s*([\s\S]*)$/.exec(text) ?? [];
  const words = (inQuotes === undefined ? text : behind).split(/\s+/).filter(Boolean);
  const counts = inQuotes === undefined ? [...Array(Math.min(MAX_WORDS, words.length)).keys()].reverse() : [];
  const tried = [
    ...(inQuotes === undefined ? [] : [{ name: inQuotes, rest: behind }]),
    ...counts.map((at) => ({ name: words.slice(0, at + 1).join(' '), rest: words.slice(at + 1).join(' ') })),
  ];
  for (const { name, rest } of tried) {
    const found = matchByName(name, rooms, ({ names }) => names);
    if ('found' in found) return { room: found.found.target.name, rest };
    if ('ambiguous' in found) {
      const candidates = found.ambiguous.slice(0, MAX_NAMED).map(({ target }) => code(target.name));
      throw new UserError('page.severalRooms', { typed: quoted(name), candidates: joined(candidates, ', ') });
    }
  }
  throw noRoom(
    text,
    rooms.map(({ target }) => target.name),
  );
}

function noRoom(text: string, rooms: readonly string[]): UserError {
  if (text === '') return new UserError('page.quiet.room');
  if (rooms.length === 0) return new UserError('page.noRooms');
  const named = rooms.slice(0, MAX_NAMED).map((name) => code(truncate(name, 80)));
  const candidates = mrkdwn`${joined(named, ', ')}${rooms.length > MAX_NAMED ? mrkdwn`, …` : ''}`;
  return new UserError('page.noSuchRoom', { typed: quoted(text), candidates });
}

/** The target that the whole text names. */
export async function takeTarget(
  { text, event }: Pick<CommandInvocation, 'text' | 'event'>,
  deps: Deps,
): Promise<Target> {
  try {
    return (await readTarget(text, event, deps)).target;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    if (error.key === 'page.didYouMeanTarget')
      throw new UserError('page.didYouMeanPlace', error.params as SafeParams<'page.didYouMeanPlace'>);
    if (error.key === 'page.noTarget') throw new UserError('page.noPlace', { typed: quoted(text) });
    throw error;
  }
}
