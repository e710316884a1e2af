/** Keeps the board of one channel current: posted once, then updated in place, and only when it would differ. */
import { createHash } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import { boardView } from '../../src/agenda/board-view.ts';
import { type Board, boardDocument, boardShown } from '../../src/agenda/domain/board.ts';
import { updateBoard } from '../../src/agenda/domain/jobs.ts';
import { nextBoundary, nowAndNext } from '../../src/agenda/domain/reading.ts';
import { loadAgenda, readAgenda } from '../../src/agenda/load.ts';
import { updated } from '../../src/core/card.ts';
import { type Change, scheduleJob, type Versioned } from '../../src/core/commit.ts';
import { job } from '../../src/core/job.ts';
import { sendOnce } from '../../src/core/once.ts';
import type { Chat, Message, Posted } from '../../src/core/ports/chat.ts';
import { translator } from '../../src/i18n/index.ts';

/** Updated in place; a board that somebody deleted is posted again. */
async function send(chat: Chat, board: Board, message: Message, mayHaveRunBefore: boolean): Promise<Posted> {
  if (board.posted && (await updated(chat, board.posted, message))) return board.posted;
  const sending = { key: updateBoard.id(board), message, mayHaveRunBefore, redraw: true };
  const posted = await sendOnce(chat, { channel: board.channel }, sending);
  await chat.pin(posted);
  return posted;
}

/**
 * A mark of all that it shows, without the time at its foot: an update that changes nothing else is not worth a
 * call. Not of its text, which is cut.
 */
const shownBy = (message: Message): string =>
  createHash('sha256')
    .update(JSON.stringify(message.blocks?.slice(0, -1)))
    .digest('base64url');

function nextUpdate(channel: string, at: number | undefined): Change {
  if (at === undefined) return {};
  return {
    jobs: [scheduleJob(updateBoard, Temporal.Instant.fromEpochMilliseconds(at), { channel })],
  };
}

async function refresh(
  old: Versioned<Board>,
  message: Message,
  mayHaveRunBefore: boolean,
  chat: Chat,
): Promise<Board | undefined> {
  const shows = shownBy(message);
  if (old.value.posted && old.value.shows === shows) return undefined;
  const posted = await send(chat, old.value, message, mayHaveRunBefore);
  return { channel: old.value.channel, posted, shows };
}

export default job({
  kind: updateBoard,
  async run({ channel }, deps, { mayHaveRunBefore }) {
    const [old, state, event] = await Promise.all([
      deps.store.get(boardDocument, channel),
      loadAgenda(deps),
      deps.events.settings(),
    ]);
    if (!old) return undefined;
    const now = deps.clock.now();
    const reading = readAgenda(state.sessions);
    const ms = now.epochMilliseconds;
    const locale = event.language;
    const reader = { t: translator(locale), locale, zone: event.zone, now };
    const message = boardView(nowAndNext(reading, state.agenda.rooms, ms), event.name, reader);
    const board = await refresh(old, message, mayHaveRunBefore, deps.chat);
    const shown = board ? boardShown({ by: 'callboard', now }, old, board) : {};
    return { ...shown, ...nextUpdate(channel, nextBoundary(reading, ms)) };
  },
});
