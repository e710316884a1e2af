/**
 * Full-text search over the agenda. Titles, speakers, subtitles and tracks are indexed, and typos in them are
 * forgiven; abstracts and descriptions, which are most of the text and would be most of the index, are looked
 * through for the words as they were typed. The index follows the sessions that changed.
 */
import MiniSearch from 'minisearch';
import type { Session } from '../../src/agenda/domain/session.ts';
import type { Versioned } from '../../src/core/commit.ts';
import { plain } from '../../src/core/match.ts';
import { letOthersIn } from '../../src/core/turns.ts';

type Sessions = ReadonlyMap<string, Versioned<Session>>;
/** How well each code fits: the more, the better. */
type Scores = ReadonlyMap<string, number>;

const FIELDS = ['title', 'speakers', 'subtitle', 'track'];

const entry = ({ code, title, subtitle = '', track = '', speakers }: Session) => ({
  id: code,
  title: plain(title),
  subtitle: plain(subtitle),
  track: plain(track),
  speakers: plain(speakers.map(({ name }) => name).join(' ')),
});

/** A word begins behind a space. */
const textOf = ({ abstract = '', description = '' }: Session): string =>
  ` ${plain(`${abstract} ${description}`)}`;

/** Less than a word in a title or a name; what is in both counts once more. */
const IN_TEXT = 1;

/** Two letters are too few to be a typo of something. */
const fuzzy = (term: string): number | boolean => (term.length > 3 ? 0.25 : false);

/** Those that all have, with what each gives. */
function intersection([first = new Map(), ...others]: readonly Scores[]): Scores {
  const found = new Map<string, number>();
  for (const [code, score] of first)
    if (others.every((one) => one.has(code)))
      found.set(
        code,
        others.reduce((sum, one) => sum + (one.get(code) ?? 0), score),
      );
  return found;
}

function union(all: readonly Scores[]): Scores {
  const found = new Map<string, number>();
  for (const one of all) for (const [code, score] of one) found.set(code, (found.get(code) ?? 0) + score);
  return found;
}

const bestFirst = (scores: Scores): string[] =>
  [...scores].sort(([, a], [, b]) => b - a).map(([code]) => code);

/** Milliseconds of reading before everything else that waits is let in: a page does not wait for a search. */
const SLICE_MS = 5;

/** Answers codes, the best first. */
export type AgendaSearch = (sessions: Sessions, words: string) => Promise<string[]>;

/**
 * Keep one for each event: it holds the index between searches.
 *
 * @param now - Real milliseconds.
 */
export function agendaSearch(now: () => number = () => performance.now()): AgendaSearch {
  let seen: Sessions = new Map();
  const texts = new Map<string, string>();
  const index = new MiniSearch<ReturnType<typeof entry>>({
    fields: FIELDS,
    tokenize: (text) => text.split(' ').filter(Boolean),
    // All is plain already.
    processTerm: (term) => term,
    searchOptions: { boost: { title: 4, speakers: 4, subtitle: 2, track: 2 }, prefix: true },
  });
  const follow = async (sessions: Sessions): Promise<void> => {
    for (const code of seen.keys())
      if (!sessions.has(code)) {
        index.discard(code);
        texts.delete(code);
      }
    let until = now() + SLICE_MS;
    for (const [code, { value }] of sessions) {
      const old = seen.get(code)?.value;
      if (old === value) continue;
      if (old) index.replace(entry(value));
      else index.add(entry(value));
      texts.set(code, textOf(value));
      if (now() < until) continue;
      await letOthersIn();
      until = now() + SLICE_MS;
    }
    seen = sessions;
  };
  const having = (word: string, isFuzzy: boolean): Scores => {
    const inText = [...texts].flatMap(([code, text]) =>
      text.includes(` ${word}`) ? [[code, IN_TEXT] as const] : [],
    );
    const inHead = index.search(word, isFuzzy ? { fuzzy } : {});
    return union([new Map(inText), new Map(inHead.map(({ id, score }) => [String(id), score]))]);
  };
  const find = (words: string): string[] => {
    const asked = plain(words).split(' ').filter(Boolean);
    const asTyped = intersection(asked.map((word) => having(word, false)));
    if (asTyped.size > 0) return bestFirst(asTyped);
    // What was typed as it is went before what it may be a typo of; all of the words go before some of them.
    const alike = asked.map((word) => having(word, true));
    const all = intersection(alike);
    return bestFirst(all.size > 0 ? all : union(alike));
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
