/** What is said about cards: whether the event has them, who wants any, and who gave one to whom. */
import { z } from 'zod';
import { fact } from '../../core/commit.ts';
import { InstantText } from '../../core/instant.ts';

/** From then on deeds earn cards. What lies before it is what the event was like without. */
export const cardsSwitchedOn = fact('cards.switched-on', z.object({}));
export const cardsSwitchedOff = fact('cards.switched-off', z.object({}));

const Somebody = z.object({ person: z.string() });
/** They were asked, with their first card. */
export const cardsAsked = fact('cards.asked', Somebody);
/** `keep: false` is no cards, ever: until they say otherwise themself. */
export const cardsChosen = fact('cards.chosen', Somebody.extend({ keep: z.boolean() }));
export const cardsNamed = fact('cards.named', Somebody.extend({ isNamed: z.boolean() }));

/** `card` is the place in the ledger of the fact that earned it. */
const Gift = z.object({ card: z.string(), from: z.string(), to: z.string() });
export const cardGiven = fact('cards.given', Gift);
export const giftTold = fact('cards.gift-told', Gift);

export const cardsCounted = fact('cards.counted', z.object({ upTo: z.string() }));
export const cardSheetLinked = fact('cards.sheet-linked', Somebody.extend({ until: InstantText }));
