/** Which runbook fits an incident or a page, and where one that is at work stands. */
import type { Deps } from '../core/deps.ts';
import type { Posted } from '../core/ports/chat.ts';
import { cardDocument, isConfidential, type Page, pageDocument } from '../page/domain/page.ts';
import type { Incident } from './domain/incident.ts';
import { placeOfIncident, placeOfPage } from './domain/remedy.ts';
import { fittingRunbooks, type Runbook, type RunbookNeed } from './domain/runbook.ts';
import type { RunbookRun } from './domain/runbook-run.ts';
import { placedCard } from './place.ts';
import { readIncident } from './read.ts';

/** In the order of the event file. */
export async function allRunbooks({ runbooks }: Pick<Deps, 'runbooks'>): Promise<Runbook[]> {
  const all = [...(await runbooks.read()).values()].map(({ value }) => value);
  return all.sort((a, b) => a.place - b.place);
}

/** @param pages - those that are part of it */
export const needOfIncident = (incident: Incident, pages: readonly Page[]): RunbookNeed => ({
  words: incident.title,
  ...placeOfIncident(incident, pages),
});

export const needOfPage = (page: Page): RunbookNeed => ({ words: page.message, ...placeOfPage(page) });

/** @param pages - those that are part of it */
export const runbookForIncident = async (
  incident: Incident,
  pages: readonly Page[],
  deps: Pick<Deps, 'runbooks'>,
): Promise<Runbook | undefined> =>
  fittingRunbooks(await allRunbooks(deps), needOfIncident(incident, pages))[0];

/** None for a try-out, nor where its words are for its readers alone: the incident's own card has the button. */
export async function runbookForPage(page: Page, deps: Pick<Deps, 'runbooks'>): Promise<Runbook | undefined> {
  if (page.kind === 'test' || isConfidential(page)) return undefined;
  return fittingRunbooks(await allRunbooks(deps), needOfPage(page))[0];
}

/**
 * The message in whose thread it is: the incident's card or the page's; of a page whose words are for few, that of
 * its incident. Undefined as long as there is none.
 */
export async function threadOfRun(
  { incident, page: code }: Pick<RunbookRun, 'incident' | 'page'>,
  deps: Pick<Deps, 'store'>,
): Promise<Posted | undefined> {
  const page = code === undefined ? undefined : (await deps.store.get(pageDocument, code))?.value;
  const whose = incident ?? (page && isConfidential(page) ? page.incident : undefined);
  if (whose === undefined)
    return code === undefined ? undefined : (await deps.store.get(cardDocument, code))?.value;
  const read = await readIncident(whose, 'responders', deps);
  return read && (await placedCard(read.value, deps));
}
