/**
 * The link to the control room: for one person, for twelve hours. Its secret is kept nowhere; what is kept is what
 * proves it. What the person may see is looked at each time, so that nobody keeps by a link what they lost.
 */
import { createHash } from 'node:crypto';
import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { type Change, document, fact, put, recordFact, type Versioned } from '../../core/commit.ts';
import { InstantText, instantText, milliseconds } from '../../core/instant.ts';

/** A shift in a control room, and the way there. */
export const BOARD_HOURS = 12;
/** A person has so many screens; who asks for one more link ends the oldest. */
const MAX_LINKS = 5;

export const BoardLink = z.object({ person: z.string(), until: InstantText });
export type BoardLink = z.infer<typeof BoardLink>;

/** Its id is `boardLinkId` of its secret. */
export const boardLinkDocument = document({
  name: 'board-link',
  schema: BoardLink,
  schemaVersion: 1,
  indexes: ({ person }) => [`person:${person}`],
});

export const boardLinked = fact('board.linked', z.object({ person: z.string(), until: InstantText }));

/** 64 hex digits: the SHA-256 of a secret that is random enough to need no salt. */
export const boardLinkId = (secret: string): string => createHash('sha256').update(secret).digest('hex');

export const isLinkLive = ({ until }: BoardLink, now: Temporal.Instant): boolean =>
  milliseconds(until) > now.epochMilliseconds;

/**
 * Gives somebody a link. Those of theirs that have ended go, and the oldest where there are too many.
 *
 * @param known - the links that they have
 */
export function linkBoard(
  known: readonly Versioned<BoardLink>[],
  person: string,
  secret: string,
  now: Temporal.Instant,
): { readonly change: Change; readonly until: Temporal.Instant } {
  const until = now.add({ hours: BOARD_HOURS });
  const live = known
    .filter(({ value }) => isLinkLive(value, now))
    .sort((a, b) => b.value.until.localeCompare(a.value.until))
    .slice(0, MAX_LINKS - 1);
  const gone = known.filter((link) => !live.includes(link));
  const value = { person, until: instantText(until) };
  return {
    until,
    change: {
      put: [
        put(boardLinkDocument, boardLinkId(secret), value),
        ...gone.map(({ id, version }) => put(boardLinkDocument, id, null, version)),
      ],
      facts: [recordFact(boardLinked, { at: now, by: person, about: [`person:${person}`], data: value })],
    },
  };
}
