/** When the report of the event is due: as its days, its zone and its agenda are now. */
import type { Temporal } from 'temporal-polyfill';
import { liveSessions, loadAgenda, timeContext } from '../../agenda/load.ts';
import type { Deps } from '../../core/deps.ts';
import { milliseconds } from '../../core/instant.ts';
import { reportDue } from '../domain/promise-warnings.ts';

/** @param reported - the last day whose report was given */
export async function loadReportDue(
  reported: string | undefined,
  now: Temporal.Instant,
  deps: Pick<Deps, 'store' | 'sessions' | 'events'>,
): Promise<ReturnType<typeof reportDue>> {
  const event = await deps.events.settings();
  const agenda = await loadAgenda(deps);
  const { days } = timeContext(agenda, { now, zone: event.zone });
  const ends = liveSessions(agenda)
    .filter(({ state }) => state === 'scheduled')
    .map(({ end }) => milliseconds(end));
  return reportDue(event, days.at(-1)?.date, ends, reported, now);
}
