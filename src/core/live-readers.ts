/**
 * Pages that keep themselves current: while somebody reads, one look after the other is taken for all of them, and
 * each is sent what is new to them. Without the database nothing is known, so their streams end, and they come again.
 */
import { StoreUnavailable } from './errors.ts';
import type { Log } from './ports/log.ts';
import type { EventReader } from './route.ts';

export interface LiveReader {
  readonly reader: EventReader;
  /** What they were sent, by part. */
  readonly has: Map<string, string>;
}

export interface LiveReadersOptions<R extends LiveReader> {
  /** Milliseconds of real time between looks. */
  readonly every: number;
  /** Readers at a time. */
  readonly max: number;
  /** What is drawn, for the log: `the board`. */
  readonly what: string;
  readonly log: Pick<Log, 'error'>;
  /** Sends what is new. @param looks - Taken before this one, since somebody began to read. */
  look(readers: ReadonlySet<R>, looks: number): Promise<void>;
}

export class LiveReaders<R extends LiveReader> {
  readonly #options: LiveReadersOptions<R>;
  readonly #readers = new Set<R>();
  #timer: NodeJS.Timeout | undefined;
  #looks = 0;
  #looking: Promise<void> | undefined;

  constructor(options: LiveReadersOptions<R>) {
    this.#options = options;
  }

  get isFull(): boolean {
    return this.#readers.size >= this.#options.max;
  }

  count(fits: (reader: R) => boolean): number {
    return [...this.#readers].filter(fits).length;
  }

  /** @returns What is called once they are gone. */
  watch(reader: Omit<R, 'has'>): () => void {
    const one = { ...reader, has: new Map<string, string>() } as R;
    this.#readers.add(one);
    if (!this.#timer) {
      this.#looks = 0;
      this.#timer = setInterval(() => void this.#look(), this.#options.every);
      this.#timer.unref();
    }
    void this.#look();
    return () => {
      this.#readers.delete(one);
      if (this.#readers.size > 0) return;
      clearInterval(this.#timer);
      this.#timer = undefined;
    };
  }

  /** One look at a time: where the database is slow, the next waits for the next turn. */
  async #look(): Promise<void> {
    this.#looking ??= this.#lookOnce().finally(() => {
      this.#looking = undefined;
    });
    await this.#looking;
  }

  async #lookOnce(): Promise<void> {
    try {
      await this.#options.look(this.#readers, this.#looks++);
    } catch (error) {
      if (!(error instanceof StoreUnavailable))
        this.#options.log.error({ error: String(error) }, `${this.#options.what} could not be drawn`);
      for (const { reader } of this.#readers) reader.end();
    }
  }
}

/** Tells somebody that they may not read it any more: they do not come again. */
export function letGo({ reader }: LiveReader): void {
  reader.send('ended', '{}');
  reader.end();
}

/** The parts that are others than they have; from now on they have them. */
export function freshParts<P extends string>(
  { has }: LiveReader,
  parts: Readonly<Partial<Record<P, string>>>,
): Partial<Record<P, string>> {
  const fresh = (Object.entries(parts) as [P, string][]).filter(([part, text]) => has.get(part) !== text);
  for (const [part, text] of fresh) has.set(part, text);
  return Object.fromEntries(fresh) as Partial<Record<P, string>>;
}
