/**
 * The value in a body, whatever it says that it is: JSON sent as text or as a form (curl -d without a header),
 * JSON behind a byte order mark, cut off or badly quoted; the fields of a form; or else the words themselves.
 */
import { jsonrepair } from 'jsonrepair';
import { isRecord } from './fields.ts';

export interface ReadDelivery {
  readonly value: unknown;
  readonly problems: readonly string[];
}

/** Repairing goes character by character, so a sender with a broken template gets so much of it, in characters. */
const MAX_REPAIRED = 100_000;

/** Deeper than anybody's alerts. */
const MAX_DEPTH = 50;

/** Characters of a form that are looked at. */
const MAX_FORM = 200_000;

/** Form fields in which senders put a whole JSON text: Slack's, Uptime Kuma's. */
const WRAPPERS: readonly string[] = ['payload', 'data', 'body', 'json'];

/**
 * @param type the content type as told, which decides only between a form and plain words
 * @param isCut the text is only the beginning of what was sent
 */
export function readDelivery(body: unknown, type: string | undefined, isCut = false): ReadDelivery {
  if (typeof body !== 'string') return { value: body, problems: [] };
  const text = body.replace(/^\ufeff/, '').trim();
  if (text === '') return { value: {}, problems: [] };
  const json = /^["[{]/.test(text) ? readJson(text, isCut) : undefined;
  if (json) return json;
  const fields = readForm(text, type ?? '');
  if (fields) return { value: unwrap(fields), problems: [] };
  return { value: /^(null|true|false|-?\d+(\.\d+)?)$/.test(text) ? JSON.parse(text) : text, problems: [] };
}

function readJson(text: string, isCut: boolean): ReadDelivery | undefined {
  const whole = parsed(text);
  if (whole) return { ...whole, problems: [] };
  const broken = ['body: JSON that is broken or cut off; read as far as it goes'];
  const closed = isCut || text.length > MAX_REPAIRED ? parsed(closeCutJson(text)) : repaired(text);
  return closed && { ...closed, problems: broken };
}

function parsed(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function repaired(text: string): { value: unknown } | undefined {
  try {
    return parsed(jsonrepair(text));
  } catch {
    return parsed(closeCutJson(text));
  }
}

/** JSON up to the last object or list in it that is whole, with what is open there closed. */
export function closeCutJson(text: string): string {
  const open: string[] = [];
  let inString = false;
  let end = 0;
  let closers = '';
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (inString) {
      if (character === '\\') at++;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{' || character === '[') {
      if (open.push(character === '{' ? '}' : ']') > MAX_DEPTH) break;
    } else if (character === '}' || character === ']') {
      if (open.pop() !== character) break;
      end = at + 1;
      closers = open.toReversed().join('');
    }
  }
  return text.slice(0, end) + closers;
}

/** `a=b&c=d`, or a browser's multipart form. Undefined where the text is neither. */
function readForm(text: string, type: string): Record<string, unknown> | undefined {
  const [, boundary] = /^multipart\/form-data;.*boundary="?([^";]+)/i.exec(type) ?? [];
  if (boundary !== undefined) return readMultipart(text, boundary);
  const isForm =
    type.includes('x-www-form-urlencoded') || /^[\w.[\]-]+=[^\s]*(&[\w.[\]-]+=[^\s]*)*$/.test(text);
  if (!isForm || !text.includes('=')) return undefined;
  return Object.fromEntries(new URLSearchParams(text.slice(0, MAX_FORM)));
}

function readMultipart(text: string, boundary: string): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const part of text.split(`--${boundary}`)) {
    const [head = '', ...rest] = part.split(/\r?\n\r?\n/);
    const [, name] = /\bname="([^"]*)"/i.exec(head) ?? [];
    if (name) fields[name] = rest.join('\n\n').trim();
  }
  return fields;
}

function unwrap(fields: Record<string, unknown>): unknown {
  for (const name of WRAPPERS) {
    const text = fields[name];
    const inner =
      typeof text === 'string' && /^\s*[[{]/.test(text) ? readJson(text.trim(), false) : undefined;
    if (Array.isArray(inner?.value)) return inner.value;
    if (isRecord(inner?.value)) return { ...fields, [name]: undefined, ...inner.value };
  }
  return fields;
}
