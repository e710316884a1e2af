/**
 * The shifts of one day again on another: the same wall clock times, whatever the clocks do in between. What the
 * agenda made is copied as if it had been typed, since its sessions stay on their own day.
 */
import type { Temporal } from 'temporal-polyfill';
import { instant, instantText } from '../../core/instant.ts';
import { resolveWall } from '../../core/time.ts';
import type { ShiftDraft } from './draft.ts';
import { candidateOf, type Rota } from './rota.ts';
import { type Broken, brokenRules } from './rules.ts';
import { byShiftStart, liveOf, type Shift } from './shift.ts';
import { sameShift } from './shift-changes.ts';

export interface CopiedShift {
  /** The shift that it is a copy of. */
  readonly of: string;
  readonly draft: ShiftDraft;
  /** Who comes with it. */
  readonly people: readonly string[];
}

export interface DayCopy {
  readonly shifts: readonly CopiedShift[];
  /** Codes of shifts that the other day has already. */
  readonly there: readonly string[];
  /** Codes of shifts of which a time does not exist on the other day: the clocks jump over it. */
  readonly impossible: readonly string[];
  /** Who does not come along, and what speaks against it. */
  readonly left: readonly {
    readonly shift: string;
    readonly person: string;
    readonly broken: readonly Broken[];
  }[];
}

interface Days {
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
  /** Whether a shift belongs to the day that is copied. */
  isOfDay(shift: Shift): boolean;
  readonly zone: string;
}

/** The same wall clock so many days on; undefined where it is jumped over. What comes twice is the earlier. */
function carry(at: string, days: Pick<Days, 'from' | 'to' | 'zone'>): string | undefined {
  const shift = days.from.until(days.to, { largestUnit: 'days' });
  const wall = instant(at).toZonedDateTimeISO(days.zone).toPlainDateTime().add(shift);
  const found = resolveWall(wall, days.zone);
  return 'at' in found ? instantText(found.at) : undefined;
}

/**
 * @param withPeople - Whoever is on a shift comes with its copy, unless a rule speaks against it.
 */
export function copyOfDay(rota: Rota, days: Days, withPeople: boolean): DayCopy {
  const shifts: CopiedShift[] = [];
  const there: string[] = [];
  const impossible: string[] = [];
  const left: DayCopy['left'][number][] = [];
  // Those that are made are obeyed by those that follow: nobody comes twice at one time.
  const known = new Map(rota.shifts);
  const originals = [...rota.shifts.values()].map(({ value }) => value).filter(days.isOfDay);
  for (const shift of originals.sort(byShiftStart)) {
    const [start, end] = [carry(shift.start, days), carry(shift.end, days)];
    if (start === undefined || end === undefined || end <= start) {
      impossible.push(shift.code);
      continue;
    }
    const { code, assignments, origin: _origin, sessions: _sessions, ...rest } = shift;
    const made: Shift = { ...rest, code: `copy of ${code}`, start, end, assignments: [] };
    if (sameShift(known.values(), made)) {
      there.push(code);
      continue;
    }
    const people: string[] = [];
    for (const { person } of withPeople ? liveOf({ ...shift, assignments }) : []) {
      const broken = brokenRules(
        candidateOf({ ...rota, shifts: known }, person),
        { ...made, assignments: people.map((one) => ({ person: one, state: 'accepted' as const })) },
        rota,
      );
      if (broken.length > 0) left.push({ shift: code, person, broken });
      else people.push(person);
    }
    const assigned = people.map((person) => ({ person, state: 'accepted' as const }));
    known.set(made.code, { id: made.code, value: { ...made, assignments: assigned }, version: 0 });
    const { code: _code, assignments: _none, ...draft } = made;
    shifts.push({ of: code, draft: { ...draft, key: `${code} ${days.to}` }, people });
  }
  return { shifts, there, impossible, left };
}
