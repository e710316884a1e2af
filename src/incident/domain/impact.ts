/**
 * What an incident cost, from its document, the agenda and the ledger. Everything here is counted, nothing
 * estimated, and what nobody said is undefined: people read `not recorded`. Each figure comes from one thing:
 *
 * - *lasted*: from `incident.declared` to the last `incident.resolved`;
 * - *acknowledged*: the first `page.acknowledged` among its pages before its end, as that fact says it;
 * - *commanded*: from the declaration to the first `incident.role-taken` of a commander;
 * - *mitigated*: from the declaration to `incident.mitigated`, which somebody pressed;
 * - *minutes lost*: how long, between the declaration and `mitigated` (else the end), a session was to be on in
 *   its room by the agenda as it stood at the declaration, and by what the stage clock had been told: what was over
 *   loses nothing, what ran over does. So it is never more than the incident lasted.
 */
import type { Temporal } from 'temporal-polyfill';
import type { Session } from '../../agenda/domain/session.ts';
import type { Recorded } from '../../core/commit.ts';
import { instant, milliseconds } from '../../core/instant.ts';
import { agendaThen, changedSession, type Slot } from './agenda-then.ts';
import type { Incident } from './incident.ts';
import { type Told, toldByStage } from './stage-then.ts';

export interface HitSession {
  readonly code: string;
  readonly title: string;
  /** Whole minutes: of the session where it was cancelled, of its delay, else of it within the incident. */
  readonly minutes: number;
  readonly how: 'cancelled' | 'delayed' | 'interrupted';
}

export interface Acknowledged {
  readonly page: string;
  /** Since that page was opened. */
  readonly seconds: number;
  readonly by: string;
}

export interface Impact {
  readonly sessions: readonly HitSession[];
  /** Whole minutes, rounded down; undefined where the incident is in no room, or still open. */
  readonly minutesLost: number | undefined;
  /** Ids of the people whom its pages asked. */
  readonly paged: readonly string[];
  readonly acknowledged: Acknowledged | undefined;
  /** Seconds from the declaration; undefined where it did not happen. */
  readonly toCommand: number | undefined;
  readonly toMitigate: number | undefined;
  readonly lasted: number | undefined;
}

const MINUTE = 60_000;

interface Delayed {
  readonly delay: number;
  readonly cancelled: boolean;
}

/** What was done meanwhile to the sessions: how much later each begins, and which are cancelled. */
function changesOf(facts: readonly Recorded[], until: number): Map<string, Delayed> {
  const changes = new Map<string, Delayed>();
  for (const fact of facts) {
    const change = fact.at.epochMilliseconds <= until ? changedSession(fact) : undefined;
    if (!change || typeof change.session !== 'string') continue;
    const { session, before = {}, after = {} } = change;
    const known = changes.get(session) ?? { delay: 0, cancelled: false };
    const moved =
      before.start !== undefined && after.start !== undefined
        ? milliseconds(after.start) - milliseconds(before.start)
        : 0;
    const cancelled = after.state === undefined ? known.cancelled : after.state === 'cancelled';
    changes.set(session, { delay: known.delay + moved, cancelled });
  }
  return changes;
}

type Span = readonly [from: number, to: number];

/** How long at least one of the spans lasts. */
function covered(spans: readonly Span[]): number {
  let sum = 0;
  let reached = Number.NEGATIVE_INFINITY;
  for (const [from, to] of spans.toSorted((a, b) => a[0] - b[0])) {
    sum += Math.max(0, to - Math.max(from, reached));
    reached = Math.max(reached, to);
  }
  return sum;
}

const within = ({ start, end }: Slot, [from, to]: Span): Span => [Math.max(start, from), Math.min(end, to)];
const lengthOf = ([from, to]: Span): number => Math.max(0, to - from);

