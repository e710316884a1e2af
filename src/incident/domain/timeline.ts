/**
 * The timeline is the ledger: the facts of an incident, of its pages, and the agenda changes of its room made
 * meanwhile, in the ledger's order. Nothing is kept beside it. A message that was edited shows its last text;
 * one whose mark was taken off is not shown.
 */
import type { Recorded } from '../../core/commit.ts';
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
  'postmortem.posted',
  'postmortem.asked',
  'action.reminded',
]);

/** Which facts of others belong in a timeline: those that tell what people met. */
const OF_OTHERS =
  /^(page\.(opened|acknowledged|escalated|gave-up|resolved|noted|stepped)|agenda\.changed|session\.changed)$/;

export interface Entry {
  readonly fact: Recorded;
  /** The text of a marked message, as it was last edited. */
  readonly text?: string;
}

interface Source {
  readonly source?: unknown;
  readonly text?: unknown;
}

const compareIds = (a: string, b: string): number => {
  const [aTime = 0, aSequence = 0] = a.split('-').map(Number);
  const [bTime = 0, bSequence = 0] = b.split('-').map(Number);
  return aTime - bTime || aSequence - bSequence;
};

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
    if (fact.about.includes(own)) return !SILENT.has(fact.name);
    if (!OF_OTHERS.test(fact.name)) return false;
    if (pages.some((page) => fact.about.includes(page))) return true;
    const at = fact.at.epochMilliseconds;
    return (
      incident.room !== undefined && fact.about.includes(`room:${incident.room}`) && at >= from && at <= to
    );
  };
  const unique = new Map(facts.map((fact) => [fact.id, fact]));
  const ordered = [...unique.values()].sort((a, b) => compareIds(a.id, b.id));
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
