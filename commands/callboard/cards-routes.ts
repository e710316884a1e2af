/** `/cards/…`: somebody's cards to be printed. The address is the secret, and opens nothing but these. */
import { loadKeptCards } from '../../src/callboard/cards/load.ts';
import { cardSheetPage, noCardSheet } from '../../src/callboard/cards/sheet-page.ts';
import { cardSheetDocument, cardSheetId, sheetHolder } from '../../src/callboard/domain/card-sheet-link.ts';
import type { Route } from '../../src/core/route.ts';
import { languageOf } from '../../src/i18n/index.ts';

export const cardsRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/cards/:token',
    async run({ params }, deps) {
      const { store, events, directory, clock } = deps;
      const [link, event] = await Promise.all([
        store.get(cardSheetDocument, cardSheetId(params['token'] ?? '')),
        events.settings(),
      ]);
      const person = sheetHolder(link, clock.now());
      const language = languageOf(person === undefined ? undefined : await directory.person(person), event);
      if (person === undefined) return noCardSheet(language.t, language.locale);
      return cardSheetPage(await loadKeptCards(person, language, deps), event, language);
    },
  },
];
