/**
 * Cards that volunteers collect: what one is earned for, how rare it is, and what may be done with it. A card is
 * never stored by whoever looks: it follows from the ledger (`card-tally.ts`), the same for everybody who counts.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';

/** What a card is earned for; the order is that of explanations. */
export const DEEDS = ['on-time', 'night-cover', 'quick-answer', 'drill', 'dojo', 'action'] as const;
export const Deed = z.enum(DEEDS);
export type Deed = z.infer<typeof Deed>;

/** From the shift that many could have taken to the one that nobody else could. */
export const RARITIES = ['usual', 'uncommon', 'rare', 'unique'] as const;
export const Rarity = z.enum(RARITIES);
export type Rarity = z.infer<typeof Rarity>;

/** How hard the optimizer found a place to fill. */
export interface Spare {
  /** Others who could take it as the plan stands. */
  readonly others: number;
  /** Nobody could as it stands, but somebody if others moved. */
  readonly ifMoved: boolean;
}

/** As many as are asked at once for cover: with fewer to spare, each of them is needed. */
const FEW = 3;

/**
 * How rare a card of that shift is: nothing gets worse without whoever took it (`usual`, `uncommon`), others have to
 * move and the rota is less fair (`rare`), or the place stays empty (`unique`).
 */
export function rarityOf({ others, ifMoved }: Spare): Rarity {
  if (others > FEW) return 'usual';
  if (others > 0) return 'uncommon';
  return ifMoved ? 'rare' : 'unique';
}

export const Card = z.object({
  /** The place in the ledger of the fact that earned it: no two cards share one, and it stays. */
  id: z.string(),
  deed: Deed,
  /** Whose deed it was. */
  by: z.string(),
  /** Who has it now. */
  holder: z.string(),
  /** When the holder got it from somebody else; a card is given once. Milliseconds since 1970. */
  givenAt: z.number().exactOptional(),
  /** Milliseconds since 1970 of the deed. */
  at: z.number(),
  /** What it was about, such as `shift:H45`; the deed counts once for each. */
  of: z.string(),
  role: z.string().exactOptional(),
  room: z.string().exactOptional(),
  rarity: Rarity,
  /** Its shift was done to the end: what becomes of that later takes nothing back. */
  isSettled: z.literal(true).exactOptional(),
});
export type Card = z.infer<typeof Card>;

/** What somebody has said about cards. */
export const Collector = z.object({
  choice: z.enum(['keep', 'off']).exactOptional(),
  /** They want no name on theirs. */
  isNameless: z.literal(true).exactOptional(),
  /** They were asked whether they want any; nobody is asked twice. */
  wasAsked: z.literal(true).exactOptional(),
});
export type Collector = z.infer<typeof Collector>;

/** No letter or digit that is taken for another one, and no vowel that makes words. */
const SIGNS = '23456789BCDFGHJKLMNPQRSTVWXZ';
const SHORTEST = 4;
const LONGEST = 16;

const signsOf = (id: string): string =>
  [...createHash('sha256').update(`callboard/card/v1\n${id}`).digest().subarray(0, LONGEST)]
    .map((byte) => SIGNS[byte % SIGNS.length])
    .join('');

/**
 * What people type for each of these cards: `C` and four signs or, where two of the list begin alike, as many as tell
 * them apart. It is made from the card's own place in the ledger, so that it never comes to mean another one.
 */
export function cardCodes(cards: readonly Pick<Card, 'id'>[]): ReadonlyMap<string, string> {
  const signs = cards.map(({ id }) => signsOf(id));
  return new Map(
    cards.map(({ id }, index) => {
      const mine = signs[index] ?? '';
      let length = SHORTEST;
      const isShared = () =>
        signs.some((other, at) => at !== index && other.startsWith(mine.slice(0, length)));
      while (length < LONGEST && isShared()) length++;
      return [id, `C${mine.slice(0, length)}`];
    }),
  );
}

const CODE = new RegExp(`^C?([${SIGNS}]{${SHORTEST},${LONGEST}})$`);

/** The one of these cards that was typed, by as much of its code as tells it from the others. */
export function findCard(cards: readonly Card[], typed: string): Card | undefined {
  const [, begins] = CODE.exec(typed.trim().toUpperCase()) ?? [];
  if (begins === undefined) return undefined;
  const found = cards.filter(({ id }) => signsOf(id).startsWith(begins));
  return found.length === 1 ? found[0] : undefined;
}

/** The latest first; of one moment in the ledger's order. */
export const latestCardFirst = (a: Card, b: Card): number => b.at - a.at || (a.id < b.id ? 1 : -1);

/** Whether its name is on a card: they keep cards, and have not said that they want none on them. */
export const isNamedOnCards = (collector: Collector | undefined): boolean =>
  collector?.choice === 'keep' && !collector.isNameless;
