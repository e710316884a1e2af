/** What is typed after `/callboard drill`: a scenario with its room and window, or the title of a free one. */

import type { Temporal } from 'temporal-polyfill';
import { UserError } from '../../src/core/errors.ts';
import { nearest } from '../../src/core/nearest.ts';
import type { TimeContext } from '../../src/core/time.ts';
import { typedTime } from '../../src/slack/typed-time.ts';

export type DrillWords =
  | { readonly is: 'list' }
  | { readonly is: 'cancel'; readonly code: string | undefined }
  | { readonly is: 'show'; readonly name: string }
  | {
      readonly is: 'scenario';
      readonly name: string;
      readonly room: string | undefined;
      readonly window: readonly [from: string, until: string] | undefined;
    }
  | { readonly is: 'title'; readonly title: string }
  /** Neither a scenario nor a title: nobody is paged for a slip of the finger. */
  | { readonly is: 'unknown'; readonly name: string; readonly guess: string | undefined };

/** `in Main hall between 14:00-16:00`, each part or none, in English or Spanish. */
const REST =
  /^(?:(?:in|en)\s+(?<room>\S.*?))?(?:(?:^|\s+)(?:between|from|at|entre|desde|de|a)\s+(?:las\s+)?(?<window>\S.*))?$/i;
/** `14:00-16:00`, `14:00..16:00`, `14:00 and 16:00`, `tomorrow 9:00 – 11:00`. */
const WINDOW =
  /^(?<from>.*\S)\s*(?:[-–—]|\.{2,3}|…|\s(?:and|to|until|y|a|hasta)\s+(?:las\s+)?)\s*(?<until>\S.*)$/i;
/** A time of day: whoever wrote one behind a scenario meant that scenario, and not now. */
const HAS_TIME = /\d{1,2}[:.h]\d{2}(?!\d)/i;
const CODE = /^[a-z]\d+$/i;

/** @param names - of the scenarios that there are: a first word that is none begins a title */
export function readDrill(text: string, names: ReadonlySet<string>): DrillWords {
  if (text === '') return { is: 'list' };
  const [first = '', ...more] = text.split(/\s+/);
  const word = first.toLowerCase();
  const [code] = more;
  if (/^(?:cancel|cancelar)$/.test(word) && more.length <= 1)
    return { is: 'cancel', code: code?.toUpperCase() };
  if (
    /^(?:end|stop|terminar|parar)$/.test(word) &&
    more.length <= 1 &&
    (code === undefined || CODE.test(code))
  )
    return { is: 'cancel', code: code?.toUpperCase() };
  if (/^(?:list|lista)$/.test(word) && more.length === 0) return { is: 'list' };
  // A name misspelt is no title either, which would page people.
  if (/^(?:show|mostrar|ver)$/.test(word) && more.length <= 1 && !names.has(word))
    return more[0] === undefined ? { is: 'list' } : { is: 'show', name: more[0].toLowerCase() };
  const found = REST.exec(more.join(' '));
  if (!names.has(word)) {
    const guess = found ? nearest(word, [...names]) : undefined;
    return more.length === 0 || guess !== undefined
      ? { is: 'unknown', name: first, guess }
      : { is: 'title', title: text };
  }
  const isTimed = HAS_TIME.test(more.join(' '));
  if (!found || (isTimed && !found.groups?.['window'])) {
    if (isTimed) throw new UserError('callboard.drill.window');
    return { is: 'title', title: text };
  }
  const { room, window } = found.groups ?? {};
  const span = window === undefined ? undefined : WINDOW.exec(window)?.groups;
  if (window !== undefined && !span) throw new UserError('callboard.drill.window');
  return {
    is: 'scenario',
    name: word,
    room,
    window: span && [span['from'] ?? '', span['until'] ?? ''],
  };
}

/** Longer would be no window but "some day". */
const MAX_WINDOW_HOURS = 12;

const HOUR_MS = 3_600_000;

/** The window as it is meant; the end is of the day of its beginning, or where it lies before that of the next. */
export function readWindow(
  [from, until]: readonly [string, string],
  context: TimeContext,
): { readonly from: Temporal.Instant; readonly until: Temporal.Instant } {
  const start = typedTime(from, context).at;
  const typed = typedTime(until, { ...context, thing: start }).at;
  const isBefore = typed.epochMilliseconds <= start.epochMilliseconds;
  const end = isBefore ? typed.add({ hours: 24 }) : typed;
  if (end.epochMilliseconds - start.epochMilliseconds > MAX_WINDOW_HOURS * HOUR_MS)
    throw isBefore
      ? new UserError('callboard.drill.windowBackwards')
      : new UserError('callboard.drill.windowLong', { hours: MAX_WINDOW_HOURS });
  if (end.epochMilliseconds <= context.now.epochMilliseconds)
    throw new UserError('callboard.drill.windowOver');
  return { from: start, until: end };
}
