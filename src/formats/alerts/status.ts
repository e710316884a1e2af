/**
 * Whether the words of a sender say that an alert is over. Whole words only, in any case; whatever is not
 * known to mean "over" means that it fires: a page too many is seen, a page too few is not.
 */

const OVER: ReadonlySet<string> = new Set(
  `resolved resolve resolves ok okay up recovered recover recovery closed close cleared clear normal normalized
   healthy fixed green online operational restored good pass passed passing success succeeded successful
   resuelto resuelta solucionado solucionada recuperado recuperada cerrado cerrada arreglado arreglada normalizado
   normalizada restablecido restablecida correcto`.split(/\s+/),
);
const FIRING: ReadonlySet<string> = new Set(
  `firing fire alerting alert alarm problem down triggered trigger open opened critical crit warning warn error
   failed failing failure fail red offline unhealthy degraded breached exceeded problema alerta alarma averia critico
   critica caido caida fallo fallando aviso abierto abierta activa activo disparada`.split(/\s+/),
);
/** Words that may stand around one that says "over" without changing it. */
const FILLERS: ReadonlySet<string> = new Set(
  `is are was has been now all back to the status state it in alert alarm problem error trigger outage monitor check
   incident host service issue event again el la los las esta estan ha han sido ya de nuevo vuelve vuelto estado
   alarma alerta problema averia incidente incidencia servicio`.split(/\s+/),
);
/** A status is a few words; a sentence is a message. */
const MAX_WORDS = 6;
const MAX_STATUS = 100;

const withoutAccents = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '');

const wordsIn = (text: string): string[] =>
  withoutAccents(text)
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}']+/u)
    .filter(Boolean);

/** `ALARM -> OK` is what it goes to. */
const lastOf = (text: string): string => text.split(/->|=>|→|➜/).at(-1) ?? text;

/** What one status says. `unknown` fires too, but lets a field that knows more decide where there is one. */
export function statusMeaning(text: string): 'over' | 'firing' | 'unknown' {
  if (text.length > MAX_STATUS) return 'unknown';
  const words = wordsIn(lastOf(text));
  if (words.length === 0 || words.length > MAX_WORDS) return 'unknown';
  if (words.some((word) => FIRING.has(word)) && !words.some((word) => OVER.has(word))) return 'firing';
  const saysOver = words.some((word) => OVER.has(word));
  return saysOver && words.every((word) => OVER.has(word) || FILLERS.has(word)) ? 'over' : 'unknown';
}

/** Of several fields that state it: over only if one says so and none says anything else. */
export function isFiring(statuses: readonly string[]): boolean {
  const meanings = statuses.map(statusMeaning);
  return meanings.length === 0 || meanings.some((meaning) => meaning !== 'over');
}

/** The last segment of an event's type that says something: `com.acme.disk.resolved`, `issue-resolved`. */
export function typeIsOver(type: string): boolean {
  const last = type.split(/[.:/_-]/).at(-1) ?? '';
  const before =
    type
      .split(/[.:/_-]/)
      .at(-2)
      ?.toLowerCase() ?? '';
  const negated = /^(not|no|non|un|never|still)$/.test(before);
  return !negated && statusMeaning(last) === 'over';
}

/** What a title says besides what it is about: `[Recovered] CPU`, `Problem: CPU`, `The backup is DOWN`. */
export interface Title {
  /** The title without its status, the same for all of one alert. */
  readonly about: string;
  readonly meaning: 'over' | 'firing' | undefined;
  /** It may be an ordinary sentence: over only for an alert that is known. */
  readonly isDoubtful: boolean;
}

/** What is longer is no title, but a message without one. */
const MAX_TITLE = 300;
const PREFIX = /^(\p{L}[\p{L} ]{1,24}?)(?: in \d[\w .]{0,20})?:\s+(\S.*)$/su;
const ENDING = /^(\S.{0,150}?)\s+(?:is|are)\s+(?:now\s+|back\s+)?(\p{L}+)[.!]?$/su;

/** @param text a title or a message without a title */
export function splitTitle(text: string): Title {
  if (text.length > MAX_TITLE) return { about: text, meaning: undefined, isDoubtful: false };
  const [, bracket, titled] = /^\s*\[([^\]]{1,30})\]\s*(\S.*)$/s.exec(text) ?? [];
  if (bracket !== undefined && titled !== undefined) {
    const meaning = known(bracket);
    if (meaning) return { about: titled, meaning, isDoubtful: false };
  }
  const [, prefix, rest] = PREFIX.exec(text) ?? [];
  if (prefix !== undefined && rest !== undefined) {
    const meaning = known(prefix);
    if (meaning) return { about: rest, meaning, isDoubtful: true };
  }
  const [, about, ending] = ENDING.exec(text) ?? [];
  if (about !== undefined && ending !== undefined && !/\b(no|not|nobody|none|nothing)\b/i.test(about)) {
    const meaning = known(ending);
    if (meaning) return { about, meaning, isDoubtful: true };
  }
  return { about: text, meaning: undefined, isDoubtful: false };
}

function known(words: string): 'over' | 'firing' | undefined {
  const meaning = statusMeaning(words);
  return meaning === 'unknown' ? undefined : meaning;
}

const TRUE = /^(true|yes|y|on|1)$/i;
const FALSE = /^(false|no|n|off|0)$/i;
export const saysYes = (text: string | undefined): boolean => TRUE.test(text ?? '');
export const saysNo = (text: string | undefined): boolean => FALSE.test(text ?? '');

const CRITICAL: ReadonlySet<string> = new Set(
  `critical crit page emergency emerg disaster fatal panic urgent p0 p1 s1 sev0 sev1 blocker highest immediate
   critico critica urgente emergencia`.split(/\s+/),
);
const NEGATIONS: ReadonlySet<string> = new Set('non not no un sub'.split(' '));

/** Whether a severity or priority is of the kind that rings every phone at once. Whole words, any case. */
export function isCritical(severity: string | undefined): boolean {
  if (severity === undefined || severity.length > MAX_STATUS) return false;
  const words = withoutAccents(severity)
    .toLowerCase()
    .replace(/\b(sev|severity|p|priority|s)[\s:#-]*([0-5])\b/g, (_all, word: string, level) =>
      /^s(ev)/.test(word) ? `sev${level}` : `p${level}`,
    )
    .split(/[^\p{L}\d]+/u)
    .filter(Boolean);
  if (words.length > MAX_WORDS || words.some((word) => NEGATIONS.has(word))) return false;
  return words.some((word) => CRITICAL.has(word));
}

/** Numbers in a field named severity or priority: one is the highest, as in tickets and on pagers. */
export const isHighestNumber = (value: string | undefined): boolean => /^[01]$/.test(value?.trim() ?? '');
