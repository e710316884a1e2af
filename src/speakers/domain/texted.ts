/**
 * What a speaker means by a text: they are here, late, need help, or have understood. In either language,
 * whatever their own is, and as a thumb types it.
 */
import type { Temporal } from 'temporal-polyfill';
import { type Change, mergeChanges, type Versioned } from '../../core/commit.ts';
import { plain } from '../../core/match.ts';
import type { Attendance } from './attendance.ts';
import { confirmChange, unconfirmed } from './attendance-actions.ts';

export type SpeakerText =
  | { readonly kind: 'here' | 'ok' | 'other' }
  /** `minutes` is undefined where the text does not say how many. */
  | { readonly kind: 'late'; readonly minutes: number | undefined }
  /** `words` as they were typed, perhaps none. The bare word the provider answers too, and passes on. */
  | { readonly kind: 'help'; readonly words: string };

const HERE =
  /^(i m |im |i am |now |already |ya |estoy |ya estoy |he )?(here|aqui|llegado|llegue)( now| thanks| thank you| ya| gracias)?$/;
const LATE = /^(running |i m |im |i am |voy |llego |ire )*(late|tarde|retraso)\b/;
const TIME_LATE = /^(running |i m |im |i am |voy |llego |ire )*\d+ ?[a-z]* (late|tarde|de retraso)$/;
const HELP = /^\s*(?:help|ayuda)\b[\s:,.!-]*([\s\S]*)$/i;
const OK =
  /^(ok|okay|okey|okei|vale|yes|si|got it|gotit|entendido|recibido|confirmed|confirmo|confirmado)( ok)?( thanks| thank you| gracias)?$/;

export function readSpeakerText(body: string): SpeakerText {
  const text = plain(body);
  const [, words] = HELP.exec(body) ?? [];
  if (words !== undefined) return { kind: 'help', words: words.trim() };
  if (HERE.test(text)) return { kind: 'here' };
  if (LATE.test(text) || TIME_LATE.test(text)) return { kind: 'late', minutes: minutesIn(text) };
  return { kind: OK.test(text) ? 'ok' : 'other' };
}

/** `10`, `10m`, `10 min`, `1h`, `1 h 30`, `1h30m`. */
function minutesIn(text: string): number | undefined {
  const [, hours, rest] = /\b(\d{1,2}) ?(?:h|hr|hour|hours|hora|horas) ?(\d{1,2})?/.exec(text) ?? [];
  if (hours !== undefined) return Number(hours) * 60 + Number(rest ?? 0);
  const [, minutes] = /\b(\d{1,4})/.exec(text) ?? [];
  return minutes === undefined ? undefined : Number(minutes);
}

/**
 * `OK`: confirms every change that this person was told and has not confirmed. What is only about to be
 * told they cannot mean. Undefined where there is none.
 */
export function confirmByText(
  reads: readonly Versioned<Attendance>[],
  now: Temporal.Instant,
): Change | undefined {
  const told = reads.flatMap(({ value }) => unconfirmed(value).filter((one) => one.state === 'sent'));
  // One attendance has at most one notice that is not superseded, so no two of these write the same.
  const notices = [...new Set(told.map((one) => one.id))];
  if (notices.length === 0) return undefined;
  return mergeChanges(...notices.map((notice) => confirmChange(reads, notice, 'text', now)));
}
