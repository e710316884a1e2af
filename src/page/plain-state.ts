/** What is true of a page now, where nobody sees Slack's marks: in a call, on a locked screen. */
import type { Deps } from '../core/deps.ts';
import type { Language } from '../i18n/index.ts';
import { stateText } from './card.ts';
import type { Page } from './domain/page.ts';
import { loadCard } from './load-card.ts';

export async function plainState(page: Page, language: Language, deps: Deps): Promise<string> {
  const model = await loadCard(page, deps);
  return stateText(model, language)
    .replace(/<@([A-Z0-9]+)>/g, (_all, id: string) => model.names.get(id)?.name ?? '')
    .replace(/:[a-z_]+:|[*_]/g, '')
    .trim();
}
