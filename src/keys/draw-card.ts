/** What the cards of a set or ceremony show, and to whom. */
import type { Deps } from '../core/deps.ts';
import type { Message } from '../core/ports/chat.ts';
import { translator } from '../i18n/index.ts';
import { ceremonyCard, oldCeremonyCard, oldSetCard, setCard } from './cards.ts';
import { ceremonyCardsId, setCardsId } from './domain/cards.ts';
import { ceremonyDocument, custodyOf, isCeremonyOver } from './domain/ceremony.ts';
import { ableHolders, type Holder, keySetDocument, markedCode } from './domain/set.ts';
import { readChain } from './on-chain.ts';

/** A card for `whose` eyes, or for the organizers together. */
export type Draw = (whose: string | undefined, locale: 'en' | 'es') => Message;

export interface DrawnCard {
  readonly draw: Draw;
  /** Who gets one of their own. */
  readonly people: readonly string[];
  /** Under which it is known where the cards are. */
  readonly id: string;
}

/** The cards of a set or ceremony as they are now; undefined where there is none of it. */
export async function drawCard(
  what: 'set' | 'ceremony',
  of: string,
  zone: string,
  { store, guarded, keeper }: Pick<Deps, 'store' | 'guarded' | 'keeper'>,
): Promise<DrawnCard | undefined> {
  const chain = (await readChain(store)).value;
  if (what === 'set') {
    const set = (await store.get(keySetDocument, of))?.value;
    if (!set) return undefined;
    const holders: readonly Holder[] = set.next ? (set.next.approvedBy ? set.next.holders : []) : [];
    const draw: Draw = (whose, locale) => setCard(set, chain, translator(locale), whose);
    // A new deal is a new call to the holders; an update notifies nobody.
    return {
      draw,
      people: holders.map(({ person }) => person),
      id: setCardsId(of, set.next?.deal?.custody),
    };
  }
  const ceremony = (await store.get(ceremonyDocument, of))?.value;
  const set = ceremony && (await store.get(keySetDocument, ceremony.set))?.value;
  if (!ceremony || !set) return undefined;
  // It is on record that this is over: what was sealed for it need not be opened by anybody again.
  if (isCeremonyOver(ceremony)) keeper.forget(custodyOf(ceremony));
  const action = guarded.all.find(({ name }) => name === ceremony.target);
  const shown = ceremony.purpose === 'fire' || ceremony.purpose === 'restore' ? action : undefined;
  const draw: Draw = (whose, locale) =>
    ceremonyCard(ceremony, shown, chain, { t: translator(locale), zone, locale }, whose);
  const able = set.current ? ableHolders(set.current) : [];
  const people = new Set([...able.map(({ person }) => person), ceremony.by]);
  return { draw, people: [...people], id: ceremonyCardsId(ceremony) };
}

/** What a card says that is of a void deal, or of a ceremony before it began again. */
export async function drawOldCard(
  what: 'set' | 'ceremony',
  of: string,
  locale: 'en' | 'es',
  { store }: Pick<Deps, 'store'>,
): Promise<Message> {
  const t = translator(locale);
  if (what === 'ceremony') {
    const ceremony = (await store.get(ceremonyDocument, of))?.value;
    return oldCeremonyCard(ceremony ? markedCode(ceremony) : of, t);
  }
  const set = (await store.get(keySetDocument, of))?.value;
  if (set && !set.next) return setCard(set, (await readChain(store)).value, t);
  return oldSetCard(of, set !== undefined, t);
}
