/** One thing at a time for each text or call, so that a digit and a hang-up cannot cross. */
export class OneAtATime {
  readonly #underWay = new Map<string, Promise<unknown>>();
  readonly #failed: (error: unknown) => void;

  constructor(failed: (error: unknown) => void) {
    this.#failed = failed;
  }

  get isQuiet(): boolean {
    return this.#underWay.size === 0;
  }

  /** Until what is under way now is over, however it ends. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#underWay.values());
  }

  /** As `go`, for nobody who waits. */
  later(key: string, work: () => Promise<unknown>): void {
    this.go(key, work).catch(() => {});
  }

  /** Begins when what is under way with this key is over. */
  go<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#underWay.get(key) ?? Promise.resolve();
    const mine = before.catch(() => {}).then(work);
    this.#underWay.set(key, mine);
    mine.catch(this.#failed).finally(() => {
      if (this.#underWay.get(key) === mine) this.#underWay.delete(key);
    });
    return mine;
  }
}
