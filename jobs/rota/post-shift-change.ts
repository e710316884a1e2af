/** Posts a change of shift to the room's channel: who begins now, and who goes. */

import { channelOfRoom } from '../../src/callboard/domain/event.ts';
import { recordFact } from '../../src/core/commit.ts';
import { milliseconds } from '../../src/core/instant.ts';
import { job } from '../../src/core/job.ts';
import { sendOnce } from '../../src/core/once.ts';
import { languageOf } from '../../src/i18n/index.ts';
import type { CardModel } from '../../src/page/card.ts';
import { pageDocument } from '../../src/page/domain/page.ts';
import { loadCard, type ShowDeps } from '../../src/page/load-card.ts';
import { withPages } from '../../src/page/open-pages.ts';
import { changePosted } from '../../src/rota/domain/facts.ts';
import { postShiftChange } from '../../src/rota/domain/jobs.ts';
import { liveOf, type Shift } from '../../src/rota/domain/shift.ts';
import { changeOfShift } from '../../src/rota/messages.ts';
import { loadNames, readerFor } from '../../src/rota/words.ts';

/** Minutes after which a change of shift is no news any more. */
const STALE = 30;

/** Open pages of a room or role: whoever begins their shift there is asked by them. */
async function openPagesOf(
  room: string | null,
  begins: readonly Shift[],
  deps: ShowDeps,
): Promise<CardModel[]> {
  const roles = new Set(begins.map(({ role }) => role));
  const open = (await deps.store.find(pageDocument, 'unresolved')).map(({ value }) => value);
  const theirs = open.filter(
    ({ kind, target, readers }) =>
      kind === 'page' &&
      readers === undefined &&
      ((target.kind === 'room' && target.name === room) ||
        (target.kind === 'role' && roles.has(target.name)) ||
        (target.kind === 'oncall' && room === null)),
  );
  return await Promise.all(theirs.slice(0, MAX_PAGES).map((page) => loadCard(page, deps)));
}

/** Most open pages that a change of shift names; `/page list` has them all. */
const MAX_PAGES = 8;

export default job({
  kind: postShiftChange,
  async run({ room, start }, deps, { id, mayHaveRunBefore }) {
    const now = deps.clock.now();
    const at = milliseconds(start);
    if (now.epochMilliseconds - at > STALE * 60_000) return undefined;
    const event = await deps.events.settings();
    const channel =
      room === null ? (event.channels.volunteers ?? event.channels.ops) : channelOfRoom(event, room);
    const here = [...(await deps.shifts.read()).values()]
      .map(({ value }) => value)
      .filter((shift) => (shift.room ?? null) === room && liveOf(shift).length > 0);
    const begins = here.filter((shift) => milliseconds(shift.start) === at);
    // A handover ends a little after the next begins.
    const ends = here.filter(
      (shift) => Math.abs(milliseconds(shift.end) - (shift.handover ?? 0) * 60_000 - at) < 60_000,
    );
    if (begins.length === 0 || channel === undefined) return undefined;
    const reader = await readerFor(undefined, deps);
    const shown = changeOfShift(begins, ends, reader, await loadNames(deps));
    const message = withPages(shown, await openPagesOf(room, begins, deps), languageOf(undefined, event));
    await sendOnce(deps.chat, { channel }, { key: id, message, mayHaveRunBefore });
    return {
      facts: [
        recordFact(changePosted, {
          at: now,
          by: 'callboard',
          about: [
            ...begins.map((shift) => `shift:${shift.code}`),
            ...(room === null ? [] : [`room:${room}`]),
          ],
          data: { room, start, shifts: begins.map(({ code }) => code) },
        }),
      ],
    };
  },
});
