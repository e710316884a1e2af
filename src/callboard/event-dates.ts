/** When the event is, by its settings or by its programme. */
import { loadAgenda, timeContext } from '../agenda/load.ts';
import type { Deps } from '../core/deps.ts';
import { type EventDates, eventDates } from './domain/dates.ts';
import type { EventSettings } from './domain/event.ts';

export async function loadEventDates(
  event: EventSettings,
  deps: Pick<Deps, 'store' | 'sessions' | 'clock'>,
): Promise<EventDates | undefined> {
  if (event.dates) return eventDates(event, []);
  const asking = { now: deps.clock.now(), zone: event.zone };
  return eventDates(event, timeContext(await loadAgenda(deps), asking).days);
}
