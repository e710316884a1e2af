/** Things to do, soonest first; of the same moment in the order in which they were put. */
export class ThingsToDo {
  readonly #all: { at: number; number: number; run: () => Promise<void> }[] = [];
  #numbers = 0;
  put(time: number, run: () => Promise<void>): void {
    const at = Math.round(time);
    const one = { at, number: this.#numbers++, run };
    const place = this.#all.findIndex((other) => other.at > at);
    this.#all.splice(place < 0 ? this.#all.length : place, 0, one);
  }
  get next(): number {
    return this.#all[0]?.at ?? Number.POSITIVE_INFINITY;
  }
  take(now: number): (() => Promise<void>) | undefined {
    return this.next <= now ? this.#all.shift()?.run : undefined;
  }
}
