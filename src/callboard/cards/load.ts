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
  if (!(await deps.events.settings()).cards) return [];
  // Most keep none, and of them nothing more is read.
  const { tally } = await countCardsNow(deps);
  if (tally.people[person]?.choice !== 'keep') return [];
  return (await loadCards(person, language, deps))?.cards ?? [];
}
