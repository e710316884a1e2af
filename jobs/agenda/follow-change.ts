/** Carries an applied change on: reminders are re-timed, speakers told, shifts carried along, boards redrawn, the evening before timed. */

import { isRunning } from '../../src/agenda/domain/actual.ts';
import { followAgenda } from '../../src/agenda/domain/jobs.ts';
import { scheduleOverrunOffer } from '../../src/agenda/domain/overrun.ts';
import type { Session } from '../../src/agenda/domain/session.ts';
import { fillsOf, type Moved, readChange } from '../../src/agenda/read-change.ts';
import { announceAgain, redrawBoards } from '../../src/agenda/redraw.ts';
import { loadEvening } from '../../src/callboard/evening.ts';
import { mergeChanges } from '../../src/core/commit.ts';
import { job } from '../../src/core/job.ts';
import { withOpenPages } from '../../src/page/follow-duty.ts';
import { followAgendaForRota as followForRota } from '../../src/rota/domain/agenda-changes.ts';
import { loadRota } from '../../src/rota/load.ts';
import { noteFilledPages } from '../../src/speakers/filled-page.ts';
import { loadAndFollowForSpeakers } from '../../src/speakers/load-agenda-change.ts';

/** What runs and ends later now is asked about after that, if it runs over once more. */
const overrunOffers = (moves: readonly Moved[], sessions: ReadonlyMap<string, Session>) =>
  moves.flatMap(({ code, before }) => {
    const now = sessions.get(code);
    return now && isRunning(now) && before?.end !== now.end ? [scheduleOverrunOffer(now)] : [];
  });

export default job({
  kind: followAgenda,
  async run({ change }, deps) {
    const now = deps.clock.now();
    const [applied, rota, event] = await Promise.all([
      readChange(change, deps),
      loadRota(deps),
      deps.events.settings(),
    ]);
    const fills = await fillsOf(applied, deps);
    const sessions = new Map([...rota.agenda.sessions].map(([code, { value }]) => [code, value]));
    const tellTo = { ops: event.channels.ops, organizers: event.organizers };
    const rotaFollows = followForRota(
      { now, by: 'callboard', settings: rota.settings },
      rota,
      applied.moves,
      sessions,
      tellTo,
      fills,
    );
    return mergeChanges(
      await loadAndFollowForSpeakers(change, deps),
      await withOpenPages(rotaFollows.change, deps),
      await redrawBoards(deps),
      await announceAgain(deps),
      { jobs: overrunOffers(applied.moves, sessions) },
      await loadEvening(deps),
      await noteFilledPages(fills, applied.undone !== undefined, deps),
    );
  },
});
