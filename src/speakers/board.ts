/** Puts the check-in board of a day together, for whoever asks and for the channels it was posted in. */

import { ofDay } from '../agenda/domain/days.ts';
import { liveSessions, loadAgenda, timeContext } from '../agenda/load.ts';
import type { Deps } from '../core/deps.ts';
import type { Message } from '../core/ports/chat.ts';
import { today } from '../core/time.ts';
import { boardRows } from './board-model.ts';
import { type Board, boardMessage } from './board-view.ts';
import { readSpeakers } from './load.ts';
import type { SpeakerReader } from './talk-text.ts';

type Reading = Pick<Deps, 'store' | 'directory' | 'people' | 'sessions' | 'events' | 'clock'>;

/** `date` is as people call the day; today where none is named. */
export async function readBoard(
  asked: { readonly date?: string | undefined } & Pick<Board, 'page' | 'mayRemind' | 'posted'>,
  reader: Omit<SpeakerReader, 'now'>,
  deps: Reading,
): Promise<Message> {
  const [state, read] = await Promise.all([loadAgenda(deps), readSpeakers(deps)]);
  const { days, now } = timeContext(state, { now: read.now, zone: read.zone });
  const date = asked.date ?? today({ now, zone: read.zone, days }).toString();
  const sessions = ofDay(liveSessions(state), [...days], read.zone, date);
  const { page, mayRemind, posted } = asked;
  return boardMessage(
    {
      date,
      dayIndex: days.find((day) => day.date === date)?.index,
      rows: boardRows({ ...read, sessions }),
      page,
      mayRemind,
      posted,
    },
    { ...reader, now },
  );
}
