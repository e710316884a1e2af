/** Who has how much: hours, nights and shifts of each person, against the mean. */
import { hoursOf, isNight, weightOf } from './hours.ts';
import type { Rota } from './rota.ts';
import { liveOf } from './shift.ts';

export interface Share {
  readonly person: string;
  readonly shifts: number;
  /** Elapsed hours. */
  readonly hours: number;
  readonly nights: number;
  /** Hours with those by night weighted by their role. */
  readonly weighted: number;
}

export interface Fairness {
  /** Most weighted hours first. */
  readonly shares: readonly Share[];
  readonly mean: { readonly hours: number; readonly nights: number; readonly shifts: number };
  /** Standard deviation of the hours. */
  readonly deviation: number;
  /** 0 when all have the same hours, towards 1 when one has all (Gini's coefficient). */
  readonly gini: number;
}

/** Over everybody who has a profile or a shift: those without one belong to the picture too. */
export function fairness(rota: Rota): Fairness {
  const shares = new Map<string, { shifts: number; hours: number; nights: number; weighted: number }>();
  const nobody = () => ({ shifts: 0, hours: 0, nights: 0, weighted: 0 });
  for (const [person, { value }] of rota.volunteers)
    if (value.roles.length > 0 || value.windows) shares.set(person, nobody());
  const { night } = rota.settings;
  for (const { value: shift } of rota.shifts.values()) {
    for (const { person } of liveOf(shift)) {
      const share = shares.get(person) ?? nobody();
      share.shifts += 1;
      share.hours += hoursOf(shift);
      share.nights += isNight(shift, night, rota.zone) ? 1 : 0;
      share.weighted += weightOf(shift, night, rota.zone, rota.roles.get(shift.role)?.nightWeight);
      shares.set(person, share);
    }
  }
  const all = [...shares].map(([person, share]) => ({ person, ...share }));
  all.sort((a, b) => b.weighted - a.weighted || (a.person < b.person ? -1 : 1));
  const count = Math.max(1, all.length);
  const sum = (of: (share: Share) => number) => all.reduce((total, share) => total + of(share), 0);
  const mean = sum((share) => share.hours) / count;
  const variance = sum((share) => (share.hours - mean) ** 2) / count;
  const ascending = all.map(({ hours }) => hours).sort((a, b) => a - b);
  const ranked = ascending.reduce((total, hours, index) => total + (index + 1) * hours, 0);
  const total = sum((share) => share.hours);
  return {
    shares: all,
    mean: {
      hours: mean,
      nights: sum((share) => share.nights) / count,
      shifts: sum((share) => share.shifts) / count,
    },
    deviation: Math.sqrt(variance),
    gini: total === 0 ? 0 : (2 * ranked) / (count * total) - (count + 1) / count,
  };
}
