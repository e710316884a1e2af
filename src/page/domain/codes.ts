/**
 * Reply codes: `7K`, a short code of one page and one person, to be typed with a thumb. A digit and a
 * letter, none of which looks like another (no 0 O, 1 I L, 5 S, 2 Z, 8 B), and no code spells a word.
 */
import { pageNumber } from './page.ts';

const DIGITS = '34679';
const LETTERS = 'ACDEFGHJKMNPQRTUVWXY';
const CODES = DIGITS.length * LETTERS.length;

/** FNV-1a, 32 bit: spreads people over the codes. */
export function spread(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return hash;
}

/** Two of a person's pages share a code only when a multiple of 100 pages lies between them. */
export function replyCode(page: string, person: string): string {
  // 37 has no factor in common with 100, so neighbouring pages get codes that look nothing alike.
  const place = (spread(person) + pageNumber(page) * 37) % CODES;
  return `${DIGITS[place % DIGITS.length]}${LETTERS[Math.floor(place / DIGITS.length)]}`;
}

export interface Answered {
  readonly code: string;
  readonly verb: 'ack' | 'resolve' | 'escalate';
}

const RESOLVE =
  /^(R|RESOLVED?|RESUELT[AO]|RESOLVER|DONE|FIXED|SOLVED|CLOSED?|FINISHED|HECHO|LISTO|ARREGLAD[AO]|SOLUCIONAD[AO]|CERRAD[AO]|CERRAR|TERMINADO)$/;
/** Whoever texts it means every open page that asks them; `todo` and `todas` are its Spanish. */
const ALL = /^(ALL|EVERYTHING|TODOS?|TODAS?)$/;
const ACKNOWLEDGE = /^(OK|YES|SI|ACK)$/;
const ESCALATE = /^(E|ESCALATED?|ESCALAR?|PASS|PASAR)$/;
/** Cyrillic and Greek capitals that look like ours, on the keyboards of those who have both. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  ...{ А: 'A', С: 'C', Е: 'E', Н: 'H', К: 'K', М: 'M', Р: 'P', Т: 'T', У: 'Y', Х: 'X' },
  ...{ Α: 'A', Ε: 'E', Η: 'H', Κ: 'K', Μ: 'M', Ν: 'N', Ρ: 'P', Τ: 'T', Υ: 'Y', Χ: 'X' },
};

const wordsIn = (body: string): string[] =>
  body
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\u0370-\u04ff]/g, (letter) => LOOKALIKES[letter] ?? letter)
    // `7 K`, as some keyboards and all dictation write it: only where nothing else could be meant.
    .replace(/^(\W*)([3-9]) ([A-Z])(?=\W*$|\W+[A-Z]+\W*$)/, '$1$2$3')
    .match(/[A-Z0-9]+/g) ?? [];

/**
 * Every code in a text with what it asks for: `7K`, `7k r`, `9A r, 4K e`; also `ok 7K`, `resolve 7K`. `all` (and `todo`),
 * alone or with such a word, stands for all that is open.
 */
export function readReplies(body: string): Answered[] | { readonly all: Answered['verb'] } {
  const words = wordsIn(body);
  if (words.length > 0 && words.length <= 2 && ALL.test(words[0] ?? '')) {
    const verb = verbOf(words[1] ?? '');
    if (words.length === 1 || verb !== 'ack' || ACKNOWLEDGE.test(words[1] ?? '')) return { all: verb };
  }
  const answers = new Map<string, Answered>();
  words.forEach((word, at) => {
    if (!/^[3-9][A-Z][RE]?$/.test(word)) return;
    const code = word.slice(0, 2);
    // The same code twice is one answer: the last.
    const behind = verbOf(word.length === 3 ? word.slice(2) : (words[at + 1] ?? ''));
    // `resolve 7K`, but not `not resolved 7K`; a word between two codes is about the one that it follows.
    const before = at === 1 ? verbOf(words[0] ?? '') : 'ack';
    answers.set(code, { code, verb: behind === 'ack' ? before : behind });
  });
  return [...answers.values()];
}

const verbOf = (word: string): Answered['verb'] =>
  RESOLVE.test(word) ? 'resolve' : ESCALATE.test(word) ? 'escalate' : 'ack';

/** What opts out of texts by itself, at the provider, whatever we would like it to mean. */
export const isStop = (body: string): boolean =>
  /^(stop|stopall|unsubscribe|cancel|end|quit|revoke|optout)\s*[.!]?$/i.test(body.trim());

/** `YES` opts in again too, but from who never opted out it is an answer to something else. */
export const isStart = (body: string, optedOut: boolean): boolean =>
  /^(start|unstop)\s*[.!]?$/i.test(body.trim()) || (optedOut && /^yes\s*[.!]?$/i.test(body.trim()));
