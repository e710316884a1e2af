/** Reads everything that a postmortem shows: the ledger, the agenda, the action items, what happened before. */
import type { Recorded } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import { type Locale, translator } from '../i18n/index.ts';
import { changedSession } from './domain/agenda-then.ts';
import { type Impact, impactOf } from './domain/impact.ts';
import type { Incident } from './domain/incident.ts';
import { impactDocument, keptImpactOf } from './domain/kept-impact.ts';
import type { Postmortem } from './domain/postmortem.ts';
import { scoreOf } from './domain/score.ts';
import { factsOfMatter, inLedgerOrder, pagesMeanwhile, timelineOf } from './domain/timeline.ts';
import { peopleIn, timelineLines } from './lines.ts';
import { factsOf, namesOf } from './load.ts';
import { drillOfIncident } from './load-score.ts';
import type { PostmortemModel } from './postmortem-text.ts';
import { readActions, readIncidents } from './read.ts';

const BEFORE = 5;

type Needs = Pick<Deps, 'store' | 'sessions' | 'directory'>;

/** Timeline lines in a language and zone, with the names that they need. */
export async function readTimeline(incident: Incident, zone: string, locale: Locale, deps: Needs) {
  const facts = await factsOf(incident, deps);
  const entries = timelineOf(incident, facts);
  const names = await namesOf(peopleIn(entries), deps);
  return {
    entries,
    names,
    facts,
    lines: timelineLines(entries, { t: translator(locale), zone, locale, names }),
  };
}

/**
 * The facts of the room with all of every session that was ever in it: what happened to one after it had moved to
 * another room is about that other room alone, and has to be taken back too.
 */
async function withTheirSessions(
  facts: readonly Recorded[],
  { store }: Pick<Deps, 'store'>,
): Promise<Recorded[]> {
  const codes = new Set(facts.flatMap((fact) => changedSession(fact)?.session ?? []));
  const all = await Promise.all([...codes].map((code) => store.facts({ about: `session:${code}` })));
  return inLedgerOrder([...facts, ...all.flat()]);
}

/** What it cost: as it was kept when its facts were archived, else as they tell it. */
export async function readImpact(
  incident: Incident,
  deps: Pick<Deps, 'store' | 'sessions'>,
  known?: readonly Recorded[],
): Promise<Impact> {
  const kept = keptImpactOf(incident, (await deps.store.get(impactDocument, incident.code))?.value);
  if (kept) return kept;
  const [facts, sessions] = await Promise.all([known ?? factsOf(incident, deps), deps.sessions.read()]);
  return impactOf(
    incident,
    [...sessions.values()].map(({ value }) => value),
    factsOfMatter(incident, facts),
    await withTheirSessions(facts, deps),
  );
}

export async function readModel(
  incident: Incident,
  postmortem: Postmortem,
  zone: string,
  locale: Locale,
  deps: Needs,
): Promise<PostmortemModel> {
  const [{ entries, lines, facts }, actions, alike] = await Promise.all([
    readTimeline(incident, zone, locale, deps),
    readActions(`incident:${incident.code}`, 'responders', deps),
    // What is written here travels: of other incidents it names those that everybody may know of.
    readIncidents(`kind:${incident.kind}`, 'everybody', deps),
  ]);
  const items = actions.map(({ item }) => item.value);
  const before = alike
    .map(({ value }) => value)
    .filter(
      (one) =>
        one.drill === incident.drill &&
        !one.mistake &&
        one.code !== incident.code &&
        one.declaredAt <= incident.declaredAt,
    )
    .slice(0, BEFORE);
  const impact = await readImpact(incident, deps, facts);
  const score = incident.drill ? scoreOf(facts) : undefined;
  const practice = incident.drill ? await drillOfIncident(incident.code, deps) : undefined;
  const concerned = [
    ...items.map((item) => item.owner),
    ...(impact.acknowledged ? [impact.acknowledged.by] : []),
    ...(score ? [...score.reached, ...score.missed] : []),
  ];
  const names = await namesOf([...peopleIn(entries), ...concerned], deps);
  return {
    ...(score && { score }),
    ...(practice && { practice }),
    incident,
    postmortem,
    impact,
    entries,
    lines,
    meanwhile: pagesMeanwhile(incident, facts),
    actions: items,
    before,
    names,
    zone,
    locale,
  };
}
