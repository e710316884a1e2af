/** Where the cards of a set or ceremony are posted, so that they can be kept current. */
import { z } from 'zod';
import { document, fact } from '../../core/commit.ts';

export const Cards = z.object({
  posts: z.array(z.object({ channel: z.string(), ts: z.string(), person: z.string().exactOptional() })),
});
export type Cards = z.infer<typeof Cards>;
export const cardsDocument = document({ name: 'keys.cards', schema: Cards, schemaVersion: 1 });
/** Not a step of the audit chain: where a card hangs is housekeeping. */
export const cardsPosted = fact('keys-cards.posted', z.object({ count: z.number() }));
