/** Reads what it takes to know which talks may step in. */
import type { AgendaState } from '../agenda/domain/agenda.ts';
import type { Session } from '../agenda/domain/session.ts';
import type { StandbyTalk, StandIn } from '../agenda/domain/standby.ts';
import { loadAgenda } from '../agenda/load.ts';
import { fillPlan, readStandby } from '../agenda/standby.ts';
import type { Deps } from '../core/deps.ts';
import type { Shift } from '../rota/domain/shift.ts';
import { type Attendance, attendanceDocument } from './domain/attendance.ts';
import type { Links } from './domain/link.ts';
import { readLinks } from './load.ts';
import type { FitContext } from './standby-fit.ts';

export interface StandbyReads {
  readonly state: AgendaState;
  readonly talks: readonly StandbyTalk[];
  readonly links: Links;
  readonly attendances: readonly Attendance[];
  readonly shifts: readonly Shift[];
}

export async function readForStandby(
  deps: Pick<Deps, 'store' | 'sessions' | 'shifts'>,
): Promise<StandbyReads> {
  const [state, list, { links }, attendances, shifts] = await Promise.all([
    loadAgenda(deps),
    readStandby(deps),
    readLinks(deps),
    deps.store.all(attendanceDocument),
    deps.shifts.read(),
  ]);
  return {
    state,
    talks: list?.value.talks ?? [],
    links,
    attendances: attendances.map(({ value }) => value),
    shifts: [...shifts.values()].map(({ value }) => value),
  };
}

/** For one talk that nobody has come for. */
export async function fitContext(
  reads: StandbyReads,
  missing: Session,
  deps: Pick<Deps, 'events' | 'clock'>,
): Promise<FitContext> {
  const event = await deps.events.settings();
  const now = deps.clock.now();
  return {
    ...reads,
    now,
    planOf: (standIn: StandIn) => fillPlan(reads.state, missing, standIn, { event, now }),
  };
}
