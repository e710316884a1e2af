/**
 * What an incident cost, from the agenda, the pages and the ledger. Everything here is counted, nothing
 * estimated: a session counts as hit when it was on (or should have been) in the incident's room between
 * declaration and end, or when it was moved, delayed or cancelled meanwhile in that room.
 */
import type { Temporal } from 'temporal-polyfill';
import type { Session } from '../../agenda/domain/session.ts';
import type { Recorded } from '../../core/commit.ts';
import { milliseconds } from '../../core/instant.ts';
import type { Incident } from './incident.ts';

export interface HitSession {
  readonly code: string;
  readonly title: string;
  /**
   * Minutes lost: all of a cancelled session; the delay of a delayed one; else the minutes of it that lay
   * within the incident until it was mitigated.
   */
  readonly minutes: number;
  readonly how: 'cancelled' | 'delayed' | 'interrupted';
}

export interface Impact {
  readonly sessions: readonly HitSession[];
  readonly minutesLost: number;
  /** Ids of the people who were paged. */
  readonly paged: readonly string[];
  /** Seconds, from the declaration (or the page it grew out of); undefined where it did not happen. */
  readonly toAcknowledge: number | undefined;
  readonly toMitigate: number | undefined;
  readonly toResolve: number | undefined;
}

const MINUTE = 60_000;

interface ChangedFields {
  readonly start?: unknown;
  readonly state?: unknown;
}
interface ChangedData {
  readonly session?: unknown;
  readonly what?: unknown;
  readonly before?: ChangedFields;
  readonly after?: ChangedFields;
}

/** How a session was changed by hand or by an import while the incident was on: by its code. */
function changesOf(facts: readonly Recorded[]): Map<string, { delay: number; cancelled: boolean }> {
  const changes = new Map<string, { delay: number; cancelled: boolean }>();
  for (const fact of facts) {
    if (fact.name !== 'session.changed') continue;
    const { session, before = {}, after = {} } = fact.data as ChangedData;
    if (typeof session !== 'string') continue;
    const known = changes.get(session) ?? { delay: 0, cancelled: false };
    const moved =
      typeof before.start === 'string' && typeof after.start === 'string'
        ? milliseconds(after.start) - milliseconds(before.start)
        : 0;
    const cancelled = after.state === undefined ? known.cancelled : after.state === 'cancelled';
    changes.set(session, { delay: known.delay + moved, cancelled });
  }
  return changes;
}

/** The interval in which it took minutes away; an open incident is still taking them. */
function interval(
  incident: Incident,
  now: Temporal.Instant,
): { start: number; mitigated: number; end: number } {
  const end = incident.resolvedAt ? milliseconds(incident.resolvedAt) : now.epochMilliseconds;
  const mitigated = incident.mitigatedAt ? milliseconds(incident.mitigatedAt) : end;
  return { start: milliseconds(incident.declaredAt), mitigated, end };
}

export function impactOf(
  incident: Incident,
  sessions: Iterable<Session>,
  /** The ledger's facts of the incident's time: its pages' and those of its room's sessions. */
  facts: readonly Recorded[],
  now: Temporal.Instant,
): Impact {
  const { start, mitigated } = interval(incident, now);
  const changes = changesOf(facts);
  const hit: HitSession[] = [];
  for (const session of sessions) {
    if (incident.room !== undefined && session.room !== incident.room) continue;
    if (session.isBreak) continue;
    const one = hitBy(session, changes.get(session.code), incident.room !== undefined, start, mitigated);
    if (one) hit.push({ code: session.code, title: session.title, ...one });
  }
  const acknowledged = facts.find((fact) => fact.name === 'page.acknowledged');
  const opened = facts.find((fact) => fact.name === 'page.opened');
  const from = opened ? Math.min(opened.at.epochMilliseconds, start) : start;
  const commander = facts.find((fact) => fact.name === 'incident.role-taken');
  const answered = acknowledged ?? commander;
  const seconds = (at: string | undefined) =>
    at === undefined ? undefined : Math.round((milliseconds(at) - start) / 1000);
  return {
    sessions: hit,
    minutesLost: hit.reduce((sum, one) => sum + one.minutes, 0),
    paged: pagedIn(facts),
    toAcknowledge: answered && Math.round((answered.at.epochMilliseconds - from) / 1000),
    toMitigate: seconds(incident.mitigatedAt),
    toResolve: seconds(incident.resolvedAt),
  };
}

function hitBy(
  session: Session,
  change: { delay: number; cancelled: boolean } | undefined,
  inRoom: boolean,
  start: number,
  mitigated: number,
): Pick<HitSession, 'minutes' | 'how'> | undefined {
  const [from, to] = [milliseconds(session.start), milliseconds(session.end)];
  if (change?.cancelled) return { how: 'cancelled', minutes: Math.round((to - from) / MINUTE) };
  if (change && change.delay > 0) return { how: 'delayed', minutes: Math.round(change.delay / MINUTE) };
  if (!inRoom || session.state === 'cancelled') return undefined;
  const shared = Math.min(to, mitigated) - Math.max(from, start);
  return shared > 0 ? { how: 'interrupted', minutes: Math.ceil(shared / MINUTE) } : undefined;
}

function pagedIn(facts: readonly Recorded[]): string[] {
  const people = facts
    .filter((fact) => fact.name === 'page.stepped' || fact.name === 'page.duty-changed')
    .flatMap(({ data }) => {
      const { people, on } = data as { people?: readonly string[]; on?: readonly string[] };
      return people ?? on ?? [];
    });
  return [...new Set(people)];
}
