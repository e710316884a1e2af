/** Everything that one person wants or has to be at: stars, talks, shifts. */

import { diaryDocument } from '../../src/agenda/domain/diary.ts';
import type { Session } from '../../src/agenda/domain/session.ts';
import { liveSessions, loadAgenda } from '../../src/agenda/load.ts';
import type { Deps } from '../../src/core/deps.ts';
import { assignmentOf, type Shift } from '../../src/rota/domain/shift.ts';
import {
  linksById,
  speakerLinkDocument,
  sessionsOfSpeaker as talksOf,
} from '../../src/speakers/domain/link.ts';

export interface Own {
  readonly starred: readonly Session[];
  readonly talks: readonly Session[];
  readonly shifts: readonly Shift[];
}

/** Everything that one person wants or has to be at. */
export async function ownOf(person: string, deps: Deps): Promise<Own> {
  const state = await loadAgenda(deps);
  const [diary, links, shifts] = await Promise.all([
    deps.store.get(diaryDocument, person),
    deps.store.find(speakerLinkDocument, `person:${person}`),
    deps.shifts.read(),
  ]);
  const talks = talksOf(person, liveSessions(state), linksById(links.map(({ value }) => value)));
  const own = new Set(talks.map(({ code }) => code));
  return {
    starred: (diary?.value.stars ?? []).flatMap((code) => {
      const found = state.sessions.get(code)?.value;
      return found && !own.has(code) ? [found] : [];
    }),
    talks,
    shifts: [...shifts.values()].flatMap(({ value }) => (assignmentOf(value, person) ? [value] : [])),
  };
}
