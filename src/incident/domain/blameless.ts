/**
 * A small, explained list of words that blame a person where the system is what can be changed. It points
 * them out to the writer alone and suggests another wording; it never blocks. After the advice of the SRE
 * book's "Postmortem Culture" and the Etsy debriefing guide: ask how and what, not why and who.
 */

export type Reason =
  | 'insult'
  | 'carelessness'
  | 'fault'
  | 'should-have'
  | 'failed-to'
  | 'forgot'
  | 'error-as-cause'
  | 'always-never'
  | 'who';

interface Pattern {
  readonly reason: Reason;
  readonly words: RegExp;
}

/** Not a letter before or after: `\b` knows no `ó`. */
const words = (...alternatives: readonly string[]): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}])(?:${alternatives.join('|')})(?![\\p{L}\\p{N}])`, 'giu');

const PATTERNS: Readonly<Record<'en' | 'es', readonly Pattern[]>> = {
  en: [
    {
      reason: 'insult',
      words: words(
        'idiots?',
        'idiotic',
        'stupid(?:ly|ity)?',
        'dumb',
        'morons?',
        'fools?',
        'foolish(?:ly)?',
        'useless',
        'clueless',
        'incompeten(?:t|ce)',
        'lazy',
      ),
    },
    {
      reason: 'carelessness',
      words: words(
        'careless(?:ly|ness)?',
        'negligen(?:t|ce|tly)',
        'sloppy',
        'clumsy',
        'inattentive',
        'reckless(?:ly)?',
        'irresponsible',
      ),
    },
    {
      reason: 'fault',
      words: words(
        "(?:his|her|their|your|my|our|\\p{L}+['’]s?) (?:own )?faults?",
        'at fault',
        '(?:is|are|was|were) to blame',
        'to blame',
        'blam(?:e|ed|es)',
        'guilty',
        'screwed (?:it )?up',
        'messed (?:it )?up',
      ),
    },
    {
      reason: 'should-have',
      words: words(
        "should(?:n['’]t| not)? have",
        "could(?:n['’]t| not)? have",
        'ought to have',
        'must have known',
      ),
    },
    {
      reason: 'failed-to',
      words: words(
        'failed to',
        'neglected to',
        "didn['’]t (?:bother|care)(?: to)?",
        'did not (?:bother|care)(?: to)?',
      ),
    },
    { reason: 'forgot', words: words('forgot(?: to)?', 'forgets(?: to)?', 'had forgotten(?: to)?') },
    {
      reason: 'error-as-cause',
      words: words('human error', 'user error', 'operator error', 'pilot error', 'root cause'),
    },
    {
      reason: 'always-never',
      words: words(
        '(?:always|never) (?:forgets?|checks?|checked|reads?|listens?|listened|does|did|answers?|answered)',
      ),
    },
    { reason: 'who', words: words('who (?:did|broke|caused|forgot|left|unplugged)') },
  ],
  es: [
    {
      reason: 'insult',
      words: words(
        'idiotas?',
        'est[uú]pid[oa]s?',
        'tont[oa]s?',
        'imb[eé]cil(?:es)?',
        'in[uú]til(?:es)?',
        'vag[oa]s?',
        'incompetentes?',
        'incompetencia',
        'torpes?',
      ),
    },
    {
      reason: 'carelessness',
      words: words(
        'descuid(?:o|ad[oa]s?)',
        'negligen(?:tes?|cia)',
        'chapuza',
        'despistad[oa]s?',
        'irresponsables?',
      ),
    },
    {
      reason: 'fault',
      words: words(
        '(?:es|fue|era) (?:por )?(?:mi|tu|su|nuestra|vuestra) culpa',
        '(?:mi|tu|su) culpa',
        'la culpa (?:es|fue|era|la tiene|la tuvo)',
        'culpa (?:suya|tuya|m[ií]a|de)',
        'por culpa de',
        'culpables?',
        '(?:tiene|tuvo|ten[ií]a) la culpa',
        'meti[oó] la pata',
      ),
    },
    {
      reason: 'should-have',
      words: words(
        'deber[ií]an? (?:de )?haber',
        'debi[oó] (?:de )?haber',
        'tendr[ií]an? que haber',
        'ten[ií]an? que haber',
        'pod[ií]an? haber',
        'podr[ií]an? haber',
      ),
    },
    {
      reason: 'failed-to',
      words: words(
        'no (?:se molest[oó]|le import[oó])(?: en)?',
        'no fue capaz de',
        'no supo',
        'no quiso',
        'se neg[oó] a',
      ),
    },
    { reason: 'forgot', words: words('(?:se )?(?:le |les )?olvid(?:[oó]|aron)', 'se hab[ií]a olvidado') },
    {
      reason: 'error-as-cause',
      words: words('error(?:es)? humanos?', 'fallos? humanos?', 'error del usuario', 'causa ra[ií]z'),
    },
    {
      reason: 'always-never',
      words: words('(?:siempre|nunca) (?:se olvida|olvida|mira|lee|escucha|comprueba|contesta)'),
    },
    { reason: 'who', words: words('qui[eé]n (?:fue|rompi[oó]|caus[oó]|olvid[oó]|dej[oó])') },
  ],
};

export interface Blame {
  /** As it stands in the text. */
  readonly words: string;
  readonly reason: Reason;
}

/** What blames, in the order of the text, each wording once. Both languages are looked for: teams mix them. */
export function blameIn(text: string): Blame[] {
  const found = [...PATTERNS.en, ...PATTERNS.es].flatMap(({ reason, words }) =>
    [...text.matchAll(words)].map((match) => ({ words: match[0], reason, at: match.index })),
  );
  const seen = new Set<string>();
  return found
    .sort((a, b) => a.at - b.at)
    .filter(({ words }) => !seen.has(words.toLowerCase()) && seen.add(words.toLowerCase()))
    .map(({ words, reason }) => ({ words, reason }));
}
