/**
 * The timeline is the ledger: the facts of an incident, of its pages, and the agenda changes of its room made
 * meanwhile, in the ledger's order. Pages of the room that are not part of it are another matter. Nothing is kept beside it. A message that was edited shows its last text;
 * one whose mark was taken off is not shown.
 */
import { compareLedgerIds, type Recorded } from '../../core/commit.ts';
import { milliseconds } from '../../core/instant.ts';
import type { Incident } from './incident.ts';

/** Names of facts that only say how Callboard did its work. */
const SILENT: ReadonlySet<string> = new Set([
  'incident.card-posted',
  'incident.place-opened',
  'incident.card-cleared',
  'incident.invited',
  'page.linked',
  'incident.message-edited',
  'incident.message-unmarked',
  'page.card-posted',
  'remedy.called',
  'remedy.card-posted',
  'postmortem.posted',
  'postmortem.asked',
  'postmortem.placed',
  'action.track-asked',
  'action.reminded',
  'action.told',
  'runbook.posted',
  // Who wrote on the postmortem is no part of what happened.
  'postmortem.changed',
  // The page, the declaration and the end stand there for themselves.
  'drill.begun',
]);

/** What of its pages belongs in a timeline: what people met. */
const OF_PAGES =
  /^(notification\.rerouted|page\.(opened|acknowledged|escalated|gave-up|resolved|noted|stepped)|runbook\.(started|ticked|unticked)|remedy\.(asked|confirmed|started|done|failed|stopped))$/;
const OF_ROOM = /^((agenda|session)\.changed|session\.(started|ended|clock-undone))$/;

/** A step that asked nobody is no news. */
const askedNobody = ({ name, data }: Recorded): boolean =>
  name === 'page.stepped' && (data as { readonly people?: readonly unknown[] }).people?.length === 0;

/** A step of a drill that opens a page is told by its page. */
const opensPage = ({ name, data }: Recorded): boolean =>
  name === 'drill.step' && (data as { readonly page?: unknown }).page !== undefined;

export interface Entry {
  readonly fact: Recorded;
  /** The text of a marked message, as it was last edited. */
  readonly text?: string;
}

interface Source {
  readonly source?: unknown;
  readonly text?: unknown;
}

/** In the ledger's order, each once. */
export const inLedgerOrder = (facts: readonly Recorded[]): Recorded[] =>
  [...new Map(facts.map((fact) => [fact.id, fact])).values()].sort((a, b) => compareLedgerIds(a.id, b.id));

/** What its figures are counted from: its own facts, and those of its pages. */
export function factsOfMatter(incident: Incident, facts: readonly Recorded[]): Recorded[] {
  const own = new Set([
    `incident:${incident.code}`,
    ...pagesIn(incident, facts).map((page) => `page:${page}`),
  ]);
  return inLedgerOrder(facts.filter(({ about }) => about.some((one) => own.has(one))));
}

/** Codes of the pages of its room that were opened meanwhile and are no part of it. */
export function pagesMeanwhile(incident: Incident, facts: readonly Recorded[]): string[] {
  const { room, declaredAt, resolvedAt } = incident;
  if (room === undefined) return [];
  const own = pagesIn(incident, facts);
  return inLedgerOrder(facts)
    .filter(
      ({ name, about, at }) =>
        name === 'page.opened' &&
        about.includes(`room:${room}`) &&
        at.epochMilliseconds >= milliseconds(declaredAt) &&
        (resolvedAt === undefined || at.epochMilliseconds <= milliseconds(resolvedAt)),
    )
    .map(({ data }) => String((data as { readonly page: unknown }).page))
    .filter((page) => !own.includes(page));
}

/** The codes of the pages that are part of it, by its own facts. */
export const pagesIn = ({ code, page }: Incident, facts: readonly Recorded[]): string[] => {
  const linked = facts
    .filter(({ name, about }) => name === 'page.linked' && about.includes(`incident:${code}`))
    .map(({ data }) => String((data as { readonly page: unknown }).page));
  return [...new Set([...(page === undefined ? [] : [page]), ...linked])];
};

/** `facts` may hold some twice (read by several references) and in any order. */
export function timelineOf(incident: Incident, facts: readonly Recorded[]): Entry[] {
  const own = `incident:${incident.code}`;
  const from = milliseconds(incident.declaredAt);
  const pages = pagesIn(incident, facts).map((page) => `page:${page}`);
  const to = incident.resolvedAt ? milliseconds(incident.resolvedAt) : Number.POSITIVE_INFINITY;
  const belongs = (fact: Recorded): boolean => {
    if (fact.about.includes(own)) return !SILENT.has(fact.name) && !opensPage(fact);
    if (pages.some((page) => fact.about.includes(page)))
      return OF_PAGES.test(fact.name) && !askedNobody(fact);
    const at = fact.at.epochMilliseconds;
    return (
      OF_ROOM.test(fact.name) &&
      incident.room !== undefined &&
      fact.about.includes(`room:${incident.room}`) &&
      at >= from &&
      at <= to
    );
  };
  const ordered = inLedgerOrder(facts);
  const texts = lastTexts(ordered.filter((fact) => fact.about.includes(own)));
  return ordered.filter(belongs).flatMap((fact): Entry[] => {
    if (fact.name !== 'incident.message-marked') return [{ fact }];
    const text = texts.get(String((fact.data as Source).source));
    return text?.fact === fact.id ? [{ fact, text: text.text }] : [];
  });
}

/** Of each message that is marked now: the fact of its marking, and its last text. */
function lastTexts(facts: readonly Recorded[]): Map<string, { fact: string; text: string }> {
  const texts = new Map<string, { fact: string; text: string }>();
  for (const fact of facts) {
    const { source, text } = fact.data as Source;
    if (typeof source !== 'string') continue;
    const known = texts.get(source);
    if (fact.name === 'incident.message-marked') texts.set(source, { fact: fact.id, text: String(text) });
    else if (fact.name === 'incident.message-edited' && known)
      texts.set(source, { ...known, text: String(text) });
    else if (fact.name === 'incident.message-unmarked') texts.delete(source);
  }
  return texts;
}
