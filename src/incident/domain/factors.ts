/**
 * Contributing factors over many incidents. Two are taken for one that came back where they share two words
 * that mean something, in one language or the other; nothing is guessed beyond that, and each is shown as it
 * was written.
 */
import { plain } from '../../core/match.ts';

export interface KnownFactor {
  readonly incident: string;
  /** What happened, and how deep people asked. */
  readonly steps: readonly string[];
}

export interface FactorGroup {
  /** Of several incidents where it came back. */
  readonly incidents: readonly string[];
  readonly factors: readonly KnownFactor[];
  /** The words that all of them have; empty where it is one. */
  readonly words: readonly string[];
}

/** Shorter ones (`the`, `que`, `fue`) join nothing. */
const MIN_LENGTH = 4;
const SHARED = 2;
const COMMON = new Set(
  (
    'that this with from they them there their were when what which where while would could should have been ' +
    'into only other some than then also because before after about over under each para como pero porque ' +
    'cuando donde sobre entre desde hasta esta este estaba estaban habia tenia todo toda todos nada solo ' +
    'nobody everybody somebody alguien nadie'
  ).split(' '),
);

const wordsOf = ({ steps }: KnownFactor): Set<string> =>
  new Set(
    plain(steps.join(' '))
      .split(/[^\p{L}\p{N}]+/u)
      .filter((word) => word.length >= MIN_LENGTH && !COMMON.has(word)),
  );

const unique = (all: readonly string[]): string[] => [...new Set(all)];

/** @param factors - the latest incident first; each goes to the first group that it shares words with */
export function groupFactors(factors: readonly KnownFactor[]): FactorGroup[] {
  const groups: { factors: KnownFactor[]; words: Set<string> }[] = [];
  for (const factor of factors) {
    const words = wordsOf(factor);
    const group = groups.find((one) => [...one.words].filter((word) => words.has(word)).length >= SHARED);
    if (!group) groups.push({ factors: [factor], words });
    else {
      group.factors.push(factor);
      group.words = new Set([...group.words].filter((word) => words.has(word)));
    }
  }
  return groups
    .map(({ factors: all, words }) => ({
      incidents: unique(all.map(({ incident }) => incident)),
      factors: all,
      words: all.length > 1 ? [...words].sort() : [],
    }))
    .sort((a, b) => b.incidents.length - a.incidents.length);
}
