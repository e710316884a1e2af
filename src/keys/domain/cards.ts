/** Where the cards of a set or ceremony are posted, so that they can be kept current. */
import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { document, fact, type JobChange, scheduleJob } from '../../core/commit.ts';
import { closeKeyCards } from './jobs.ts';

export const Cards = z.object({
  posts: z.array(z.object({ channel: z.string(), ts: z.string(), person: z.string().exactOptional() })),
});
export type Cards = z.infer<typeof Cards>;
export const cardsDocument = document({ name: 'keys.cards', schema: Cards, schemaVersion: 1 });
/** Not a step of the audit chain: where a card hangs is housekeeping. */
export const cardsPosted = fact('keys-cards.posted', z.object({ count: z.number() }));

/** A text or call to a holder left, or why not (a code). No step of the chain either. */
export const holderReached = fact(
  'keys-holder.reached',
  z.object({ ceremony: z.string(), person: z.string(), channel: z.string(), how: z.string() }),
);

/** The record of a set's cards; each deal is a new call to the holders, with cards of its own. */
export const setCardsId = (name: string, custody: string | undefined): string =>
  `set:${name}:${custody ?? ''}`;
/** The record of a ceremony's cards; one that began again has new ones. */
export const ceremonyCardsId = ({ code, nonce }: { readonly code: string; readonly nonce: string }): string =>
  `ceremony:${code}:${nonce}`;

/** Seconds after which they are looked at again: one may have been on its way. */
const AGAIN_SECONDS = 60;

/** What has these cards say that they are of something that is over. */
export const closeCards = (
  what: 'set' | 'ceremony',
  of: string,
  cards: string,
  at: Temporal.Instant,
): JobChange[] => [
  scheduleJob(closeKeyCards, at, { what, of, cards }),
  scheduleJob(closeKeyCards, at.add({ seconds: AGAIN_SECONDS }), { what, of, cards }, 'again'),
];
