/** Posts a change of shift to the room's channel: who begins now, and who goes. */

import { channelOfRoom } from '../../src/callboard/domain/event.ts';
import { recordFact } from '../../src/core/commit.ts';
import { milliseconds } from '../../src/core/instant.ts';
import { job } from '../../src/core/job.ts';
import { sendOnce } from '../../src/core/once.ts';
import { changePosted } from '../../src/rota/domain/facts.ts';
import { postShiftChange } from '../../src/rota/domain/jobs.ts';
import { liveOf } from '../../src/rota/domain/shift.ts';
import { changeOfShift } from '../../src/rota/messages.ts';
import { loadNames, readerFor } from '../../src/rota/words.ts';

/** Minutes after which a change of shift is no news any more. */
const STALE = 30;

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
    const message = changeOfShift(begins, ends, await readerFor(undefined, deps), await loadNames(deps));
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
