/**
 * Whose work begins next, where several have much of it and there is one processor: one of each after the other, and
 * after so many milliseconds everything else that waits (answers of Redis, requests over HTTP) is seen to first.
 */

/** Milliseconds of the processor before the others are let in; a single one that takes longer is not interrupted. */
const SLICE_MS = 5;

/** Resolves once everything else that waits was seen to: for whoever has much to do, between one part and the next. */
export const letOthersIn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export class Turns {
  readonly #waiting = new Map<object, (() => void)[]>();
  readonly #now: () => number;
  readonly #later: (run: () => void) => void;
  #isPlanned = false;

  /** @param now - Real milliseconds. @param later - Runs something once everything else that waits was seen to. */
  constructor(
    now: () => number = () => performance.now(),
    later: (run: () => void) => void = (run) => void setImmediate(run),
  ) {
    this.#now = now;
    this.#later = later;
  }

  /** @param whose - The same for all that is to take turns as one. @param begin - Must not throw. */
  add(whose: object, begin: () => void): void {
    const line = this.#waiting.get(whose);
    if (line) line.push(begin);
    else this.#waiting.set(whose, [begin]);
    this.#plan();
  }

  #plan(): void {
    if (this.#isPlanned || this.#waiting.size === 0) return;
    this.#isPlanned = true;
    this.#later(() => {
      this.#isPlanned = false;
      this.#slice();
      this.#plan();
    });
  }

  #slice(): void {
    const until = this.#now() + SLICE_MS;
    do {
      const [next] = this.#waiting;
      if (!next) return;
      const [whose, line] = next;
      // Behind the others, if it has more.
      this.#waiting.delete(whose);
      const begin = line.shift();
      if (line.length > 0) this.#waiting.set(whose, line);
      begin?.();
    } while (this.#now() < until);
  }
}
