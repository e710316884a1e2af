/** Who is named in one text: `Lovelace, Ada; Hopper, Grace` is two, `Ada Lovelace (Example, Inc.)` is one. */

/** Characters: a cell that is longer is a text about people and no list of them. */
const MAX_LENGTH = 4000;

const NOBODY =
  /^(?:tb[acd]|to be (?:announced|confirmed|defined)|n\/?a|none|null|nobody|undefined|various|-+|–|—|\?+|\.+|0|x)$/i;

/** What is written behind a comma and names nobody. */
const SUFFIX =
  /^(?:ph\.? ?d\.?|m\.?d\.?|jr\.?|sr\.?|i{1,3}|iv|inc\.?|ltd\.?|llc|gmbh|ag|e\. ?v\.?|s\.?[al]\.?u?\.?|m\.?b\.?a\.?|m\.?sc\.?|b\.?sc\.?|m\.?a\.?|b\.?a\.?|esq\.?|dr\.?|prof\.?|cissp|pmp|p\.?e\.?|r\.?n\.?|cpa)$/i;

/** Splits where `at` fits, but never inside brackets or quotes. */
function splitOutside(text: string, at: (rest: string) => number): string[] {
  const parts: string[] = [];
  let depth = 0;
  let begun = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text[i] ?? '';
    if ('([{<'.includes(character)) depth++;
    else if (')]}>'.includes(character)) depth = Math.max(0, depth - 1);
    if (depth > 0) continue;
    const length = at(text.slice(i, i + 8));
    if (length === 0) continue;
    parts.push(text.slice(begun, i));
    begun = i + length;
    i = begun - 1;
  }
  return [...parts, text.slice(begun)].map((part) => part.trim()).filter((part) => part !== '');
}

const splitAt = (text: string, marks: string): string[] =>
  splitOutside(text, (rest) => (marks.includes(rest[0] ?? '') ? 1 : 0));

const wordsIn = (text: string): number => text.split(/\s+/).filter(Boolean).length;

/** `Ada Lovelace and Grace Hopper`; not `José Ortega y Gasset`, who is one. */
function byConjunction(text: string): string[] {
  const hard = splitOutside(text, (rest) => /^\s[&/+·•×]\s/.exec(rest)?.[0].length ?? 0);
  return hard.flatMap((part) => {
    const soft = splitOutside(
      part,
      (rest) => /^\s(?:and|und|et|y|e|i|en|och|og|oraz|con|with)\s/i.exec(rest)?.[0].length ?? 0,
    );
    if (soft.length < 2) return [part];
    const spanish = /\s(?:y|e|i|et|con)\s/i.test(part);
    const full = soft.every((name) => wordsIn(name) >= 2);
    const single = !spanish && soft.every((name) => wordsIn(name) === 1);
    return full || single ? soft : [part];
  });
}

/** `PhD` and `Inc.` belong to the name before them. */
function joinSuffixes(parts: readonly string[]): string[] {
  const joined: string[] = [];
  for (const part of parts) {
    if (joined.length > 0 && SUFFIX.test(part)) joined.push(`${joined.pop()}, ${part}`);
    else joined.push(part);
  }
  return joined;
}

/** `Lovelace, Ada` the way round in which it is said. */
function turned(name: string): string {
  const parts = splitAt(name, ',');
  const [last = '', first = ''] = parts;
  const plainWords = [last, first].every((part) => /^[\p{L}\p{M}.'’ -]+$/u.test(part));
  return parts.length === 2 && plainWords && wordsIn(last) === 1 && wordsIn(first) <= 2 && !SUFFIX.test(first)
    ? `${first} ${last}`
    : name;
}

/** What stands in brackets behind a name is where somebody works or how to speak of them; an address stays. */
const withoutAffiliation = (name: string): string => {
  const open = /^([^()[\]]{2,200})[([][^()[\]@]{0,200}[)\]]$/.exec(name.trim())?.[1]?.trim();
  return open === undefined || open === '' ? name.trim() : open;
};

/**
 * The names of a list as people type it: by lines, else by `;`, else by `,`, `&`, `/` and "and". Placeholders
 * such as TBA name nobody.
 */
export function namesIn(text: string): string[] {
  const lines = text.slice(0, MAX_LENGTH).split(/\r\n|\r|\n|<br\s?\/?>/i);
  const names = lines.flatMap((line) => {
    const clean = line.replace(/^\s*(?:[-•*·–]\s+)/, '').trim();
    const bySemicolon = splitAt(clean, ';|');
    if (bySemicolon.length > 1 || /[;|]/.test(clean))
      return bySemicolon.map((part) => turned(withoutAffiliation(part)));
    const byComma = joinSuffixes(splitAt(clean, ',、，'));
    const [only, second] = byComma;
    // Two single words around one comma are one person, family name first.
    if (byComma.length === 2 && wordsIn(only ?? '') === 1 && wordsIn(second ?? '') === 1) {
      const one = turned(clean);
      if (one !== clean) return [one];
    }
    return byComma.flatMap(byConjunction).map(withoutAffiliation);
  });
  return names.filter((name) => name !== '' && !NOBODY.test(name));
}

const NOT_A_NAME =
  /\b(?:on|the|and|of|to|for|in|at|with|part|day|track|panel|keynote|workshop|session|talk|room|hall|stage|break|online|virtual|live|open|cont|continued|invited|optional|only|by|from|hands|level|beginner|advanced|de|la|el|los)\b|\d/i;

/** Whether every part of it looks like the name of a person: two to four words, each with a capital. */
export function looksLikeNames(text: string): boolean {
  const names = namesIn(text);
  return (
    names.length > 0 &&
    names.length <= 6 &&
    names.every(
      (name) =>
        name.length <= 60 &&
        !NOT_A_NAME.test(name) &&
        /^\p{Lu}[\p{L}\p{M}.'’-]*(?: (?:van|von|der|den|da|dos|di|du|del|\p{Lu}[\p{L}\p{M}.'’-]*)){1,3}$/u.test(
          name,
        ),
    )
  );
}
