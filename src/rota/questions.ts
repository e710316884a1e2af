/** What Callboard asks by itself: can you cover, do you swap; or what has become of that question. Pure. */

import type { Message } from '../core/ports/chat.ts';
import { actions, button, context } from '../slack/blocks.ts';
import { code, escape, mrkdwn, truncate } from '../slack/mrkdwn.ts';
import type { Cover } from './domain/cover.ts';
import type { Shift } from './domain/shift.ts';
import type { Swap } from './domain/swap.ts';
import { keyed } from './messages.ts';
import { type NameOf, type ShiftReader, shiftText } from './words.ts';

/** The question to somebody who could cover, or what has become of it. */
export function coverQuestion(
  cover: Cover,
  shift: Shift | undefined,
  key: string,
  reader: ShiftReader,
  who: NameOf,
): Message {
  const { t } = reader;
  const which = shift ? shiftText(shift, reader) : code(cover.shift);
  const asked = t('rota.cover.question', { person: who(cover.person), shift: which });
  const reason = cover.reason ? [context(truncate(escape(cover.reason), 300))] : [];
  if (cover.state === 'taken')
    return keyed(key, t('rota.cover.hasIt', { person: who(cover.takenBy ?? ''), shift: which }));
  if (cover.state === 'closed' || !shift) return keyed(key, t('rota.cover.closed', { shift: which }));
  return keyed(
    key,
    asked,
    ...reason,
    ...actions([
      button('rota.cover-take', t('rota.button.take'), cover.id, 'primary'),
      button('rota.cover-decline', t('rota.button.cannot'), cover.id),
    ]),
  );
}

/** The question of a swap to one of the two, or what has become of it. */
export function swapQuestion(
  swap: Swap,
  shifts: { readonly shift: Shift | undefined; readonly other: Shift | undefined },
  person: string,
  key: string,
  reader: ShiftReader,
  who: NameOf,
): Message {
  const { t } = reader;
  const text = (shift: Shift | undefined, known: string) => (shift ? shiftText(shift, reader) : code(known));
  const deal =
    swap.other === undefined
      ? t('rota.swap.give', { from: who(swap.from), to: who(swap.to), shift: text(shifts.shift, swap.shift) })
      : t('rota.swap.deal', {
          from: who(swap.from),
          to: who(swap.to),
          shift: text(shifts.shift, swap.shift),
          other: text(shifts.other, swap.other),
        });
  const state =
    swap.state === 'done'
      ? t('rota.swap.done')
      : swap.state === 'declined'
        ? t('rota.swap.declined', { person: who(swap.ended ?? '') })
        : swap.state === 'void'
          ? t('rota.swap.void')
          : swap.accepted.includes(person)
            ? t('rota.swap.waiting', { person: who(person === swap.from ? swap.to : swap.from) })
            : undefined;
  if (state !== undefined) return keyed(key, mrkdwn`${deal}\n${state}`);
  return keyed(
    key,
    deal,
    ...actions([
      button('rota.swap-accept', t('rota.button.accept'), swap.id, 'primary'),
      button('rota.swap-decline', t('rota.button.decline'), swap.id),
    ]),
  );
}
