/** What is wrong with the rota, so that somebody can mend it before it hurts. */
import type { Temporal } from 'temporal-polyfill';
import type { Session } from '../../agenda/domain/session.ts';
import { milliseconds } from '../../core/instant.ts';
import type { Span } from './hours.ts';
import type { Rota } from './rota.ts';
import { clash, overlaps } from './rules.ts';
import { byShiftStart, liveOf, type Shift } from './shift.ts';

export interface Gaps {
  readonly short: readonly { readonly shift: Shift; readonly missing: number }[];
  /** Sessions in whose room nobody is on shift for all or part of the time. */
  readonly uncovered: readonly Session[];
  readonly broken: readonly {
    readonly person: string;
    readonly rule: 'overlap' | 'rest';
    readonly first: Shift;
    readonly second: Shift;
  }[];
  /** People with a coming shift and no verified phone. */
  readonly unreachable: readonly string[];
}

/** From `now` on, inside `window` where one is given. */
export function findGaps(
  rota: Rota,
  sessions: Iterable<Session>,
  verified: ReadonlySet<string>,
  now: Temporal.Instant,
  window?: Span,
): Gaps {
  const counts = (span: Span) =>
    milliseconds(span.end) > now.epochMilliseconds && (!window || overlaps(span, window));
  const coming = [...rota.shifts.values()]
    .map(({ value }) => value)
    .filter(counts)
    .sort(byShiftStart);
  const staffed = coming.filter((shift) => stillOn(shift) > 0);
  const uncovered = [...sessions].filter(
    (session) =>
      session.state === 'scheduled' &&
      !session.isBreak &&
      session.room !== '' &&
      counts(session) &&
      !isCovered(session, staffed),
  );
  const byPerson = new Map<string, Shift[]>();
  for (const shift of staffed)
    for (const { person } of liveOf(shift)) byPerson.set(person, [...(byPerson.get(person) ?? []), shift]);
  const broken: Gaps['broken'][number][] = [];
  for (const [person, theirs] of byPerson) {
    theirs.forEach((first, index) => {
      for (const second of theirs.slice(index + 1)) {
        const rule = clash(first, second, rota.roles);
        if (rule) broken.push({ person, rule, first, second });
      }
    });
  }
  return {
    short: coming.flatMap((shift) => {
      const missing = Math.max(0, shift.min - stillOn(shift));
      return missing > 0 ? [{ shift, missing }] : [];
    }),
    uncovered: uncovered.sort((a, b) => milliseconds(a.start) - milliseconds(b.start)),
    broken,
    unreachable: [...byPerson.keys()].filter((person) => !verified.has(person)),
  };
}

/** Whoever is done before the shift is over has gone. */
const stillOn = (shift: Shift): number => liveOf(shift).filter(({ state }) => state !== 'done').length;

/** Somebody is on shift in the room from its start to its end, one after the other is enough. */
function isCovered(session: Session, shifts: readonly Shift[]): boolean {
  let reached = milliseconds(session.start);
  for (const shift of shifts) {
    if (shift.room === session.room && milliseconds(shift.start) <= reached)
      reached = Math.max(reached, milliseconds(shift.end));
  }
  return reached >= milliseconds(session.end);
}
