/**
 * YAML, as static sites keep their programmes. Every value stays the text that it is written as: `09:00` is no
 * number of seconds, `0900` no octal number and `no` a word.
 */
import { isMap, isSeq, LineCounter, parseAllDocuments } from 'yaml';
import { UserError } from '../core/errors.ts';
import { truncatePlain } from '../core/text.ts';
import { escape } from '../slack/mrkdwn.ts';
import { MAX_DEPTH } from './limits.ts';

/** Lines that tell whether a text is YAML; characters of one of them. */
const LOOKED_AT = 60;
const MAX_LINE = 300;

const KEY = /^\s*(?:-\s+)*(?:"[^"]{1,80}"|'[^']{1,80}'|[\w$][^:#,;|\t"']{0,60}):(?:\s|$)/;
/** `- { title: A, start: 9:00 }` */
const IN_BRACES = /^\s*-\s+\{\s*[\w"'$]/;
const ITEM = /^\s*-\s+\S/;
/** Of a text over several lines, or of a list in brackets. */
const CONTINUED = /^\s{2,}\S|^[\]}]/;

/**
 * Whether it is a list or a set of named values and no table. A table may well hold `Key: value` in its title, so
 * most lines have to look like it, and the first that says anything must.
 */
export function looksLikeYaml(text: string): boolean {
  const lines = text
    .slice(0, 20_000)
    .split(/\r\n|\r|\n/)
    .map((line) => line.slice(0, MAX_LINE))
    .filter((line) => line.trim() !== '' && !/^\s*#/.test(line))
    .slice(0, LOOKED_AT);
  const said = lines.filter((line) => !/^(?:---|\.\.\.|%YAML)/.test(line));
  const [first = ''] = said;
  if (!KEY.test(first) && !/^\s*-\s*(?:\S|$)/.test(first)) return false;
  const keys = said.filter((line) => KEY.test(line) || IN_BRACES.test(line)).length;
  const fits = said.filter((line) => KEY.test(line) || ITEM.test(line) || CONTINUED.test(line)).length;
  return keys >= 2 && fits >= 0.9 * said.length;
}

/** How deep it may nest is checked before the library, which calls itself for each level. */
function checkDepth(text: string): void {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 91 || code === 123) {
      if (++depth > MAX_DEPTH) throw new UserError('format.tooDeep');
    } else if (code === 93 || code === 125) depth = Math.max(0, depth - 1);
    else if (code === 10) depth = 0;
  }
  const deepest = text.match(/^[ ]{130,}\S|^(?:[ ]*- ){64}/m);
  if (deepest) throw new UserError('format.tooDeep');
}

/** Throws UserError `format.broken` with the line, `format.tooDeep`. */
export function parseYaml(text: string): unknown {
  checkDepth(text);
  const lines = new LineCounter();
  try {
    const documents = parseAllDocuments(text, {
      schema: 'failsafe',
      merge: true,
      lineCounter: lines,
      // Checked by comparing each key with every other, which a long file makes take minutes.
      uniqueKeys: false,
    });
    const values = (Array.isArray(documents) ? documents : []).flatMap((document) => {
      const [error] = document.errors;
      if (error) throw error;
      const { contents } = document;
      return isMap(contents) || isSeq(contents) ? [document.toJS({ maxAliasCount: 100 }) as unknown] : [];
    });
    return values.length === 1 ? values[0] : values;
  } catch (error) {
    if (error instanceof UserError) throw error;
    const { message = '', linePos } = error as Error & { linePos?: readonly { readonly line: number }[] };
    const line = linePos?.[0]?.line;
    const reason = truncatePlain(message.split('\n')[0] ?? '', 120);
    throw new UserError('format.broken', {
      reason: escape(`YAML${line === undefined ? '' : `, line ${line}`}: ${reason}`),
    });
  }
}
