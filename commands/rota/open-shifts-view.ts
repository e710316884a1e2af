/** The list of shifts to sign up for, a button each. Pure. */
import type { KnownBlock } from '@slack/types';
import type { Message } from '../../src/core/ports/chat.ts';
import type { OpenShift } from '../../src/rota/domain/open-shifts.ts';
import { liveOf } from '../../src/rota/domain/shift.ts';
import { type NameOf, type ShiftReader, shiftText } from '../../src/rota/words.ts';
import { actions, button, context, header, section } from '../../src/slack/blocks.ts';
import { joined, type Mrkdwn, mrkdwn } from '../../src/slack/mrkdwn.ts';

/** As many as a phone shows without tiring a thumb. */
const PAGE_OF_OPEN = 8;
const MAX_NAMES = 5;

export interface OpenList {
  readonly shifts: readonly OpenShift[];
  readonly page: number;
  /** What has just become of a press. */
  readonly said?: Mrkdwn;
}

export function openShiftsView(
  { shifts, page, said }: OpenList,
  reader: ShiftReader & { readonly who: NameOf },
): Message {
  const { t, who } = reader;
  // Somebody may have taken shifts since the page was asked for.
  const first = page * PAGE_OF_OPEN < shifts.length ? page * PAGE_OF_OPEN : 0;
  const shown = shifts.slice(first, first + PAGE_OF_OPEN);
  const left = shifts.length - first - shown.length;
  const row = ({ shift, free, short }: OpenShift): KnownBlock => {
    const crew = liveOf(shift).slice(0, MAX_NAMES);
    const places =
      short > 0
        ? mrkdwn`:warning: ${t('rota.open.short', { count: short })}`
        : t('rota.open.free', { count: free });
    const beside =
      crew.length > 0
        ? mrkdwn` · ${t('rota.remind.with', {
            people: joined(
              crew.map(({ person }) => who(person)),
              ', ',
            ),
          })}`
        : '';
    return section(
      mrkdwn`${shiftText(shift, reader)}\n${places}${beside}`,
      undefined,
      button('rota.sign-up', t('rota.open.take'), shift.code, 'primary'),
    );
  };
  return {
    text: said ?? t('rota.open.title'),
    blocks: [
      ...(said === undefined ? [] : [section(said)]),
      header(t('rota.open.title')),
      ...(shown.length > 0 ? shown.map(row) : [section(t('rota.open.none'))]),
      ...(left > 0 ? [context(t('rota.list.left', { count: left }))] : []),
      ...actions([
        ...(left > 0
          ? [button('rota.open-shifts', t('rota.button.more'), String(first / PAGE_OF_OPEN + 1))]
          : []),
        button('rota.me', t('rota.button.mine')),
      ]),
    ],
  };
}
