/** A day of the event as the organizers look at it the evening before: how it looks, and what wants mending. */

/** Some things of a kind: how many, and the first few by name as they are shown. */
export interface Found<T> {
  readonly count: number;
  readonly first: readonly T[];
}

/** @typeParam T - What a thing is shown as. */
export interface Tomorrow<T> {
  readonly sessions: number;
  readonly shifts: number;
  /** Sessions in whose room nobody is on shift for all of the time; only where there are shifts at all. */
  readonly uncovered: Found<T>;
  /** Shifts short of people. */
  readonly short: Found<T>;
  /** Double bookings of rooms and people, and too tight changes of room. */
  readonly clashes: Found<T>;
  /** Speakers whom nobody can reach. */
  readonly unlinked: Found<T>;
  /** Speakers who have said nothing to what they were sent. */
  readonly silent: Found<T>;
  /** On shift, and no phone that was verified; none where the deployment has no phones. */
  readonly noPhone: Found<T>;
  /** On shift, and never tried whether a page arrives. */
  readonly untested: Found<T>;
  readonly feed: 'none' | 'well' | 'failing' | 'held';
}

const KINDS = ['uncovered', 'short', 'clashes', 'unlinked', 'silent', 'noPhone', 'untested'] as const;

export type TomorrowKind = 'nothing' | 'held' | 'failing' | (typeof KINDS)[number];

export interface TomorrowLine<T> {
  readonly kind: TomorrowKind;
  readonly found: Found<T>;
}

/** Clear: nothing to do. Rough: somebody would stand alone, or the programme itself is in doubt. */
export type Weather = 'clear' | 'mixed' | 'rough';

const ROUGH: ReadonlySet<TomorrowKind> = new Set(['nothing', 'held', 'failing', 'uncovered', 'clashes']);

/** What wants mending, the gravest first, and the weather of it all. */
export function lookAtTomorrow<T>(day: Tomorrow<T>): {
  readonly weather: Weather;
  readonly lines: readonly TomorrowLine<T>[];
} {
  const none: Found<T> = { count: 0, first: [] };
  const lines: TomorrowLine<T>[] = [
    ...(day.sessions + day.shifts === 0 ? [{ kind: 'nothing' as const, found: none }] : []),
    ...(day.feed === 'held' || day.feed === 'failing' ? [{ kind: day.feed, found: none }] : []),
    ...KINDS.map((kind) => ({ kind, found: day[kind] })).filter(({ found }) => found.count > 0),
  ];
  if (lines.length === 0) return { weather: 'clear', lines };
  return { weather: lines.some(({ kind }) => ROUGH.has(kind)) ? 'rough' : 'mixed', lines };
}
