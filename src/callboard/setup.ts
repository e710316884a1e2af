/**
 * How far an event is set up, read from what is there: never from the ledger or the outbox, so that a Home costs the
 * same on the last day as on the first.
 */
import type { Temporal } from 'temporal-polyfill';
import { liveSessions, loadAgenda, timeContext } from '../agenda/load.ts';
import type { Deps } from '../core/deps.ts';
import { milliseconds } from '../core/instant.ts';
import type { Chat } from '../core/ports/chat.ts';
import { today } from '../core/time.ts';
import { ableHolders, type KeySet, keySetDocument } from '../keys/domain/set.ts';
import { testedDocument } from '../page/domain/tests.ts';
import { liveOf, type Shift } from '../rota/domain/shift.ts';
import { loadInvitations } from '../rota/invitations.ts';
import { speakerLinkDocument } from '../speakers/domain/link.ts';
import { speakersOf } from '../speakers/domain/linking.ts';
import { channelKinds, closedChannels } from './closed-channels.ts';
import type { EventSettings } from './domain/event.ts';
import type { Part, SetupPhase, SetupState } from './domain/setup.ts';
import { setupPhase } from './domain/setup.ts';

export type SetupDeps = Pick<
  Deps,
  'store' | 'sessions' | 'shifts' | 'roles' | 'people' | 'channels' | 'chat' | 'events' | 'clock'
>;

/** Who looks, and when. */
export interface Looking {
  readonly event: EventSettings;
  readonly now: Temporal.Instant;
}

export interface LoadedSetup {
  readonly state: SetupState;
  readonly phase: SetupPhase;
}

/** The bot's channels as they were last listed, for views that are drawn again and again: Slack is not asked. */
export const asListed = (chat: Pick<Chat, 'channels'>): Pick<Chat, 'channel' | 'channels'> => ({
  channels: () => chat.channels(),
  channel: async (id) => (await chat.channels()).find((one) => one.id === id),
});

/** Sets that wait for their holders: who has confirmed, of all of them. */
function holdersOf(sets: readonly KeySet[]): Part {
  const making = sets.flatMap(({ next }) => next ?? []);
  return {
    done: making.reduce((sum, { deal }) => sum + (deal?.confirmed.length ?? 0), 0),
    of: making.reduce((sum, { holders }) => sum + holders.length, 0),
  };
}

/** Filled places of the shifts; more than a shift needs count as what it needs. */
function placesIn(shifts: readonly Shift[]): Part {
  return {
    done: shifts.reduce((sum, shift) => sum + Math.min(liveOf(shift).length, shift.min), 0),
    of: shifts.reduce((sum, shift) => sum + shift.min, 0),
  };
}

/** @param chat - `asListed` where the same is asked every few seconds. */
export async function loadSetupState(
  { event, now }: Looking,
  deps: SetupDeps,
  chat: Pick<Chat, 'channel' | 'channels'> = deps.chat,
): Promise<LoadedSetup> {
  const [agenda, links, allShifts, people, tested, sets, invitations, closed] = await Promise.all([
    loadAgenda(deps),
    deps.store.all(speakerLinkDocument),
    deps.shifts.read(),
    deps.people.read(),
    deps.store.all(testedDocument),
    deps.store.all(keySetDocument),
    loadInvitations(event, deps),
    closedChannels(event, chat),
  ]);
  const sessions = liveSessions(agenda).filter(({ state }) => state === 'scheduled');
  const speakers = speakersOf(sessions);
  const linked = new Set(links.map(({ value }) => value.speaker));
  const shifts = [...allShifts.values()]
    .map(({ value }) => value)
    .filter(({ end }) => milliseconds(end) > now.epochMilliseconds);
  const asked = new Set([
    ...event.organizers,
    ...shifts.flatMap((shift) => liveOf(shift).map(({ person }) => person)),
  ]);
  const hasPhones = deps.channels.some(({ name }) => name === 'sms' || name === 'voice');
  const verified = [...asked].filter((id) => people.get(id)?.value.phone?.verifiedAt !== undefined);
  const keySets = sets.map(({ value }) => value);
  const { days, zone } = timeContext(agenda, { now, zone: event.zone });
  const named = channelKinds.filter((kind) => event.channels[kind] !== undefined);
  const dates = [...days.map(({ date }) => date), ...(event.dates ? Object.values(event.dates) : [])];
  return {
    phase: setupPhase(dates, today({ now, zone, days })),
    state: {
      // A programme says by itself which days there are.
      dates: dates.length > 0,
      channels: {
        named: named.length,
        enough: event.channels.ops !== undefined && event.channels.announcements !== undefined,
        closed: closed.length,
      },
      sessions: sessions.length,
      speakers: { done: speakers.filter(({ id }) => linked.has(id)).length, of: speakers.length },
      shifts: shifts.length,
      places: placesIn(shifts),
      invitations,
      phones: hasPhones ? { done: verified.length, of: asked.size } : undefined,
      tests: {
        done: tested.filter(({ value }) => value.reached.length > 0 && value.failed.length === 0).length,
        of: tested.length,
      },
      keySets: keySets.filter(({ current }) => current && ableHolders(current).length > 0).length,
      holders: holdersOf(keySets),
    },
  };
}
