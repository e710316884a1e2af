/** What is typed after `/callboard drill`: a scenario with its room and window, or the title of a free one. */

import type { Temporal } from 'temporal-polyfill';
import { UserError } from '../../src/core/errors.ts';
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
  | { readonly is: 'title'; readonly title: string };

/** `in Main hall between 14:00-16:00`, each part or none, in English or Spanish. */
const REST = /^(?:(?:in|en)\s+(?<room>\S.*?))?(?:(?:^|\s+)(?:between|entre)\s+(?:las\s+)?(?<window>\S.*))?$/i;
/** `14:00-16:00`, `14:00 and 16:00`, `tomorrow 9:00 – 11:00`. */
const WINDOW = /^(?<from>.*\S)\s*(?:[-–—]|\s(?:and|to|y|a)\s+(?:las\s+)?)\s*(?<until>\S.*)$/i;

/** @param names - of the scenarios that there are: a first word that is none begins a title */
export function readDrill(text: string, names: ReadonlySet<string>): DrillWords {
  if (text === '') return { is: 'list' };
  const [first = '', ...more] = text.split(/\s+/);
  const word = first.toLowerCase();
  if (/^(?:cancel|cancelar)$/.test(word) && more.length <= 1)
    return { is: 'cancel', code: more[0]?.toUpperCase() };
  // A name misspelt is no title either, which would page people.
  if (/^(?:show|mostrar|ver)$/.test(word) && more.length <= 1 && !names.has(word))
    return more[0] === undefined ? { is: 'list' } : { is: 'show', name: more[0].toLowerCase() };
  const found = names.has(word) ? REST.exec(more.join(' ')) : null;
  if (!found) return { is: 'title', title: text };
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

/** The window as it is meant; the end is of the day of its beginning. */
export function readWindow(
  [from, until]: readonly [string, string],
  context: TimeContext,
): { readonly from: Temporal.Instant; readonly until: Temporal.Instant } {
  const start = typedTime(from, context).at;
  const end = typedTime(until, { ...context, thing: start }).at;
  const lasts = end.epochMilliseconds - start.epochMilliseconds;
  if (lasts <= 0) throw new UserError('callboard.drill.window');
  if (lasts > MAX_WINDOW_HOURS * 3_600_000)
    throw new UserError('callboard.drill.windowLong', { hours: MAX_WINDOW_HOURS });
  if (end.epochMilliseconds <= context.now.epochMilliseconds)
    throw new UserError('callboard.drill.windowOver');
  return { from: start, until: end };
}
