/** The agenda as it is now, for commands and jobs. */
import type { Deps } from '../core/deps.ts';
import type { TimeContext } from '../core/time.ts';
import { AGENDA_ID, type AgendaState, agendaDocument, agendaState, type Day } from './domain/agenda.ts';
import { daysFrom } from './domain/days.ts';
import { agendaReader } from './domain/reading.ts';
import type { Session } from './domain/session.ts';

/** The agenda's days, whose windows may reach past midnight; none before there is an agenda. */
export const loadDays = async ({ store }: Pick<Deps, 'store'>): Promise<readonly Day[]> =>
  (await store.get(agendaDocument, AGENDA_ID))?.value.days ?? [];

/** The agenda's own document first: a change that comes between the two reads is then seen as a conflict. */
export async function loadAgenda({
  store,
  sessions,
}: Pick<Deps, 'store' | 'sessions'>): Promise<AgendaState> {
  const found = await store.get(agendaDocument, AGENDA_ID);
  return agendaState(found, await sessions.read());
}

/** One for the process: it remembers the agenda in reading order while nothing changes. */
export const readAgenda = agendaReader();

export const liveSessions = (state: AgendaState): Session[] =>
  [...state.sessions.values()].map(({ value }) => value);

/** What times as typed mean: days that the source does not name are the dates on which something begins. */
export function timeContext(
  state: AgendaState,
  asking: { readonly now: TimeContext['now']; readonly zone: string },
): TimeContext {
  const days = state.agenda.days.length > 0 ? state.agenda.days : daysFrom(liveSessions(state), asking.zone);
  return { now: asking.now, zone: asking.zone, days };
}
