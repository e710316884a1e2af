/** How the rooms kept to the plan, a line a room: in chat, and in the report of the event. */
import type { Translate } from '../i18n/index.ts';
import { bold, joined, type Mrkdwn, mrkdwn, truncate } from '../slack/mrkdwn.ts';
import type { RoomFigures } from './domain/stage-figures.ts';

/** `+4`, `0`, `−7`: longer or later, as planned, shorter or before. */
const signed = (minutes: number): Mrkdwn | number =>
  minutes > 0 ? mrkdwn`+${minutes}` : minutes < 0 ? mrkdwn`−${-minutes}` : 0;

export const stageFigureLines = (figures: readonly RoomFigures[], t: Translate): Mrkdwn[] =>
  figures.map(({ room, told, talks, late, over, turnaround }) =>
    joined(
      [
        mrkdwn`${bold(truncate(room, 80))} ${t('agenda.clock.told', { told, talks })}`,
        ...(late
          ? [t('agenda.clock.figureLate', { median: signed(late.median), most: signed(late.most) })]
          : []),
        ...(over
          ? [t('agenda.clock.figureOver', { median: signed(over.median), most: signed(over.most) })]
          : []),
        ...(turnaround
          ? [t('agenda.clock.figureTurnaround', { median: turnaround.median, most: turnaround.most })]
          : []),
      ],
      ' · ',
    ),
  );

/** Rooms in the report; `/agenda clock stats` has more. */
const MAX_ROOMS = 12;

/** As a part of the report of the event; nothing where the stage clock was told nothing. */
export function stageReport(figures: readonly RoomFigures[], t: Translate): Mrkdwn {
  if (figures.length === 0) return mrkdwn``;
  const lines = stageFigureLines(figures.slice(0, MAX_ROOMS), t);
  const more = figures.length - MAX_ROOMS;
  return joined(
    [bold(t('agenda.clock.figures')), ...lines, ...(more > 0 ? [t('agenda.andMore', { count: more })] : [])],
    '\n',
  );
}
