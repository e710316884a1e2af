/**
 * What a volunteer means by a text: their shifts, that they are there, finished, cannot come, or take a shift. In
 * either language, as a thumb types it. The numbers of a list that we texted mean the shifts of that list, for as
 * long as those are what they were.
 */
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { document } from '../../core/commit.ts';
import { InstantText, instant, instantText } from '../../core/instant.ts';
import { plain } from '../../core/match.ts';
import type { Shift } from './shift.ts';

/** A shift as it was texted. */
const TextedShift = z.object({
  shift: z.string(),
  role: z.string(),
  room: z.string().exactOptional(),
  start: InstantText,
  end: InstantText,
});
type TextedShift = z.infer<typeof TextedShift>;

/** What we and one phone have said to each other about shifts. Its id is the person's. */
export const ShiftTexts = z.object({
  person: z.string(),
  /** The list that was sent last, number 1 first. */
  list: z.object({ at: InstantText, shifts: z.array(TextedShift) }).exactOptional(),
  /** The question whether to leave a shift though nobody is there then. */
  asked: z.object({ shift: z.string(), at: InstantText }).exactOptional(),
  /** When they texted lately. */
  recent: z.array(InstantText),
});
export type ShiftTexts = z.infer<typeof ShiftTexts>;

export const shiftTextDocument = document({ name: 'shift-text', schema: ShiftTexts, schemaVersion: 1 });

export type Which = { readonly code: string } | { readonly number: number };

export type ShiftText =
  | { readonly kind: 'shifts' | 'more' | 'not-this-time' | 'other' }
  | { readonly kind: 'here'; readonly which: Which | undefined }
  /** `sure` is the answer to the question whether to leave a room empty. */
  | { readonly kind: 'done'; readonly which: Which | undefined; readonly sure: boolean }
  | { readonly kind: 'cover'; readonly which: Which | undefined; readonly reason: string }
  | { readonly kind: 'take'; readonly which: Which | undefined };

const SHIFTS = /^((my|mis) )?(shifts?|turnos?)$/;
const MORE = /^(more|mas)$/;
const NOT_THIS_TIME = /^(not this time|esta vez no)$/;
const WHICH = '(?: (h ?)?(\\d{1,5}))?';
const HERE = new RegExp(
  `^(?:i m |im |i am |now |already |ya |estoy |ya estoy |he )?(?:here|aqui|llegado|llegue)${WHICH}( now| thanks| thank you| ya| gracias)?$|^(?:ya )?estoy${WHICH}$`,
);
const DONE = new RegExp(`^(?:done|finished|hecho|fin|terminado|he terminado)${WHICH}( (?:yes|si))?$`);
const COVER = new RegExp(`^(?:cover|cubrir)${WHICH}(?: .*)?$`);
const REASON = /^\s*\S+(?:\s+h?\s?\d{1,5}\b)?[\s:,.-]*([\s\S]*)$/i;
const TAKE = new RegExp(`^(?:take|tomo|cojo|tomar|coger)${WHICH}$`);

const which = (letter: string | undefined, number: string | undefined): Which | undefined =>
  number === undefined
    ? undefined
    : letter === undefined
      ? { number: Number(number) }
      : { code: `H${Number(number)}` };

export function readShiftText(body: string): ShiftText {
  const text = plain(body);
  if (SHIFTS.test(text)) return { kind: 'shifts' };
  if (MORE.test(text)) return { kind: 'more' };
  if (NOT_THIS_TIME.test(text)) return { kind: 'not-this-time' };
  const here = HERE.exec(text);
  if (here) return { kind: 'here', which: which(here[1] ?? here[4], here[2] ?? here[5]) };
  const done = DONE.exec(text);
  if (done) return { kind: 'done', which: which(done[1], done[2]), sure: done[3] !== undefined };
  const cover = COVER.exec(text);
  if (cover)
    return {
      kind: 'cover',
      which: which(cover[1], cover[2]),
      reason: REASON.exec(body)?.[1]?.trim() ?? '',
    };
  const take = TAKE.exec(text);
  return take ? { kind: 'take', which: which(take[1], take[2]) } : { kind: 'other' };
}

/** A list is good for so long: by then a number is no memory any more, but a guess. */
const LIST_LIVES = Temporal.Duration.from({ hours: 24 });

export const texted = ({ code, role, room, start, end }: Shift): TextedShift => ({
  shift: code,
  role,
  ...(room !== undefined && { room }),
  start,
  end,
});

const isSame = (a: TextedShift, b: TextedShift) =>
  a.role === b.role && a.room === b.room && a.start === b.start && a.end === b.end;

/**
 * The code of the shift that a number means. `stale` where the list is old, or the shift is not what it was when
 * it was sent; `none` where no list has that number.
 */
export function listedShift(
  { list }: Pick<ShiftTexts, 'list'>,
  number: number,
  shifts: ReadonlyMap<string, { readonly value: Shift }>,
  now: Temporal.Instant,
): { readonly code: string } | 'stale' | 'none' {
  const item = list?.shifts[number - 1];
  if (!list || !item) return 'none';
  if (Temporal.Instant.compare(instant(list.at).add(LIST_LIVES), now) < 0) return 'stale';
  const shift = shifts.get(item.shift)?.value;
  return shift && isSame(item, texted(shift)) ? { code: shift.code } : 'stale';
}

/** So many texts about shifts in so many minutes are a person's; more are a machine that answers ours. */
export const MAX_SHIFT_TEXTS = 15;
const WINDOW = Temporal.Duration.from({ minutes: 10 });

/**
 * Whether one more text is read.
 *
 * @returns The texts of the last ten minutes with this one; `once` is the first that is one too many.
 */
export function countShiftText(
  recent: readonly InstantText[],
  now: Temporal.Instant,
): { readonly recent: InstantText[]; readonly over: false | 'once' | 'again' } {
  const from = now.subtract(WINDOW);
  const kept = recent.filter((at) => Temporal.Instant.compare(instant(at), from) > 0);
  if (kept.length > MAX_SHIFT_TEXTS) return { recent: kept, over: 'again' };
  return {
    recent: [...kept, instantText(now)],
    over: kept.length === MAX_SHIFT_TEXTS ? 'once' : false,
  };
}
