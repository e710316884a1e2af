/** Somebody's cards as they are now, in their language. */
import type { Deps } from '../../core/deps.ts';
import type { Language } from '../../i18n/index.ts';
import type { CardTally } from '../domain/card-tally.ts';
import { countCardsNow } from './count.ts';
import { type CardWords, readCards } from './words.ts';

type Needs = Pick<Deps, 'store' | 'events' | 'directory'>;

/** What they have, whatever they have said of it; `tally` says that. */
export interface LoadedCards {
  readonly tally: CardTally;
  readonly cards: readonly CardWords[];
}

/** Undefined where the event has no cards: then nothing is counted. */
export async function loadCards(
  person: string,
  language: Language,
  deps: Needs,
): Promise<LoadedCards | undefined> {
  const event = await deps.events.settings();
  if (!event.cards) return undefined;
  const [{ tally }, people] = await Promise.all([countCardsNow(deps), deps.directory.all()]);
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return { tally, cards: readCards(tally, person, { ...language, event, nameOf: (id) => names.get(id) }) };
}

/** Those of somebody who keeps cards; none of anybody else. */
export async function loadKeptCards(
  person: string,
  language: Language,
  deps: Needs,
): Promise<readonly CardWords[]> {
  const loaded = await loadCards(person, language, deps);
  return loaded?.tally.people[person]?.choice === 'keep' ? loaded.cards : [];
}
