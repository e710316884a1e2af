/** A person's shifts and those they can take, as one text of at most two segments. Pure. */
import { fitGsm, septets, toGsm } from '../phone/gsm.ts';
import { truncate, unescape } from '../slack/mrkdwn.ts';
import type { Shift } from './domain/shift.ts';
import { type ShiftReader, when } from './words.ts';

/** Septets of two segments. */
export const MAX_SHIFT_TEXT = 306;
/** Characters of a role or a room: the code tells them apart anyway. */
const MAX_NAME = 24;
/** Of their own on the first list, so that there is room for what they can take. */
const MAX_OWN = 3;

/** `H7 Thu 6 Jun 14:00-18:00, Stage, Main hall` */
export function shiftAsText(shift: Shift, reader: ShiftReader): string {
  const what = [shift.role, ...(shift.room === undefined ? [] : [shift.room])];
  const time = unescape(when(shift, { ...reader, own: undefined }));
  return [`${shift.code} ${time}`, ...what.map((name) => truncate(name, MAX_NAME))].join(', ');
}

export interface ShiftList {
  readonly own: readonly Shift[];
  readonly open: readonly Shift[];
  /** How many of a list that goes on were sent before. */
  readonly before: number;
  /** What comes first, such as that the last list was old. */
  readonly lead?: string;
}

/**
 * As many as fit, numbered from where the last list ended.
 *
 * @returns `shown` in the order of the numbers.
 */
export function shiftListText(list: ShiftList, reader: ShiftReader): { text: string; shown: Shift[] } {
  const { t } = reader;
  const lead = list.lead === undefined ? [] : [list.lead];
  const first = list.before === 0;
  const own = first ? list.own.slice(0, MAX_OWN) : list.own;
  const shown: Shift[] = [];
  const lines: string[] = [...lead];
  if (first && own.length === 0) lines.push(t('rota.text.noneYours'));
  const all = own.length + list.open.length;
  const foot = (): string =>
    [
      ...(list.open.some((shift) => shown.includes(shift)) ? [t('rota.text.howTake')] : []),
      ...(own.some((shift) => shown.includes(shift)) ? [t('rota.text.howOwn')] : []),
      ...(shown.length < all + (first ? list.own.length - own.length : 0) ? [t('rota.text.howMore')] : []),
    ].join(' ');
  const longest = [t('rota.text.howTake'), t('rota.text.howOwn'), t('rota.text.howMore')].join(' ');
  const room = MAX_SHIFT_TEXT - septets(toGsm(longest)) - 1;
  const add = (shifts: readonly Shift[], heading: string) => {
    let headed = false;
    for (const shift of shifts) {
      const line = `${list.before + shown.length + 1} ${shiftAsText(shift, reader)}`;
      const next = [...lines, ...(headed ? [] : [heading]), line];
      if (septets(toGsm(next.join('\n'))) > room) return;
      lines.splice(0, lines.length, ...next);
      headed = true;
      shown.push(shift);
    }
  };
  add(own, t('rota.text.yours'));
  add(list.open, t('rota.text.open'));
  const end = foot();
  return { text: fitGsm('', lines.join('\n'), end === '' ? '' : `\n${end}`, MAX_SHIFT_TEXT), shown };
}
