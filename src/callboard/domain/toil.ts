/** Toil: what people do by hand again and again though a command would do it. Counted by deed, never by person. */

/** Each deed, and the command that would have done it, as it is typed. */
export const TOIL = {
  assigned: '/rota fill',
  'shift-added': '/rota generate',
  imported: '/agenda watch URL',
  changed: '/agenda watch URL',
  delayed: '/agenda delay ROOM 15m',
  linked: '/speakers match',
  reminded: '/speakers plan 24h 2h 30m',
  'checked-in': '/speakers plan check-in 15m',
  crew: '/callboard crew add @group',
  'set-up': 'callboard event apply FILE',
} as const;
export type Toil = keyof typeof TOIL;

/** So often by hand is a habit; more often is toil. */
const HABIT = 5;

/** What was done by hand more than five times, most often first. */
export const toilOf = (
  counts: Readonly<Partial<Record<Toil, number>>>,
): readonly (readonly [Toil, number])[] =>
  (Object.entries(counts) as [Toil, number][])
    .filter(([deed, times]) => Object.hasOwn(TOIL, deed) && times > HABIT)
    .sort(([a, x], [b, y]) => y - x || a.localeCompare(b));
