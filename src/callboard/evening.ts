/** Times the evening before the next day of the event, with whatever changes the event's days or its zone. */
import { loadAgenda, timeContext } from '../agenda/load.ts';
import { type Change, mergeChanges } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import { EVENING_ID, type EveningsAsked, eveningDocument, scheduleEvening } from './domain/evening.ts';
import { EVENT_ID, type EventSettings, eventDocument } from './domain/event.ts';

type Reading = Pick<Deps, 'store' | 'sessions' | 'events' | 'clock'>;

/** What the next evening depends on, but for what was told already. */
export async function loadEveningsAsked(
  deps: Reading,
  changed?: EventSettings,
): Promise<Omit<EveningsAsked, 'told'>> {
  const now = deps.clock.now();
  const event = changed ?? (await deps.events.settings());
  const { days } = timeContext(await loadAgenda(deps), { now, zone: event.zone });
  return { event, agendaDays: days.map(({ date }) => date), now };
}

/** The job for the next evening, as the event and its agenda are now. */
export async function loadEvening(deps: Reading, changed?: EventSettings): Promise<Change> {
  const [asked, known] = await Promise.all([
    loadEveningsAsked(deps, changed),
    deps.store.get(eveningDocument, EVENING_ID),
  ]);
  return { jobs: [scheduleEvening({ ...asked, told: known?.value.day })] };
}

/** A change of the event's settings, together with what it means for the next evening. */
export async function withEvening<C extends Change | undefined>(
  change: C,
  deps: Reading,
): Promise<C | Change> {
  const event = change?.put?.find(({ kind, id }) => kind.name === eventDocument.name && id === EVENT_ID);
  if (!change || !event?.value) return change;
  return mergeChanges(change, await loadEvening(deps, event.value as EventSettings));
}
