/**
 * Which verb a text means: its own name, another word for it in any of our languages, or, where neither, the
 * nearest of them as a guess. Case and accents do not count.
 */
import { plain } from './match.ts';
import { nearest } from './nearest.ts';
import { splitFirstWord } from './text.ts';

/** Other words for verbs. */
export interface Synonyms {
  /** Verb → its other words, lower case and without accents. `help` is everybody's. */
  readonly of: Readonly<Record<string, readonly string[]>>;
  /**
   * Whether a synonym with this behind it is meant as the verb. Only a command that takes any text needs it:
   * `/page done P3` is a verb, `/page done with the chairs` is a message.
   */
  fits?(verb: string, rest: string): boolean;
}

const HELP = ['ayuda', 'hilfe', 'h', 'usage', 'comandos', 'commands'];

const wordsOf = (synonyms: Synonyms | undefined): (readonly [word: string, verb: string])[] => [
  ...Object.entries(synonyms?.of ?? {}).flatMap(([verb, words]) =>
    words.map((word) => [word, verb] as const),
  ),
  ...HELP.map((word) => [word, 'help'] as const),
];

export interface VerbMeant {
  /** `''` where nothing was typed; `help` also where the command has no such verb of its own. */
  readonly verb: string;
  /** What follows it, trimmed. */
  readonly rest: string;
}

/**
 * The verb that the text begins with.
 *
 * @param verbs - The names of the command's verbs.
 * @returns Undefined where the first word is neither a verb nor a synonym that fits.
 */
export function verbMeant(
  text: string,
  verbs: readonly string[],
  synonyms: Synonyms | undefined,
): VerbMeant | undefined {
  const [first, rest] = splitFirstWord(text);
  const word = first.toLowerCase();
  if (verbs.includes(word) || word === 'help') return { verb: word, rest };
  const typed = plain(first);
  if (typed === '') return undefined;
  const found = wordsOf(synonyms).find(([synonym]) => synonym === typed)?.[1];
  if (found === undefined) return undefined;
  const fits = synonyms?.fits ? synonyms.fits(found, rest) : true;
  return fits ? { verb: found, rest } : undefined;
}

/** The verb nearest to a word that is none; undefined where nothing is near. */
export function guessVerb(
  word: string,
  verbs: readonly string[],
  synonyms: Synonyms | undefined,
): string | undefined {
  const typed = plain(word);
  const words = new Map([
    ...wordsOf(synonyms),
    ...verbs.filter((verb) => verb !== '').map((verb) => [verb, verb] as const),
    ['help', 'help'] as const,
  ]);
  const guess = nearest(typed, [...words.keys()]);
  return guess === undefined ? undefined : words.get(guess);
}
