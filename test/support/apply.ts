/** What a store would hold after a commit, without a store: for tests of decisions. */
import {
  AGENDA_ID,
  type Agenda,
  type AgendaState,
  agendaDocument,
  agendaState,
} from '../../src/agenda/domain/agenda.ts';
import { type Session, sessionDocument } from '../../src/agenda/domain/session.ts';
import type { Change, Recorded, Versioned } from '../../src/core/commit.ts';

export function applied(state: AgendaState, change: Change | undefined): AgendaState {
  const sessions = new Map(state.sessions);
  let agenda: Versioned<Agenda> = { id: AGENDA_ID, value: state.agenda, version: state.version };
  for (const one of change?.put ?? []) {
    if (one.kind.name === sessionDocument.name) {
      const before = sessions.get(one.id)?.version ?? 0;
      if (before !== one.version) throw new Error(`stale ${one.id}`);
      if (one.value === null) sessions.delete(one.id);
      else sessions.set(one.id, { id: one.id, value: one.value as Session, version: before + 1 });
    }
    if (one.kind.name === agendaDocument.name) {
      if (agenda.version !== one.version) throw new Error('stale agenda');
      agenda = { id: AGENDA_ID, value: one.value as Agenda, version: agenda.version + 1 };
    }
  }
  return agendaState(agenda, sessions);
}

/** The facts of a change as the ledger would give them back. */
export const recorded = (change: Change | undefined): Recorded[] =>
  (change?.facts ?? []).map((fact, i) => ({
    ...fact,
    data: JSON.parse(JSON.stringify(fact.data)),
    id: `${i + 1}-0`,
  }));

export const valuesOf = (state: AgendaState): Session[] =>
  [...state.sessions.values()]
    .map(({ value }) => value)
    .sort((a, b) => a.code.localeCompare(b.code, 'en', { numeric: true }));
