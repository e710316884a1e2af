/**
 * Private incidents: who may know of one, how one becomes private, who is added and taken off. `isVisibleTo`
 * is the one check; `src/incident/read.ts` is the one reader, and nothing else reads incidents.
 */
import type { Temporal } from 'temporal-polyfill';
import {
  type Change,
  type Fact,
  PRIVATE,
  put,
  recordFact,
  scheduleJob,
  type Versioned,
} from '../../core/commit.ts';
import { incidentViewed, madePrivate, respondersChanged } from './facts.ts';
import { type Incident, incidentDocument, PRIVATE_KINDS } from './incident.ts';
import {
  clearErased,
  clearPublicCard,
  closePrivateCard,
  eraseIncidentArchives,
  eraseIncidentFacts,
  inviteResponder,
  scheduleIncidentCard,
  tellResponder,
} from './jobs.ts';

type Read = Versioned<Incident>;
type Instant = Temporal.Instant;

/**
 * Who looks: a person's id (or a machine's, `hook:…`), or what stands in a place that anybody may read. A job
 * that writes into the incident's own place only is the `responders`.
 */
export type Viewer = { readonly id: string } | 'everybody' | 'responders';

export const isPrivate = ({ responders }: Pick<Incident, 'responders'>): boolean => responders !== undefined;

/** Whether this viewer may know that there is such an incident. */
export function isVisibleTo({ responders }: Pick<Incident, 'responders'>, viewer: Viewer): boolean {
  if (responders === undefined || viewer === 'responders') return true;
  return viewer !== 'everybody' && responders.includes(viewer.id);
}

/** As `about`, for a fact of this incident; what a private one says is kept sealed. */
export const ofIncident = (incident: Incident): Pick<Fact, 'about' | 'sealed'> => ({
  about: aboutIncident(incident),
  ...(isPrivate(incident) && { sealed: true }),
});

/** What facts of this incident are about. Those of a private one are found by its code alone, and not counted. */
const aboutIncident = (incident: Incident): string[] =>
  isPrivate(incident)
    ? [`incident:${incident.code}`, PRIVATE]
    : [
        `incident:${incident.code}`,
        ...(incident.room ? [`room:${incident.room}`] : []),
        ...(incident.page ? [`page:${incident.page}`] : []),
      ];

const IS_HIDDEN_CODE = /:[IA]\d{6}(:|$)/;
const HIDDEN_WORK: ReadonlySet<string> = new Set([
  clearErased.name,
  clearPublicCard.name,
  closePrivateCard.name,
  eraseIncidentArchives.name,
  eraseIncidentFacts.name,
  inviteResponder.name,
  tellResponder.name,
]);

/** Whether a job is a private incident's by its id, so that no figure names it. */
export const isPrivateWork = ({ id, name }: { readonly id: string; readonly name: string }): boolean =>
  IS_HIDDEN_CODE.test(id) || HIDDEN_WORK.has(name);

const isPerson = (id: string): boolean => !id.includes(':') && id !== 'callboard';

/** The people among those who may know of it: a machine that declared one may only say the same again. */
export const respondingPeople = ({ responders = [] }: Pick<Incident, 'responders'>): string[] =>
  responders.filter(isPerson);

/**
 * Who may know of it from the start: who declared it and whom they named; where they named nobody all
 * organizers, since what nobody knows of helps nobody. Undefined where it is not private.
 */
export function firstResponders(
  declared: {
    readonly kind: Incident['kind'];
    readonly by: string;
    readonly private?: boolean | undefined;
    readonly named?: readonly string[] | undefined;
  },
  organizers: readonly string[],
): string[] | undefined {
  const { kind, by, named = [] } = declared;
  if (!declared.private && named.length === 0 && !PRIVATE_KINDS.has(kind)) return undefined;
  const others = named.length > 0 ? named : organizers;
  return unique([by, ...others]);
}

const unique = (ids: readonly string[]): string[] => [...new Set(ids)];

/** Those who are in it by what they do: who declared it, and who has a role. */
const inChargeOf = ({ declaredBy, roles }: Incident): string[] =>
  unique([declaredBy, ...Object.values(roles).filter((id) => id !== undefined)].filter(isPerson));

/**
 * From now on only these may know of it: who declared it, who has a role, who says so, and whom they name.
 * What stood in a channel for everybody is taken away there as far as it is ours.
 */
export function makePrivate(
  { value, version }: Read,
  named: readonly string[],
  by: string,
  now: Instant,
): Change {
  if (isPrivate(value)) return addResponders({ id: value.code, value, version }, named, by, now);
  const next: Incident = { ...value, responders: unique([...inChargeOf(value), by, ...named]) };
  return {
    put: [put(incidentDocument, value.code, next, version)],
    facts: [
      recordFact(madePrivate, {
        at: now,
        by,
        ...ofIncident(next),
        data: { incident: value.code, responders: next.responders ?? [] },
      }),
    ],
    jobs: [scheduleJob(clearPublicCard, now, { incident: value.code })],
  };
}

export function addResponders(
  { value, version }: Read,
  named: readonly string[],
  by: string,
  now: Instant,
): Change {
  const { responders = [] } = value;
  const added = unique(named).filter((id) => !responders.includes(id));
  if (added.length === 0) return {};
  return withResponders({ id: value.code, value, version }, [...responders, ...added], { added }, by, now);
}

/** Nobody is taken off who declared it or has a role (those give it up first), and never the last one. */
export function removeResponder(
  { value, version }: Read,
  person: string,
  by: string,
  now: Instant,
): Change | 'in-charge' {
  const { responders = [] } = value;
  if (!responders.includes(person)) return {};
  const rest = responders.filter((id) => id !== person);
  const nobody = rest.filter(isPerson).length === 0;
  const holds = Object.values(value.roles).includes(person);
  if (nobody || holds || (value.declaredBy === person && by !== person)) return 'in-charge';
  return withResponders({ id: value.code, value, version }, rest, { removed: [person] }, by, now);
}

const withResponders = (
  { value, version }: Read,
  responders: string[],
  how: { readonly added?: string[]; readonly removed?: string[] },
  by: string,
  now: Instant,
): Change => {
  const next: Incident = { ...value, responders };
  return {
    put: [put(incidentDocument, value.code, next, version)],
    facts: [
      recordFact(respondersChanged, {
        at: now,
        by,
        ...ofIncident(next),
        data: { incident: value.code, added: how.added ?? [], removed: how.removed ?? [] },
      }),
    ],
    jobs: [scheduleIncidentCard(value.code, now)],
  };
};

/** How it was looked at. */
export type Look = 'show' | 'timeline' | 'export';

/**
 * That somebody looked who neither declared it nor has a role in it: the others see so on the timeline.
 * Nothing for an incident that is not private.
 */
export function recordView(incident: Incident, viewer: string, how: Look, now: Instant): Change | undefined {
  if (!isPrivate(incident) || inChargeOf(incident).includes(viewer)) return undefined;
  const data = { incident: incident.code, how };
  return {
    facts: [recordFact(incidentViewed, { at: now, by: viewer, ...ofIncident(incident), data })],
  };
}
