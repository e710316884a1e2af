/** iCalendar's bytes to components. Lines are unfolded before decoding: folding may split a character. */

import ICAL from 'ical.js';
import { UserError } from '../../core/errors.ts';
import { truncatePlain } from '../../core/text.ts';
import { escape, mrkdwn } from '../../slack/mrkdwn.ts';
import { MAX_DEPTH } from '../limits.ts';
import { decode } from '../text.ts';

/** Bytes without their folds, and how many characters the folds had split. */
export function unfold(bytes: Uint8Array): { bytes: Uint8Array; split: number } {
  const out = new Uint8Array(bytes.length);
  let length = 0;
  let split = 0;
  for (let i = 0; i < bytes.length; i++) {
    // Some writers fold text that had line ends of its own, which leaves a CR before the CRLF.
    if (bytes[i] === 13 && bytes[i + 1] === 13) continue;
    const newline = bytes[i] === 13 && bytes[i + 1] === 10 ? 2 : bytes[i] === 10 || bytes[i] === 13 ? 1 : 0;
    const after = bytes[i + newline];
    if (newline > 0 && (after === 32 || after === 9)) {
      const next = bytes[i + newline + 1] ?? 0;
      if (next >= 0x80 && next < 0xc0 && (out[length - 1] ?? 0) >= 0x80) split++;
      i += newline;
    } else out[length++] = bytes[i] ?? 0;
  }
  return { bytes: out.subarray(0, length), split };
}

export type Property = readonly [
  name: string,
  params: Readonly<Record<string, string | string[]>>,
  type: string,
  ...values: unknown[],
];

/** A component in jCal's form (RFC 7265), which is what ical.js reads lines into. */
export interface Component {
  readonly name: string;
  readonly properties: readonly Property[];
  readonly children: readonly Component[];
  /** As ical.js wants it back for time zones and repetitions. */
  readonly raw: unknown;
}

type Jcal = [string, Property[], Jcal[]];

const toComponent = (jcal: Jcal): Component => ({
  name: jcal[0],
  properties: jcal[1],
  children: jcal[2].map(toComponent),
  raw: jcal,
});

function checkStructure(lines: readonly string[]): void {
  let depth = 0;
  for (const line of lines) {
    if (/^BEGIN:/i.test(line) && ++depth > MAX_DEPTH) throw new UserError('format.tooDeep');
    else if (/^END:/i.test(line)) depth--;
  }
  if (depth > 0 || !/^END:VCALENDAR\s*$/i.test(lines.at(-1) ?? '')) throw new UserError('format.truncated');
}

/** Characters before the value: ical.js looks through all of them again for each parameter. */
const MAX_PARAMETERS = 4000;

/** `NAME:value`, `NAME;A=b;C="d:e":value`. */
function isLine(line: string): boolean {
  if (!/^[A-Za-z0-9-]+[;:]/.test(line)) return false;
  let quoted = false;
  for (let i = 0; i < Math.min(line.length, MAX_PARAMETERS); i++) {
    const code = line.charCodeAt(i);
    if (code === 34) quoted = !quoted;
    else if (code === 58 && !quoted) return true;
  }
  return false;
}

export interface OpenedCalendar {
  readonly calendars: readonly Component[];
  readonly split: number;
  readonly replaced: number;
  readonly unreadable: readonly string[];
}

export function openCalendar(bytes: Uint8Array): OpenedCalendar {
  const unfolded = unfold(bytes);
  const { text, replaced } = decode(unfolded.bytes);
  const all = text
    .replace(/^\ufeff/, '')
    .split(/\r\n|\r|\n/)
    .filter((line) => line.trim() !== '');
  checkStructure(all);
  // One line that is none would make ical.js give up on all of them.
  const lines = all.filter(isLine);
  try {
    const parsed = ICAL.parse(lines.join('\r\n')) as unknown as Jcal | Jcal[];
    const many = (Array.isArray(parsed[0]) ? parsed : [parsed]) as Jcal[];
    return {
      calendars: many.map(toComponent),
      split: unfolded.split,
      replaced,
      unreadable: all.filter((line) => !isLine(line)),
    };
  } catch (error) {
    throw new UserError('format.broken', {
      reason: mrkdwn`iCalendar: ${escape(truncatePlain(String((error as Error).message), 120))}`,
    });
  }
}

export const property = (component: Component, name: string): Property | undefined =>
  component.properties.find((one) => one[0] === name);

/** The first value of a property as text; '' where there is none. */
export const value = (component: Component, name: string): string => {
  const found = property(component, name)?.[3];
  return typeof found === 'string' || typeof found === 'number' ? String(found) : '';
};

export const parameter = (of: Property | undefined, name: string): string => {
  const found = of?.[1]?.[name];
  return (Array.isArray(found) ? found[0] : found) ?? '';
};
