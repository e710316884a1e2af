/** Lists of shifts, and a person's own. Pure: what is there, and who reads. */

import type { Button, KnownBlock } from '@slack/types';
import type { Temporal } from 'temporal-polyfill';
import { milliseconds } from '../../src/core/instant.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import type { PlainKey, Translate } from '../../src/i18n/index.ts';
import {
  type Assignment,
  type AssignmentState,
  byShiftStart,
  isLive,
  liveOf,
  type Shift,
  shortOf,
} from '../../src/rota/domain/shift.ts';
import { type NameOf, type ShiftReader, shiftText, what, when } from '../../src/rota/words.ts';
import { actions, button, context, header, section, sections } from '../../src/slack/blocks.ts';
import { code, escape, joined, type Mrkdwn, mrkdwn } from '../../src/slack/mrkdwn.ts';

export interface RotaReader extends ShiftReader {
  readonly now: Temporal.Instant;
  readonly who: NameOf;
  /** How somebody can be reached, in a word or two; '' where not at all. */
  readonly reach: (person: string) => string;
}

/** What is said of somebody in the list; that they have accepted is what everybody expects. */
const STATE: Readonly<Partial<Record<AssignmentState, PlainKey>>> = {
  proposed: 'rota.state.proposed',
  arrived: 'rota.state.arrived',
  done: 'rota.state.done',
};

/** ` (lead, here)`, or nothing. */
function marksOf({ state, lead, missing }: Assignment, t: Translate): Mrkdwn {
  const marks = [
    ...(lead ? [t('rota.lead')] : []),
    ...(missing ? [t('rota.state.missing')] : STATE[state] ? [t(STATE[state])] : []),
  ];
  return marks.length > 0 ? mrkdwn` (${joined(marks, ', ')})` : mrkdwn``;
}

export const names = (shift: Shift, { who, t }: Pick<RotaReader, 'who' | 't'>): Mrkdwn =>
  joined(
    liveOf(shift).map((one) => mrkdwn`${who(one.person)}${marksOf(one, t)}`),
    ', ',
  ) || t('rota.nobody');

/** A shift to whoever has it: how they stand, and who is there with them. Their own name they know. */
function ownShiftLine(shift: Shift, person: string, reader: RotaReader): Mrkdwn {
  const { t } = reader;
  const own = liveOf(shift).find((one) => one.person === person);
  const others = shift.assignments.filter((one) => one.person !== person && isLive(one));
  const along =
    others.length > 0
      ? mrkdwn` · ${t('rota.me.with', { people: names({ ...shift, assignments: others }, reader) })}`
      : mrkdwn``;
  return mrkdwn`${shiftText(shift, reader)}${own ? marksOf(own, t) : mrkdwn``}${along}`;
}

const shiftLine = (shift: Shift, reader: RotaReader): Mrkdwn => {
  const short = shortOf(shift);
  const missing = short > 0 ? mrkdwn` · :warning: ${reader.t('rota.short', { count: short })}` : mrkdwn``;
  return mrkdwn`${code(shift.code)} ${when(shift, reader)} ${what(shift)} · ${names(shift, reader)}${missing}`;
};

export const PAGE = 25;

export interface Listed {
  readonly title: string;
  readonly shifts: readonly Shift[];
  readonly page: number;
  /** The question again, for `More`; its page is filled in. */
  readonly more: (page: number) => string;
  readonly buttons?: readonly Button[];
}

export function shiftListView(list: Listed, reader: RotaReader): Message {
  const { t } = reader;
  const sorted = [...list.shifts].sort(byShiftStart);
  const shown = sorted.slice(list.page * PAGE, (list.page + 1) * PAGE);
  const left = sorted.length - (list.page + 1) * PAGE;
  const buttons: Button[] = [
    ...(left > 0 ? [button('rota.more', t('rota.button.more'), list.more(list.page + 1))] : []),
    ...(list.buttons ?? []),
  ];
  return {
    text: escape(list.title),
    blocks: [
      header(list.title),
      ...sections(shown.length > 0 ? shown.map((shift) => shiftLine(shift, reader)) : [t('rota.list.none')]),
      ...(left > 0 ? [context(t('rota.list.left', { count: left }))] : []),
      ...(buttons.length > 0 ? [...actions(buttons)] : []),
    ],
  };
}

/** A person's own shifts, with what can be done about each that is to come. */
export function myShiftsView(
  shifts: readonly Shift[],
  person: string,
  page: number,
  reader: RotaReader,
  total: Mrkdwn | undefined,
): Message {
  const { t, now } = reader;
  const sorted = [...shifts].sort(byShiftStart);
  const coming = sorted.filter((shift) => milliseconds(shift.end) > now.epochMilliseconds);
  const size = 12;
  const shown = coming.slice(page * size, (page + 1) * size);
  const left = coming.length - (page + 1) * size;
  const blocks: KnownBlock[] = [header(t('rota.me.title')), ...(total ? [context(total)] : [])];
  if (coming.length === 0) blocks.push(section(t('rota.me.none')));
  for (const shift of shown) {
    const place = shift.assignments.find((one) => one.person === person && isLive(one));
    blocks.push(section(ownShiftLine(shift, person, reader)));
    const soon = milliseconds(shift.start) - now.epochMilliseconds <= 3_600_000;
    const buttons: Button[] = [
      ...(place?.state === 'proposed'
        ? [button('rota.agree', t('rota.button.accept'), shift.code, 'primary' as const)]
        : []),
      ...(soon && place?.state !== 'arrived'
        ? [button('rota.here', t('rota.button.here'), shift.code, 'primary' as const)]
        : []),
      ...(place?.state === 'arrived' ? [button('rota.done', t('rota.button.done'), shift.code)] : []),
      button('rota.cant', t('rota.button.cant'), shift.code),
    ];
    blocks.push(...actions(buttons));
  }
  const more = JSON.stringify({ q: 'me', page: page + 1 });
  blocks.push(
    ...actions([
      ...(left > 0 ? [button('rota.more', t('rota.button.more'), more)] : []),
      button('rota.availability', t('rota.button.availability')),
    ]),
  );
  return { text: t('rota.me.title'), blocks };
}
