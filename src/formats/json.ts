/** JSON, bounded; and the few looks into a value of unknown shape that its parsers take. */

import { UserError } from '../core/errors.ts';
import { truncatePlain } from '../core/text.ts';
import { escape, mrkdwn } from '../slack/mrkdwn.ts';
import { MAX_DEPTH } from './limits.ts';

/** Refuses deep nesting before JSON.parse meets it. Brackets inside strings do not count. */
function checkDepth(text: string): void {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (inString) {
      if (code === 92) i++;
      else if (code === 34) inString = false;
    } else if (code === 34) inString = true;
    else if (code === 91 || code === 123) {
      if (++depth > MAX_DEPTH) throw new UserError('format.tooDeep');
    } else if (code === 93 || code === 125) depth--;
  }
  if (depth > 0 || inString) throw new UserError('format.truncated');
}

export function parseJson(text: string): unknown {
  checkDepth(text);
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : '';
    throw new UserError('format.broken', {
      reason: mrkdwn`JSON: ${escape(truncatePlain(reason ?? '', 120))}`,
    });
  }
}

export type Fields = Readonly<Record<string, unknown>>;

/** An object's own fields; {} for everything else. */
export const fields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};

export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** A text or a number as text; '' for everything else. */
export const scalarText = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' && Number.isFinite(value) ? `${value}` : '';

/** A text, or the English (else the first) of texts by language: `{ "en": "…", "de": "…" }`. */
export const localized = (value: unknown): string => {
  const plain = scalarText(value);
  if (plain !== '' || typeof value !== 'object') return plain;
  const byLanguage = fields(value);
  return (
    scalarText(byLanguage['en']) ||
    (Object.values(byLanguage)
      .map(scalarText)
      .find((text) => text !== '') ??
      '')
  );
};

/** The first field of these that says something. */
export const first = (of: Fields, ...names: readonly string[]): string =>
  names.map((name) => localized(of[name])).find((text) => text.trim() !== '') ?? '';

/** Whether it may be recorded, as the frab family says it; `true` as a word like the rest. */
export const optOut = (event: Fields): string => {
  const said = event['do_not_record'] ?? fields(event['recording'])['optout'];
  return typeof said === 'boolean' ? `${said}` : scalarText(said);
};
