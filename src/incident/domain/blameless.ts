/**
 * A small, explained list of words that blame a person where the system is what can be changed. It points
 * them out to the writer alone and suggests another wording; it never blocks. After the advice of the SRE
 * book's "Postmortem Culture" and the Etsy debriefing guide: ask how and what, not why and who.
 */

export type Reason = 'carelessness' | 'fault' | 'should-have' | 'error-as-cause' | 'always-never' | 'who';

interface Pattern {
  readonly reason: Reason;
  readonly words: RegExp;
}

const PATTERNS: Readonly<Record<'en' | 'es', readonly Pattern[]>> = {
  en: [
    {
      reason: 'carelessness',
      words:
        /\b(careless(?:ly|ness)?|negligen(?:t|ce)|sloppy|lazy|stupid(?:ly)?|incompeten(?:t|ce)|clumsy|inattentive)\b/gi,
    },
    {
      reason: 'fault',
      words:
        /\b(?:(?:his|her|their|your|[A-Z]\w+'s) fault|is to blame|to blame|blamed?|guilty|screwed up|messed up)\b/g,
    },
    {
      reason: 'should-have',
      words:
        /\b(?:should(?:n't| not)? have|could have|ought to have|failed to|forgot to|neglected to|didn't bother)\b/gi,
    },
    {
      reason: 'error-as-cause',
      words: /\b(?:human error|user error|operator error|pilot error|root cause)\b/gi,
    },
    {
      reason: 'always-never',
      words: /\b(?:always|never) (?:forgets?|checks?|reads?|listens?|does|did|answers?)\b/gi,
    },
    { reason: 'who', words: /\bwho (?:did|broke|caused|forgot|left|unplugged)\b/gi },
  ],
  es: [
    {
      reason: 'carelessness',
      words:
        /\b(?:descuid(?:o|ad[oa]s?)|negligen(?:te|cia)|chapuza|vag[oa]s?|est[uú]pid[oa]s?|incompeten(?:te|cia)|torpes?)\b/gi,
    },
    {
      reason: 'fault',
      words:
        /\b(?:la culpa (?:es|fue|la tiene)|por culpa de|culpables?|tiene la culpa|meti[oó] la pata)(?!\p{L})/giu,
    },
    {
      reason: 'should-have',
      words:
        /\b(?:deber[ií]an? haber|tendr[ií]an? que haber|pod[ií]an? haber|se (?:le )?olvid[oó]|olvid[oó]|no se molest[oó])(?!\p{L})/giu,
    },
    {
      reason: 'error-as-cause',
      words: /\b(?:error humano|fallo humano|error del usuario|causa ra[ií]z)\b/gi,
    },
    {
      reason: 'always-never',
      words: /\b(?:siempre|nunca) (?:se olvida|olvida|mira|lee|escucha|comprueba|contesta)\b/gi,
    },
    { reason: 'who', words: /\bqui[eé]n (?:fue|rompi[oó]|caus[oó]|olvid[oó]|dej[oó])(?!\p{L})/giu },
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
