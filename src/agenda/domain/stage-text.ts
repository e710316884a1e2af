/**
 * What the stage lead means by a text: `START S17`, `END S17`, `UNDO S17`; `BEGIN` and `OVER` mean what is next or
 * runs in their own room. Alone, START and END are words that carriers keep for themselves (they stop and start all
 * texts), so they need a code.
 */
import { plain } from '../../core/match.ts';

export interface StageText {
  readonly what: 'start' | 'end' | 'undo';
  /** A session's code; undefined where the room's own one is meant. */
  readonly session: string | undefined;
}

const WORDS = {
  start: /^(?:start|begin|started|empezar|empieza|empezamos)$/,
  end: /^(?:end|over|ended|terminar|termina|terminamos)$/,
  undo: /^(?:undo|deshacer|deshaz)$/,
} as const;
/** Words that mean nothing else to a carrier, nor to Callboard. */
const ALONE = /^(?:begin|over|empezamos|terminamos)$/;

/** Undefined where it is not about the stage clock. */
export function readStageText(text: string): StageText | undefined {
  const [, word = '', number] = /^(\p{L}+)(?: s ?(\d{1,5}))?$/u.exec(plain(text)) ?? [];
  const what = (Object.keys(WORDS) as (keyof typeof WORDS)[]).find((one) => WORDS[one].test(word));
  if (what === undefined || (number === undefined && !ALONE.test(word))) return undefined;
  return { what, session: number === undefined ? undefined : `S${Number(number)}` };
}
