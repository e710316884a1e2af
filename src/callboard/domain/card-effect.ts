/**
 * Whether the cards do any good: what they are for, before they were switched on and while they are. Counts with their
 * whole, and a median; nothing is made of few. Pure, from the same signals as the cards themselves.
 */
import type { CardSignal } from './card-signal.ts';

/** Where either half has fewer, one more or one less would move a share by more than ten of a hundred: it says nothing. */
export const ENOUGH = 10;

/** So many of so many. */
export interface Share {
  readonly some: number;
  readonly all: number;
}

export interface CardPeriod {
  /** Covers of night shifts that somebody took, of those that were asked for. */
  readonly nightCovers: Share;
  /** Pages that somebody answered, and the median of the seconds until then; undefined where there are none. */
  readonly answers: { readonly all: number; readonly seconds: number | undefined };
  /** People who had seen a text or a call of Callboard arrive, of those with a verified number; as of its end. */
  readonly phones: Share;
}

export interface CardEffect {
  /** When they were switched on first. Milliseconds since 1970. */
  readonly since: number;
  /** All was counted from then on, since what was before is archived; absent where nothing is. Milliseconds since 1970. */
  readonly from?: number;
  readonly before: CardPeriod;
  readonly after: CardPeriod;
}

type Half = 'before' | 'after';

/** The one in the middle, or what lies between the two there. */
export function medianOf(numbers: readonly number[]): number | undefined {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}

/** Pages of drills and of private matters, which are no measure of the event. */
function leftOut(signals: readonly CardSignal[]): ReadonlySet<string> {
  const pages = new Set<string>();
  const incidents = new Set<string>();
  for (const signal of signals) {
    if (signal.is === 'page-opened' && signal.isDrill) pages.add(signal.page);
    if (signal.is === 'page-hidden' || signal.is === 'drill-answered') pages.add(signal.page);
    if (signal.is === 'drill' && signal.page !== undefined) pages.add(signal.page);
    if (signal.is === 'drill' || signal.is === 'incident-hidden') incidents.add(signal.incident);
  }
  for (const signal of signals)
    if (signal.is === 'page-of' && incidents.has(signal.incident)) pages.add(signal.page);
  return pages;
}

const share = (some: ReadonlySet<string>, all: ReadonlySet<string>): Share => ({
  some: [...all].filter((one) => some.has(one)).length,
  all: all.size,
});

/** How the cards stood where the archive ends: what was before is not among the signals. */
export interface CardsArchived {
  /** Milliseconds since 1970 from which on nothing is archived. */
  readonly from: number;
  readonly isOn: boolean;
  /** When they were switched on first, if that is archived. Milliseconds since 1970. */
  readonly firstOn?: number | undefined;
}

/**
 * Undefined where the event never had cards.
 *
 * @param signals - All of the ledger, in its order; where some of it is archived, all that came after that.
 */
export function cardEffect(signals: readonly CardSignal[], archived?: CardsArchived): CardEffect | undefined {
  const since = archived?.firstOn ?? signals.find((signal) => signal.is === 'switched' && signal.on)?.at;
  if (since === undefined) return undefined;
  const out = leftOut(signals);
  const asked: Readonly<Record<Half, Set<string>>> = { before: new Set(), after: new Set() };
  const taken = new Set<string>();
  const opened = new Map<string, Half>();
  const answered = new Set<string>();
  const seconds: Readonly<Record<Half, number[]>> = { before: [], after: [] };
  const phones = { verified: new Set<string>(), tested: new Set<string>() };
  const wasOn = archived?.firstOn !== undefined;
  /** Phones before are as of the switch: where that is archived, nobody knows. */
  let before: Share | undefined = wasOn ? { some: 0, all: 0 } : undefined;
  /** Undefined while they are switched off again. */
  let half: Half | undefined = archived?.isOn ? 'after' : wasOn ? undefined : 'before';
  for (const signal of signals) {
    switch (signal.is) {
      case 'switched':
        if (signal.on) before ??= share(phones.tested, phones.verified);
        half = signal.on ? 'after' : half === 'before' ? half : undefined;
        break;
      case 'night-cover-asked':
        if (half) asked[half].add(signal.cover);
        break;
      case 'night-cover-taken':
        taken.add(signal.cover);
        break;
      case 'page-opened':
        if (half && !out.has(signal.page) && !opened.has(signal.page)) opened.set(signal.page, half);
        break;
      case 'page-answered': {
        const of = opened.get(signal.page);
        if (of && !answered.has(signal.page)) seconds[of].push(signal.seconds);
        answered.add(signal.page);
        break;
      }
      case 'phone-verified':
        phones.verified.add(signal.person);
        break;
      case 'phone-tested':
        phones.tested.add(signal.person);
        break;
      case 'forgotten':
        phones.verified.delete(signal.person);
        phones.tested.delete(signal.person);
        break;
    }
  }
  const period = (which: Half, tested: Share): CardPeriod => ({
    nightCovers: share(taken, asked[which]),
    answers: { all: seconds[which].length, seconds: medianOf(seconds[which]) },
    phones: tested,
  });
  return {
    since,
    ...(archived && { from: archived.from }),
    before: period('before', before ?? { some: 0, all: 0 }),
    after: period('after', share(phones.tested, phones.verified)),
  };
}

/** Whether both halves are enough to be compared. */
export const isEnough = (one: number, other: number): boolean => Math.min(one, other) >= ENOUGH;
