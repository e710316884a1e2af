/** How the rooms kept to the plan, by the sessions as they are now. */
import type { Deps } from '../core/deps.ts';
import { type RoomFigures, stageFigures } from './domain/stage-figures.ts';
import { liveSessions, loadAgenda } from './load.ts';

export async function loadStageFigures(deps: Pick<Deps, 'store' | 'sessions'>): Promise<RoomFigures[]> {
  const state = await loadAgenda(deps);
  return stageFigures(liveSessions(state), state.agenda.rooms);
}