function hit(slot: Slot, change: Delayed, span: Span): HitSession[] {
  const { code, title, start, end } = slot;
  if (change.cancelled)
    return [{ code, title, how: 'cancelled', minutes: Math.floor((end - start) / MINUTE) }];
  if (change.delay > 0) return [{ code, title, how: 'delayed', minutes: Math.floor(change.delay / MINUTE) }];
  const shared = lengthOf(within(slot, span));
  return shared > 0 ? [{ code, title, how: 'interrupted', minutes: Math.floor(shared / MINUTE) }] : [];
}

/** The slot as the room had it at the declaration: begun or not, and running over. Undefined where it was over. */
function onStageThen(slot: Slot, told: Told | undefined, declared: number): Slot | undefined {
  if (!told) return slot;
  if (told.end !== undefined && told.end <= declared) return undefined;
  if (told.start === undefined || told.start > declared) return slot;
  return { ...slot, start: told.start, end: Math.max(slot.end, told.end ?? slot.end) };
}

/** How much later than planned it really began, where its start fell into the incident. */
const beganLate = (slot: Slot, told: Told | undefined, [from, to]: Span): number =>
  told?.start !== undefined && told.start > from && slot.start < to
    ? Math.max(0, told.start - slot.start)
    : 0;

/**
 * @param own - the facts of the incident and of its pages, in the ledger's order
 * @param ofRoom - those of the sessions of its room, in the ledger's order, up to today
 */
export function impactOf(
  incident: Incident,
  sessions: Iterable<Session>,
  own: readonly Recorded[],
  ofRoom: readonly Recorded[],
): Impact {
  const { room, resolvedAt, mitigatedAt } = incident;
  const start = milliseconds(incident.declaredAt);
  const end = resolvedAt === undefined ? undefined : milliseconds(resolvedAt);
  const seconds = (at: string | undefined) =>
    at === undefined ? undefined : Math.round((milliseconds(at) - start) / 1000);
  const commander = own.find(
    ({ name, data }) =>
      name === 'incident.role-taken' && (data as { readonly role?: unknown }).role === 'commander',
  );
  const until = Math.min(
    end ?? Number.POSITIVE_INFINITY,
    mitigatedAt === undefined ? Number.POSITIVE_INFINITY : milliseconds(mitigatedAt),
  );
  const cost = { sessions: [] as HitSession[], minutesLost: undefined as number | undefined };
  if (room !== undefined && end !== undefined) {
    const span: Span = [start, until];
    const meanwhile = ofRoom.filter(({ at }) => at.epochMilliseconds > start);
    const changes = changesOf(meanwhile, end);
    const told = toldByStage(ofRoom);
    const there = agendaThen(sessions, ofRoom, instant(incident.declaredAt))
      .filter((slot) => slot.room === room && !slot.isBreak && !slot.cancelled)
      .flatMap((slot) => onStageThen(slot, told.get(slot.code), start) ?? []);
    cost.sessions = there
      .toSorted((a, b) => a.start - b.start)
      .flatMap((slot) => {
        const { delay = 0, cancelled = false } = changes.get(slot.code) ?? {};
        const late = Math.max(delay, beganLate(slot, told.get(slot.code), span));
        return hit(slot, { delay: late, cancelled }, span);
      });
    const spans = there.map((slot) => within(slot, span)).filter((one) => lengthOf(one) > 0);
    cost.minutesLost = Math.floor(covered(spans) / MINUTE);
  }
  return {
    ...cost,
    paged: pagedIn(own),
    acknowledged: acknowledgedIn(own, end),
    toCommand: commander && secondsBetween(instant(incident.declaredAt), commander.at),
    toMitigate: seconds(mitigatedAt),
    lasted: seconds(resolvedAt),
  };
}

const secondsBetween = (from: Temporal.Instant, to: Temporal.Instant): number =>
  Math.round((to.epochMilliseconds - from.epochMilliseconds) / 1000);

function acknowledgedIn(facts: readonly Recorded[], end: number | undefined): Acknowledged | undefined {
  const first = facts.find(
    ({ name, at }) => name === 'page.acknowledged' && (end === undefined || at.epochMilliseconds <= end),
  );
  if (!first) return undefined;
  const { page, seconds } = first.data as { readonly page: string; readonly seconds: number };
  return { page, seconds, by: first.by };
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
