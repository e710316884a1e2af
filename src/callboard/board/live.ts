/**
 * Keeps the control rooms current. While somebody watches, the state is read every other second, once for all of
 * them; each is sent the parts that have changed for them. Whoever may not see it any more is told so, and let go.
 */
import type { Deps } from '../../core/deps.ts';
import { freshParts, type LiveReader, LiveReaders, letGo } from '../../core/live-readers.ts';
import { type Locale, translator } from '../../i18n/index.ts';
import { type LateJobs, lateJobs, loadBoard } from './load.ts';
import { type BoardNews, boardNews } from './page.ts';

/** Of real time. */
const LOOK_MILLISECONDS = 2_000;
/** Looks after which the outbox is read again, and whether each reader may still be here. */
const SELDOM = 10;
/** Screens at a time; beyond them the page still loads and says that it is not live. */
export const MAX_WATCHERS = 200;

interface BoardWatcher extends LiveReader {
  readonly locale: Locale;
  /** Whether they may still see it. */
  may(): Promise<boolean>;
}

function createLiveBoard(deps: Deps): LiveReaders<BoardWatcher> {
  let late: LateJobs = { count: 0, seconds: 0 };
  return new LiveReaders({
    every: LOOK_MILLISECONDS,
    max: MAX_WATCHERS,
    what: 'the board',
    log: deps.log,
    async look(watchers, looks) {
      if (looks % SELDOM === 0) {
        late = await lateJobs(deps);
        for (const watcher of [...watchers]) if (!(await watcher.may())) letGo(watcher);
      }
      const board = await loadBoard(deps, late);
      const news = new Map<Locale, BoardNews>();
      for (const watcher of watchers) {
        const known = news.get(watcher.locale);
        const all = known ?? boardNews(board, translator(watcher.locale), watcher.locale);
        news.set(watcher.locale, all);
        sendNew(watcher, all);
      }
    },
  });
}

/** The parts that are others than they have, and the time where it is another. */
function sendNew(watcher: BoardWatcher, { time, date, parts }: BoardNews): void {
  const fresh = freshParts(watcher, parts);
  const { time: changed } = freshParts(watcher, { time });
  if (Object.keys(fresh).length === 0 && changed === undefined) return;
  watcher.reader.send('board', JSON.stringify({ time, date, parts: fresh }));
}

const boards = new WeakMap<Deps['store'], LiveReaders<BoardWatcher>>();

/** The one of this process. */
export function liveBoard(deps: Deps): LiveReaders<BoardWatcher> {
  const found = boards.get(deps.store) ?? createLiveBoard(deps);
  boards.set(deps.store, found);
  return found;
}
