/**
 * One budget of running work, shared fairly by those who want of it (max-min fairness): whoever wants less than an
 * equal part gets what they want, and the rest is divided equally among the others. Nothing is kept back while
 * anybody could use it, and nobody gets more than their part while another waits.
 */

/**
 * The max-min fair parts of `capacity`, in whole ones. Where it does not divide, the first of those who want as much
 * get one more.
 *
 * @param wanted - What each wants, at least 0; `Infinity` for as much as there is.
 * @returns The part of each, in the same order: at most what they want, at most `capacity` together.
 */
export function maxMinShares(capacity: number, wanted: readonly number[]): number[] {
  const shares = wanted.map(() => 0);
  const leastFirst = [...wanted.entries()].sort(([, a], [, b]) => (a < b ? -1 : a > b ? 1 : 0));
  let left = Math.max(0, Math.floor(capacity));
  for (const [at, [i, want]] of leastFirst.entries()) {
    const share = Math.min(want, Math.ceil(left / (leastFirst.length - at)));
    shares[i] = share;
    left -= share;
  }
  return shares;
}

export interface FairBudgetOptions {
  /** How much may run at a time for all together, beside what each has of its own. */
  readonly capacity: number;
  /** How much of its own each has beside, so that one whose work never ends keeps nobody from beginning. */
  readonly own: number;
}

/** The part of one of those who share. */
export interface FairPart {
  /** How many more it may begin now. */
  room(): number;
  /** Takes up to `most`; each that is begun or not needed is given back once. @returns how many it got */
  take(most: number): number;
  /** What began without having been taken first; given back as the rest. */
  add(count: number): void;
  giveBack(count: number): void;
  /** Whether it has more to begin than it was given: others keep to their parts meanwhile, and it is woken. */
  waits(isWaiting: boolean): void;
  /** It shares no more; what it held is free. */
  leave(): void;
}

interface Member {
  held: number;
  isWaiting: boolean;
  readonly wake: () => void;
}

export class FairBudget {
  readonly #options: FairBudgetOptions;
  readonly #members = new Set<Member>();

  constructor(options: FairBudgetOptions) {
    this.#options = options;
  }

  /** @param wake - Called when one that waits may begin something. */
  join(wake: () => void): FairPart {
    const member: Member = { held: 0, isWaiting: false, wake };
    this.#members.add(member);
    return {
      room: () => this.#room(member),
      take: (most) => {
        const got = Math.min(most, this.#room(member));
        member.held += got;
        return got;
      },
      add: (count) => {
        member.held += count;
      },
      giveBack: (count) => {
        member.held = Math.max(0, member.held - count);
        if (count > 0) this.#wakeWaiting();
      },
      waits: (isWaiting) => {
        const isNews = member.isWaiting && !isWaiting;
        member.isWaiting = isWaiting;
        if (isNews) this.#wakeWaiting();
      },
      leave: () => {
        this.#members.delete(member);
        this.#wakeWaiting();
      },
    };
  }

  /** Of the capacity: what each holds beyond its own. */
  #shared({ held }: Member): number {
    return Math.max(0, held - this.#options.own);
  }

  #room(member: Member): number {
    const { capacity, own } = this.#options;
    const ofItsOwn = Math.max(0, own - member.held);
    // Whoever holds least comes first at what does not divide.
    const all = [...this.#members].sort((a, b) => a.held - b.held);
    const used = all.reduce((sum, one) => sum + this.#shared(one), 0);
    const wanted = all.map((one) =>
      one === member || one.isWaiting ? Number.POSITIVE_INFINITY : this.#shared(one),
    );
    const share = maxMinShares(capacity, wanted)[all.indexOf(member)] ?? 0;
    return ofItsOwn + Math.max(0, Math.min(capacity - used, share - this.#shared(member)));
  }

  /** No more of them than there is room for: each looks into the database for it. */
  #wakeWaiting(): void {
    const { capacity, own } = this.#options;
    const members = [...this.#members].sort((a, b) => a.held - b.held);
    let free = capacity - members.reduce((sum, one) => sum + this.#shared(one), 0);
    for (const member of members) {
      if (!member.isWaiting || this.#room(member) === 0) continue;
      if (member.held >= own && free-- <= 0) continue;
      member.wake();
    }
  }
}
