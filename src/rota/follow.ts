/** What an applied change of the agenda means for the shifts, read from the ledger by its number. */
import { sessionsOf } from '../agenda/load.ts';
import type { Deps } from '../deps.ts';
import { withFields } from '../domain/agenda/compare.ts';
import { sessionChanged } from '../domain/agenda/facts.ts';
import type { Change } from '../domain/commit.ts';
import { followAgenda, type SessionMove } from '../domain/rota/follow-agenda.ts';
import { loadRota } from './load.ts';

/** To be committed together with what else follows this change. */
export async function followForRota(
  change: number,
  deps: Pick<Deps, 'store' | 'shifts' | 'roles' | 'sessions' | 'events' | 'clock'>,
): Promise<Change> {
  const [facts, rota, event] = await Promise.all([
    deps.store.facts({ about: `change:${change}` }),
    loadRota(deps),
    deps.events.settings(),
  ]);
  const sessions = new Map(sessionsOf(rota.agenda).map((session) => [session.code, session]));
  const moves = facts
    .filter((fact) => fact.name === sessionChanged.name)
    .flatMap((fact): SessionMove[] => {
      const data = sessionChanged.schema.parse(fact.data);
      const after = sessions.get(data.session);
      // A session that was taken out again has nothing to be moved to; its shifts are asked about.
      if (!after) return [{ code: data.session, before: undefined, after: undefined }];
      const before = data.what.includes('new') ? undefined : withFields(after, data.before);
      return [{ code: data.session, before, after }];
    });
  const by = { now: deps.clock.now(), by: 'callboard', settings: rota.settings };
  const tellTo = { ops: event.channels.ops, organizers: event.organizers };
  return followAgenda(by, rota, moves, sessions, tellTo).change ?? {};
}
