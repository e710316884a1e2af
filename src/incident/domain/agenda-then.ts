/**
 * The agenda as it stood at an instant: today's sessions with every change since then taken back, as the ledger
 * has them. What happens to a talk afterwards changes nothing in what an incident is said to have cost.
 */
import type { Temporal } from 'temporal-polyfill';
import type { Session } from '../../agenda/domain/session.ts';
import type { Recorded } from '../../core/commit.ts';
import { milliseconds } from '../../core/instant.ts';

/** A session's place in the agenda. Times in milliseconds since 1970. */
export interface Slot {
  readonly code: string;
  readonly title: string;
  readonly room: string;
  readonly start: number;
  readonly end: number;
  readonly cancelled: boolean;
  readonly isBreak: boolean;
}

interface Changed {
  readonly session?: unknown;
  readonly what?: unknown;
  readonly before?: Partial<Session>;
  readonly after?: Partial<Session>;
}

const slotOf = ({ code, title, room, start, end, state, isBreak }: Session): Slot => ({
  code,
  title,
  room,
  start: milliseconds(start),
  end: milliseconds(end),
  cancelled: state === 'cancelled',
  isBreak: isBreak === true,
});

/** Whether a fact says that a session's own slot changed. */
export const changedSession = (fact: Recorded): Changed | undefined =>
  fact.name === 'session.changed' ? (fact.data as Changed) : undefined;

const words = (what: unknown): readonly unknown[] => (Array.isArray(what) ? what : []);

/**
 * @param facts - in the ledger's order; those of the sessions that matter, others are passed over
 */
export function agendaThen(
  sessions: Iterable<Session>,
  facts: readonly Recorded[],
  then: Temporal.Instant,
): Slot[] {
  const known = new Map<string, Session>([...sessions].map((one) => [one.code, one]));
  const since = facts.filter((fact) => fact.at.epochMilliseconds > then.epochMilliseconds);
  for (const fact of since.toReversed()) {
    const change = changedSession(fact);
    if (!change || typeof change.session !== 'string') continue;
    const { session: code, before = {} } = change;
    if (words(change.what).includes('new')) known.delete(code);
    // The fact of a session that was taken out holds all of it.
    else if (words(change.what).includes('removed')) known.set(code, { ...before, code } as Session);
    else {
      const one = known.get(code);
      if (one) known.set(code, { ...one, ...before });
    }
  }
  return [...known.values()].map(slotOf);
}
