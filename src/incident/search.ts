/** Everything that was written of an incident, for whoever looks for a word of it. */
import type { Recorded } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import type { ActionItem } from './domain/action.ts';
import type { Incident } from './domain/incident.ts';
import type { Postmortem } from './domain/postmortem.ts';
import type { Viewer } from './domain/privacy.ts';
import { inLedgerOrder, timelineOf } from './domain/timeline.ts';
import { factsAbout, readActions, readPostmortems } from './read.ts';

export interface Matter {
  readonly postmortem: Postmortem | undefined;
  readonly items: readonly ActionItem[];
  /** Its own facts: notes, updates, pinned messages, what its title was. */
  readonly facts: readonly Recorded[];
}

/** Incidents whose facts are read at once. */
const AT_ONCE = 20;

/** @param incidents - those that the viewer was shown */
export async function readMatters(
  incidents: readonly Incident[],
  viewer: Viewer,
  deps: Pick<Deps, 'store'>,
): Promise<ReadonlyMap<string, Matter>> {
  const [postmortems, items] = await Promise.all([
    readPostmortems(viewer, deps),
    readActions('all', viewer, deps),
  ]);
  const written = new Map(postmortems.map(({ id, value }) => [id, value]));
  const matters = new Map<string, Matter>();
  for (let at = 0; at < incidents.length; at += AT_ONCE) {
    const some = incidents.slice(at, at + AT_ONCE);
    const facts = await Promise.all(some.map((one) => factsAbout(one, deps)));
    for (const [place, { code }] of some.entries())
      matters.set(code, {
        postmortem: written.get(code),
        items: items.filter(({ incident }) => incident.code === code).map(({ item }) => item.value),
        facts: facts[place] ?? [],
      });
  }
  return matters;
}

const FIELDS = ['text', 'title', 'before'] as const;
const WRITTEN = /^incident\.(declared|renamed|noted|updated|resolved)$/;

/** What people wrote in the ledger; of a pinned message its last text, and nothing where the pin was taken off. */
function factTexts(incident: Incident, facts: readonly Recorded[]): string[] {
  return timelineOf(incident, inLedgerOrder(facts)).flatMap(({ fact, text }) => {
    if (text !== undefined) return [text];
    if (!WRITTEN.test(fact.name)) return [];
    const data = fact.data as Readonly<Record<string, unknown>>;
    return FIELDS.flatMap((field) => (typeof data[field] === 'string' ? [data[field]] : []));
  });
}

export function textsOf(incident: Incident, { postmortem, items, facts }: Matter, kind: string): string[] {
  return [
    incident.code,
    incident.title,
    incident.room ?? '',
    incident.resolution ?? '',
    kind,
    postmortem?.summary ?? '',
    postmortem?.wentWell ?? '',
    postmortem?.lucky ?? '',
    ...(postmortem?.factors.flatMap(({ steps }) => steps) ?? []),
    ...items.flatMap(({ code, text, done, snoozed }) => [code, text, done ?? '', ...snoozed]),
    ...factTexts(incident, facts),
  ].filter(Boolean);
}
