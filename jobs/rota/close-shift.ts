/** At the end of a shift: it goes on where its talk runs over, else who was there is done, who never came was absent. */
import type { Session } from '../../src/agenda/domain/session.ts';
import type { Versioned } from '../../src/core/commit.ts';
import { milliseconds } from '../../src/core/instant.ts';
import { job } from '../../src/core/job.ts';
import { withOpenPages } from '../../src/page/follow-duty.ts';
import { close } from '../../src/rota/domain/attend.ts';
import { heldOverUntil, holdOver } from '../../src/rota/domain/hold-over.ts';
import { closeShift } from '../../src/rota/domain/jobs.ts';
import { liveOf } from '../../src/rota/domain/shift.ts';
import { readShift, rotaSettings } from '../../src/rota/load.ts';

const sessionsOf = (sessions: ReadonlyMap<string, Versioned<Session>>): Session[] =>
  [...sessions.values()].map(({ value }) => value);

export default job({
  kind: closeShift,
  async run({ shift: code }, deps) {
    const now = deps.clock.now();
    const shift = await readShift(deps, code);
    if (!shift || milliseconds(shift.value.end) > now.epochMilliseconds) return undefined;
    const until = heldOverUntil(shift.value, sessionsOf(await deps.sessions.read()), now);
    const deciding = { now, by: 'callboard', settings: await rotaSettings(deps) };
    if (until) return await withOpenPages(holdOver(deciding, shift, until), deps);
    const all = [...(await deps.shifts.read()).values()];
    // A later shift that nobody has is never closed, so it is none to wait for.
    const toCome = all.some(
      ({ value }) => milliseconds(value.end) > milliseconds(shift.value.end) && liveOf(value).length > 0,
    );
    const closed = close(deciding, shift, toCome);
    return await withOpenPages(closed, deps);
  },
});
