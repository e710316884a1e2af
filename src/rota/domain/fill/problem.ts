/**
 * The filling of a rota as numbers: who could have which shift, what it costs, and what is fixed already.
 * Made from the rota with its own rules, so the optimizer knows no rule of its own.
 */
import type { Temporal } from 'temporal-polyfill';
import { milliseconds } from '../../../core/instant.ts';
import { hoursOf, isNight, weightOf } from '../hours.ts';
import { allVolunteers, type Rota, shiftsOf } from '../rota.ts';
import { type Broken, brokenRules, clash, overlaps, type RuleName } from '../rules.ts';
import { byShiftStart, liveOf, type Shift } from '../shift.ts';

export interface FillShift {
  readonly code: string;
  readonly role: string;
  /** Milliseconds since 1970. */
  readonly start: number;
  readonly end: number;
  /** The end plus the rest that this role asks for: nobody has two shifts whose busy times overlap. */
  readonly busyUntil: number;
  readonly min: number;
  /** Places worth filling: the target where there is one, else the minimum. */
  readonly wanted: number;
  readonly hours: number;
  readonly weight: number;
  readonly night: boolean;
}

export interface Option {
  /** Index of the shift. */
  readonly shift: number;
  /** Starred sessions missed by it. */
  readonly clashes: number;
  /** Theirs already: to be taken away only for something better. */
  readonly has: boolean;
}

export interface FillPerson {
  readonly id: string;
  /** What they have from shifts that are not up for filling. */
  readonly base: { readonly hours: number; readonly weight: number; readonly nights: number };
  readonly maxHours: number | undefined;
  readonly maxNights: number | undefined;
  readonly options: readonly Option[];
}

export interface FillProblem {
  readonly shifts: readonly FillShift[];
  readonly people: readonly FillPerson[];
  /** How often each rule kept somebody from a shift, by index of the shift. */
  readonly excluded: readonly Readonly<Partial<Record<RuleName | 'role', number>>>[];
}

const HOUR = 3_600_000;

/**
 * Shifts that have not begun are filled; those that have are fixed. People are those with a profile that
 * names roles, and those who have a shift already; nobody is given a role that they did not name.
 */
export function fillProblem(rota: Rota, now: Temporal.Instant): FillProblem {
  const all = [...rota.shifts.values()].map(({ value }) => value).sort(byShiftStart);
  const open = all.filter((shift) => milliseconds(shift.start) > now.epochMilliseconds);
  const openCodes = new Set(open.map(({ code }) => code));
  const { night } = rota.settings;
  const shifts = open.map((shift): FillShift => {
    const role = rota.roles.get(shift.role);
    const end = milliseconds(shift.end);
    return {
      code: shift.code,
      role: shift.role,
      start: milliseconds(shift.start),
      end,
      busyUntil: end + (role?.rest ?? 0) * HOUR,
      min: shift.min,
      wanted: Math.max(shift.min, shift.target ?? 0),
      hours: hoursOf(shift),
      weight: weightOf(shift, night, rota.zone, role?.nightWeight),
      night: isNight(shift, night, rota.zone),
    };
  });
  // What `brokenRules` finds about one shift alone; limits and clashes between open shifts are the solver's.
  const empty = new Map(open.map((shift) => [shift.code, { ...shift, assignments: [] } as Shift]));
  const excluded: Partial<Record<RuleName | 'role', number>>[] = open.map(() => ({}));
  const kept = open.map(() => 0);
  const people = allVolunteers(rota)
    .sort()
    .map((id): FillPerson => {
      const profile = rota.volunteers.get(id)?.value;
      const theirs = shiftsOf(rota, id);
      const fixed = theirs.filter(({ code }) => !openCodes.has(code));
      const { maxHours: _, maxNights: __, ...unlimited } = profile ?? { person: id, roles: [], skills: [] };
      const candidate = {
        person: id,
        profile: profile ? unlimited : undefined,
        shifts: fixed.filter(({ end }) => milliseconds(end) > now.epochMilliseconds - 48 * HOUR),
        talks: rota.talks.get(id) ?? [],
      };
      const stars = rota.stars.get(id) ?? [];
      const options: Option[] = [];
      open.forEach((shift, index) => {
        const has = liveOf(shift).some(({ person }) => person === id);
        const reasons = has || profile?.roles.includes(shift.role) ? [] : (['role'] as const);
        const broken = reasons.length > 0 ? [] : brokenRules(candidate, empty.get(shift.code) ?? shift, rota);
        // What they have although a rule speaks against it was an organizer's word, and stays possible.
        if (has || (reasons.length === 0 && broken.length === 0)) {
          options.push({ shift: index, has, clashes: stars.filter((star) => overlaps(star, shift)).length });
        } else count(excluded[index], reasons[0] ?? first(broken));
      });
      return {
        id,
        base: {
          hours: sum(fixed, hoursOf),
          weight: sum(fixed, (one) => weightOf(one, night, rota.zone, rota.roles.get(one.role)?.nightWeight)),
          nights: fixed.filter((one) => isNight(one, night, rota.zone)).length,
        },
        maxHours: profile?.maxHours,
        maxNights: profile?.maxNights,
        options: options.filter((one) => {
          if (!forced(one, options, open, rota)) return true;
          kept[one.shift] = (kept[one.shift] ?? 0) + 1;
          return false;
        }),
      };
    })
    .filter(({ options }) => options.length > 0);
  const left = shifts.map((shift, index) => ({
    ...shift,
    min: Math.max(0, shift.min - (kept[index] ?? 0)),
    wanted: Math.max(0, shift.wanted - (kept[index] ?? 0)),
  }));
  return { shifts: left, people, excluded };
}

/** Of two shifts of one person that clash by an organizer's word, the later is left to them for good. */
function forced(option: Option, options: readonly Option[], open: readonly Shift[], rota: Rota): boolean {
  const shift = open[option.shift];
  if (!option.has || !shift) return false;
  return options.some((other) => {
    const earlier = open[other.shift];
    return other.has && other.shift < option.shift && earlier && clash(earlier, shift, rota.roles);
  });
}

const first = (broken: readonly Broken[]): RuleName => broken[0]?.rule ?? 'availability';
const sum = <T>(things: readonly T[], of: (thing: T) => number) =>
  things.reduce((total, thing) => total + of(thing), 0);
function count(table: Partial<Record<string, number>> | undefined, name: string): void {
  if (table) table[name] = (table[name] ?? 0) + 1;
}

/** Two shifts that one person cannot both have. */
export const collide = (a: FillShift, b: FillShift): boolean =>
  a.start < b.busyUntil && b.start < a.busyUntil;
