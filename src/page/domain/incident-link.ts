/**
 * A page and its incident are one matter: the incident has the page, so that nobody is called for what people
 * are at work on already, and the page knows its incident.
 */
import type { Temporal } from 'temporal-polyfill';
import { type Change, mergeChanges, PRIVATE, put, recordFact, type Versioned } from '../../core/commit.ts';
import { acknowledge } from './answers.ts';
import { pageCommanded, pageLinked } from './facts.ts';
import { scheduleDmUpdate, schedulePageCard, scheduleTellAsker } from './jobs.ts';
import { isFromPerson, type Page, pageDocument, targetKey } from './page.ts';

interface By {
  readonly by: string;
  readonly now: Temporal.Instant;
}

export interface LinkedTo {
  readonly code: string;
  /** Its page tries whether people answer, and goes on until they do. */
  readonly drill: boolean;
  /** Only of a private one: who may know of it, and so of the page. */
  readonly responders?: readonly string[];
}

/** Makes a page part of an incident. Whoever declares has it from then on, unless somebody has it already. */
export function linkIncident(
  { id, value, version }: Versioned<Page>,
  { code: incident, drill, responders }: LinkedTo,
  { by, now }: By,
): Change {
  if (value.incident === incident && value.state !== 'open') return {};
  const page: Page = { ...value, incident, ...(responders && { readers: [...responders] }) };
  const linked: Change = {
    facts: [
      recordFact(pageLinked, {
        at: now,
        by,
        about: [`page:${id}`, `incident:${incident}`, ...(responders ? [PRIVATE] : [])],
        data: { page: id, incident },
      }),
    ],
  };
  const shown = {
    put: [put(pageDocument, id, page, version)],
    jobs: [schedulePageCard(id, now), scheduleDmUpdate(id, now)],
  };
  const answered = drill
    ? undefined
    : acknowledge({ id, value: page, version }, { by, via: 'incident', now }).change;
  return mergeChanges(linked, answered ?? shown);
}

/**
 * Those who may know of the incident are others now: so are those who may read its page.
 *
 * @param readers - undefined where the incident is private no more
 */
export function setReaders(
  { id, value, version }: Versioned<Page>,
  readers: readonly string[] | undefined,
  now: Temporal.Instant,
): Change {
  const { readers: _, ...page } = value;
  return {
    put: [put(pageDocument, id, { ...page, ...(readers && { readers: [...readers] }) }, version)],
    jobs: [schedulePageCard(id, now), scheduleDmUpdate(id, now)],
  };
}

/** Who takes command has the pages that the incident was declared with; undefined where somebody else came first. */
export function handToCommander(
  { id, value: page, version }: Versioned<Page>,
  commander: string,
  { by, now }: By,
): Change | undefined {
  const { acknowledged, incident } = page;
  if (page.state !== 'acknowledged' || acknowledged?.via !== 'incident' || incident === undefined)
    return undefined;
  if (acknowledged.by === commander) return undefined;
  const next: Page = { ...page, acknowledged: { ...acknowledged, by: commander } };
  return {
    put: [put(pageDocument, id, next, version)],
    facts: [
      recordFact(pageCommanded, {
        at: now,
        by,
        about: [
          `page:${id}`,
          targetKey(page.target),
          `person:${commander}`,
          ...(page.readers ? [PRIVATE] : []),
        ],
        data: { page: id, incident, person: commander },
      }),
    ],
    jobs: [
      schedulePageCard(id, now),
      scheduleDmUpdate(id, now),
      ...(isFromPerson(page) ? [scheduleTellAsker(id, now)] : []),
    ],
  };
}
