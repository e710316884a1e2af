/** Full-text search over the agenda; typos are forgiven. The index follows the sessions that changed. */
import MiniSearch from 'minisearch';
import type { Session } from '../../src/agenda/domain/session.ts';
import type { Versioned } from '../../src/core/commit.ts';

type Sessions = ReadonlyMap<string, Versioned<Session>>;

const FIELDS = ['title', 'speakers', 'subtitle', 'track', 'abstract', 'description'];

const fold = (term: string): string => term.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

const entry = ({ code, title, subtitle, track, abstract, description, speakers }: Session) => ({
  id: code,
  title,
  subtitle,
  track,
  abstract,
  description,
  speakers: speakers.map(({ name }) => name).join(' '),
});

/** Two letters are too few to be a typo of something. */
const fuzzy = (term: string): number | boolean => (term.length > 3 ? 0.25 : false);

/** Milliseconds of indexing before everything else that waits is let in: a page does not wait for a search. */
const SLICE_MS = 5;
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Answers codes, the best first. */
export type AgendaSearch = (sessions: Sessions, words: string) => Promise<string[]>;

/**
 * Keep one for each event: it holds the index between searches.
 *
 * @param now - Real milliseconds.
 */
export function agendaSearch(now: () => number = () => performance.now()): AgendaSearch {
  let seen: Sessions = new Map();
  const index = new MiniSearch<ReturnType<typeof entry>>({
    fields: FIELDS,
    processTerm: fold,
    searchOptions: { boost: { title: 4, speakers: 4, subtitle: 2, track: 2 }, prefix: true },
  });
  const follow = async (sessions: Sessions): Promise<void> => {
    for (const code of seen.keys()) if (!sessions.has(code)) index.discard(code);
    let until = now() + SLICE_MS;
    for (const [code, { value }] of sessions) {
      const old = seen.get(code)?.value;
      if (old === value) continue;
      if (old) index.replace(entry(value));
      else index.add(entry(value));
      if (now() < until) continue;
      await turn();
      until = now() + SLICE_MS;
    }
    seen = sessions;
  };
  const find = (words: string): string[] => {
    // What was typed as it is goes before what it may be a typo of, and all of the words before some of them.
    for (const options of [{ combineWith: 'AND' }, { combineWith: 'AND', fuzzy }, { fuzzy }] as const) {
      const found = index.search(words, options);
      if (found.length > 0) return found.map(({ id }) => String(id));
    }
    return [];
  };
  let before: Promise<unknown> = Promise.resolve();
  return (sessions, words) => {
    // One after the other: the index is of one moment at a time.
    const found = before.then(async () => {
      if (sessions !== seen) await follow(sessions);
      return find(words);
    });
    before = found.catch(() => {});
    return found;
  };
}
