/**
 * The border of a process: every request that leaves it is named and counted here, and at a chosen one the
 * process is killed. Nothing that it says or hears after that gets through, so that the cut is exact.
 */

/** `write`: changes Redis. `outside`: Slack or Twilio. `read` changes nothing; `queue` is BullMQ's own. */
export type Sort = 'write' | 'outside' | 'read' | 'queue';
/** Before it is carried out, or after that and before its answer comes back. */
export type When = 'before' | 'after';

export interface Crossing {
  readonly sort: Sort;
  /** What is asked, without what differs from run to run: `commit page.acknowledged`. */
  readonly name: string;
}

/** The `nth` crossing (from 1) of this name, or of any name where there is none. */
export interface Cut {
  readonly name?: string;
  readonly nth: number;
  readonly when: When;
}

export class Border {
  readonly crossed: Crossing[] = [];
  readonly #cut: Cut | undefined;
  readonly #kill: () => void;
  #seen = 0;
  /** What it was killed at, and when (real milliseconds). */
  killed: { readonly at: number; readonly crossing: Crossing } | undefined;

  constructor(cut: Cut | undefined, kill: () => void) {
    this.#cut = cut;
    this.#kill = kill;
  }

  get closed(): boolean {
    return this.killed !== undefined;
  }

  /**
   * Lets a request through: carries it out and answers with what it gave, or undefined where the process
   * is dead by then and must not hear of it.
   */
  async cross<T>(crossing: Crossing, carryOut: () => Promise<T>): Promise<T | undefined> {
    if (this.closed) return undefined;
    const when = this.#note(crossing);
    if (when === 'before') return this.#end(crossing);
    const result = await carryOut();
    if (when === 'after') return this.#end(crossing);
    return this.closed ? undefined : result;
  }

  /** For what is known by its answer only: false where the process is dead and must not hear of it. */
  hear(crossing: Crossing): boolean {
    if (this.closed) return false;
    if (this.#note(crossing) !== undefined) this.#end(crossing);
    return !this.closed;
  }

  #note(crossing: Crossing): When | undefined {
    this.crossed.push(crossing);
    const cut = this.#cut;
    if (!cut || (cut.name !== undefined && cut.name !== crossing.name)) return undefined;
    return ++this.#seen === cut.nth ? cut.when : undefined;
  }

  #end(crossing: Crossing): undefined {
    if (this.closed) return undefined;
    this.killed = { at: performance.now(), crossing };
    this.#kill();
    return undefined;
  }
}
