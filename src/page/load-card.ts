/** Reads what a card or a direct message shows. */
import { readChatState } from '../callboard/chat-state.ts';
import type { Deps } from '../core/deps.ts';
import { incidentCardDocument } from '../incident/domain/incident.ts';
import { remediesOfPage } from '../incident/load-remedies.ts';
import { runbookForPage } from '../incident/runbooks.ts';
import type { CardModel } from './card.ts';
import { notesOf } from './domain/facts.ts';
import { asked, type Page } from './domain/page.ts';
import { loadPeople, notificationsOf } from './load.ts';

export type ShowDeps = Pick<
  Deps,
  | 'store'
  | 'directory'
  | 'events'
  | 'clock'
  | 'chat'
  | 'chatState'
  | 'remedies'
  | 'runbooks'
  | 'lastUnattended'
>;

export async function loadCard(page: Page, deps: ShowDeps): Promise<CardModel> {
  const { store, events, clock } = deps;
  const people = [
    ...asked(page),
    page.author,
    ...(page.target.kind === 'person' ? [page.target.name] : []),
    ...(page.acknowledged ? [page.acknowledged.by] : []),
    ...(page.resolved ? [page.resolved.by] : []),
  ];
  const [found, names, event, facts] = await Promise.all([
    notificationsOf(page, deps),
    loadPeople(people, deps),
    events.settings(),
    store.facts({ about: notesOf(page.code) }),
  ]);
  const incidentUrl = await incidentAddress(page, deps);
  const notes = facts.map(({ by, data }) => ({ by, text: String((data as { text: unknown }).text) }));
  return {
    page,
    notifications: new Map(found.map((one) => [one.id, one] as const)),
    names,
    zone: event.zone,
    now: clock.now().epochMilliseconds,
    notes,
    chat: await readChatState(deps),
    unsent: deps.lastUnattended?.().includes('pages') === true,
    runbook: (await runbookForPage(page, deps))?.name,
    remedies: await remediesOfPage(page, deps),
    ...(incidentUrl !== undefined && { incidentUrl }),
  };
}

/** A card without the link says as much. */
async function incidentAddress(
  { incident, readers }: Page,
  { store, chat }: Pick<Deps, 'store' | 'chat'>,
): Promise<string | undefined> {
  const card =
    incident === undefined || readers ? undefined : await store.get(incidentCardDocument, incident);
  return card && (await chat.permalink(card.value).catch(() => undefined));
}
