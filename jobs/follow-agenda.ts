/** Carries an applied change on: reminders are re-timed, speakers told, shifts carried along, boards redrawn. */
import { readChange } from '../src/agenda/read-change.ts';
import { announceAgain, redrawBoards } from '../src/agenda/redraw.ts';
import { followAgenda } from '../src/domain/agenda/jobs.ts';
import { together } from '../src/domain/commit.ts';
import { followAgenda as followForRota } from '../src/domain/rota/follow-agenda.ts';
import { job } from '../src/job.ts';
import { loadRota } from '../src/rota/load.ts';
import { followForSpeakers } from '../src/speakers/follow.ts';

export default job({
  kind: followAgenda,
  async run({ change }, deps) {
    const now = deps.clock.now();
    const [{ moves }, rota, event] = await Promise.all([
      readChange(change, deps),
      loadRota(deps),
      deps.events.settings(),
    ]);
    const sessions = new Map([...rota.agenda.sessions].map(([code, { value }]) => [code, value]));
    const tellTo = { ops: event.channels.ops, organizers: event.organizers };
    const rotaFollows = followForRota(
      { now, by: 'callboard', settings: rota.settings },
      rota,
      moves,
      sessions,
      tellTo,
    );
    return together(
      await followForSpeakers(change, deps),
      rotaFollows.change,
      await redrawBoards(deps),
      await announceAgain(deps),
    );
  },
});
