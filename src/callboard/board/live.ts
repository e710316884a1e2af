/**
 * Keeps the control rooms current. While somebody watches, the state is read every other second, once for all of
 * them; each is sent the parts that have changed for them. Whoever may not see it any more is told so, and let go.
 */
import type { Deps } from '../../core/deps.ts';
import { StoreUnavailable } from '../../core/errors.ts';
import type { EventReader } from '../../core/route.ts';
import { type Locale, translator } from '../../i18n/index.ts';
import { type LateJobs, lateJobs, loadBoard } from './load.ts';
import { type BoardNews, boardNews } from './page.ts';

/** Of real time. */
const LOOK_MILLISECONDS = 2_000;
/** Looks after which the outbox is read again, and whether each reader may still be here. */
const SELDOM = 10;
/** Screens at a time; beyond them the page still loads and says that it is not live. */
export const MAX_WATCHERS = 200;

interface Watcher {
  readonly reader: EventReader;
  readonly locale: Locale;
  /** Whether they may still see it. */
  may(): Promise<boolean>;
  /** What they were sent, by part. */
  readonly has: Map<string, string>;
}

class LiveBoard {
  readonly #deps: Deps;
  readonly #watchers = new Set<Watcher>();
  #timer: NodeJS.Timeout | undefined;
  #looks = 0;
  #late: LateJobs = { count: 0, seconds: 0 };
  #looking: Promise<void> | undefined;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  get isFull(): boolean {
    return this.#watchers.size >= MAX_WATCHERS;
  }

  watch(watcher: Omit<Watcher, 'has'>): () => void {
    const one = { ...watcher, has: new Map<string, string>() };
    this.#watchers.add(one);
    if (!this.#timer) {
      this.#looks = 0;
      this.#timer = setInterval(() => void this.#look(), LOOK_MILLISECONDS);
      this.#timer.unref();
    }
    void this.#look();
    return () => {
      this.#watchers.delete(one);
      if (this.#watchers.size > 0) return;
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
      if (this.#looks++ % SELDOM === 0) {
        this.#late = await lateJobs(this.#deps);
        await this.#letGo();
      }
      const board = await loadBoard(this.#deps, this.#late);
      const news = new Map<Locale, BoardNews>();
      for (const watcher of this.#watchers) {
        const known = news.get(watcher.locale);
        const all = known ?? boardNews(board, translator(watcher.locale), watcher.locale);
        news.set(watcher.locale, all);
        sendNew(watcher, all);
      }
    } catch (error) {
      // Without the database nothing is known: the page says that it is old, once its stream has ended.
      if (!(error instanceof StoreUnavailable))
        this.#deps.log.error({ error: String(error) }, 'the board could not be drawn');
      for (const { reader } of this.#watchers) reader.end();
    }
  }

  async #letGo(): Promise<void> {
    for (const watcher of [...this.#watchers]) {
      if (await watcher.may()) continue;
      watcher.reader.send('ended', '{}');
      watcher.reader.end();
    }
  }
}

/** The parts that are others than they have, and the time where it is another. */
function sendNew({ reader, has }: Watcher, { time, date, parts }: BoardNews): void {
  const fresh = Object.entries(parts).filter(([part, text]) => has.get(part) !== text);
  if (fresh.length === 0 && has.get('time') === time) return;
  for (const [part, text] of fresh) has.set(part, text);
  has.set('time', time);
  reader.send('board', JSON.stringify({ time, date, parts: Object.fromEntries(fresh) }));
}

const boards = new WeakMap<Deps['store'], LiveBoard>();

/** The one of this process. */
export function liveBoard(deps: Deps): LiveBoard {
  const found = boards.get(deps.store) ?? new LiveBoard(deps);
  boards.set(deps.store, found);
  return found;
}
