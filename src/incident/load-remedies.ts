/** What the cards of pages and incidents show of actions: those that fit, and those that were used. */
import type { Deps } from '../core/deps.ts';
import type { Page } from '../page/domain/page.ts';
import type { Incident } from './domain/incident.ts';
import { placeOfIncident, placeOfPage } from './domain/remedy.ts';
import { remedyRunsOf } from './read.ts';
import { byRemedyName, readRemedies, remediesFor } from './remedies.ts';
import type { CardRemedies } from './remedy-message.ts';

type Needs = Pick<Deps, 'store' | 'remedies'>;

const NONE: CardRemedies = { offered: [], runs: [] };

/** Nothing for a try-out. */
export async function remediesOfPage(page: Page, deps: Needs): Promise<CardRemedies> {
  if (page.kind === 'test') return NONE;
  const all = await readRemedies(deps);
  const runs = await remedyRunsOf({ page: page.code }, deps);
  return { offered: remediesFor(all, placeOfPage(page)), runs };
}

/** For a page that must leave now: without a round trip, and so without what was used on it before. */
export async function offeredAtOnce(page: Page, { remedies }: Pick<Deps, 'remedies'>): Promise<CardRemedies> {
  if (page.kind === 'test') return NONE;
  return { ...NONE, offered: remediesFor(byRemedyName(await remedies.peek()), placeOfPage(page)) };
}

/** @param pages - those that are part of it: what was used on them is shown with it */
export async function remediesOfIncident(
  incident: Incident,
  pages: readonly Page[],
  deps: Needs,
): Promise<CardRemedies> {
  const all = await readRemedies(deps);
  const runs = await Promise.all([
    remedyRunsOf({ incident: incident.code }, deps),
    ...pages.map((page) => remedyRunsOf({ page: page.code }, deps)),
  ]);
  const each = new Map(runs.flat().map((run) => [run.id, run]));
  return {
    offered: remediesFor(all, placeOfIncident(incident, pages)),
    runs: [...each.values()].sort((a, b) => a.at.localeCompare(b.at)),
  };
}
