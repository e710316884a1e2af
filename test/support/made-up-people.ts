/** People for a rota that has none: the same every time for the same seed. */
import type { Rota } from '../../src/rota/domain/rota.ts';
import { defaultRota } from '../../src/rota/domain/settings.ts';
import type { Role, Shift } from '../../src/rota/domain/shift.ts';
import type { Volunteer } from '../../src/rota/domain/volunteer.ts';

/** A small generator of numbers in [0, 1), for data that is to be the same on every machine (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Each person has a few roles, can on most days (04:00 to 04:00 UTC), half of them at night too. */
export function madeUpPeople(shifts: readonly Shift[], count: number, seed: number): Volunteer[] {
  const random = randomFrom(seed);
  const roles = [...new Set(shifts.map(({ role }) => role))];
  const days = [...new Set(shifts.map(({ start }) => start.slice(0, 10)))].sort();
  return Array.from({ length: count }, (_, index) => {
    const mine = new Set<string>();
    const wanted = Math.min(roles.length, 2 + Math.floor(random() * 3));
    while (mine.size < wanted) mine.add(roles[Math.floor(random() * roles.length)] ?? '');
    const nights = random() < 0.5;
    const windows = days
      .filter(() => random() < 0.8)
      .map((day) => {
        const start = Date.parse(`${day}T04:00:00Z`);
        return {
          start: new Date(start).toISOString(),
          end: new Date(start + (nights ? 24 : 17) * 3_600_000).toISOString(),
        };
      });
    return { person: `U${String(index + 1).padStart(4, '0')}`, roles: [...mine], skills: [], windows };
  });
}

const versioned = <T>(id: string, value: T): [string, { id: string; value: T; version: number }] => [
  id,
  { id, value, version: 1 },
];

export function rotaOf(parts: {
  shifts: readonly Shift[];
  volunteers?: readonly Volunteer[];
  roles?: readonly Role[];
  talks?: Rota['talks'];
  stars?: Rota['stars'];
  zone?: string;
  settings?: Rota['settings'];
}): Rota {
  return {
    shifts: new Map(parts.shifts.map((shift) => versioned(shift.code, shift))),
    volunteers: new Map((parts.volunteers ?? []).map((one) => versioned(one.person, one))),
    roles: new Map((parts.roles ?? []).map((role) => [role.name, role])),
    talks: parts.talks ?? new Map(),
    stars: parts.stars ?? new Map(),
    zone: parts.zone ?? 'Europe/Madrid',
    settings: parts.settings ?? defaultRota,
  };
}
