/** Reads what the control room shows: what everybody of the crew may know, and nothing of a private incident. */

import { sessionsOfDay } from '../../agenda/day-picture.ts';
import { nowAndNext, type OnNow } from '../../agenda/domain/reading.ts';
import type { Session } from '../../agenda/domain/session.ts';
import { feedState, WATCH_ID, watchDocument } from '../../agenda/domain/watch.ts';
import { liveSessions, loadAgenda, readAgenda, timeContext } from '../../agenda/load.ts';
import type { Deps } from '../../core/deps.ts';
import { milliseconds } from '../../core/instant.ts';
import { today } from '../../core/time.ts';
import type { Incident } from '../../incident/domain/incident.ts';
import { readIncidents } from '../../incident/read.ts';
import { askedNow, isConfidential, type Page, pageDocument, pageNumber } from '../../page/domain/page.ts';
import { loadPeople } from '../../page/load.ts';
import type { Names } from '../../page/words.ts';
import { type OnShift, onShift } from '../../rota/domain/on-shift.ts';
import { byShiftStart, type Shift, shortOf } from '../../rota/domain/shift.ts';
import { boardRows, type SessionRow } from '../../speakers/board-model.ts';
import { readSpeakers } from '../../speakers/load.ts';
import { readChatState } from '../chat-state.ts';
import type { ChatState } from '../domain/chat-state.ts';
import type { EventSettings } from '../domain/event.ts';
import { readPromises } from '../promises/load.ts';
import type { StandingPromises } from '../promises/words.ts';

/** Hours ahead in which gaps of the rota are shown; speakers are looked out for that long before they begin. */
export const GAP_HOURS = 4;
export const CHECK_IN_HOURS = 2;
const HOUR = 3_600_000;

/** Jobs whose time has come and gone, and for how many seconds the oldest. */
export interface LateJobs {
  readonly count: number;
  readonly seconds: number;
}

export async function lateJobs({ store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<LateJobs> {
  const now = clock.now();
  const queues = Object.values(await store.outboxCounts(now));
  const count = queues.reduce((sum, { late }) => sum + late, 0);
  if (count === 0) return { count, seconds: 0 };
  const oldest = Math.min(...queues.flatMap((queue) => queue.oldest?.epochMilliseconds ?? []));
  return { count, seconds: Math.round((now.epochMilliseconds - oldest) / 1000) };
}

export interface BoardRoom extends OnNow {
  readonly on: readonly OnShift[];
}

/** The control room as data, whatever the reader's language. Times in milliseconds since 1970. */
export interface Board {
  readonly event: EventSettings;
  readonly now: number;
  readonly pages: readonly Page[];
  readonly incidents: readonly Incident[];
  readonly rooms: readonly BoardRoom[];
  /** On shift, and in none of the rooms. */
  readonly elsewhere: readonly OnShift[];
  readonly checkIns: readonly SessionRow[];
  readonly gaps: readonly { readonly shift: Shift; readonly short: number }[];
  readonly feed: ReturnType<typeof feedState>;
  readonly late: LateJobs;
  /** Slack's last outage. */
  readonly chat: ChatState | undefined;
  /** As they were counted last. */
  readonly promises: StandingPromises;
  /** `over`: nothing of it is left; `none`: there is none yet. */
  readonly programme: 'none' | 'on' | 'over';
  /** Something is on today, so that there is a picture of it. */
  readonly isDay: boolean;
  readonly names: Names;
}

const openPages = async ({ store }: Pick<Deps, 'store'>): Promise<Page[]> =>
  (await store.find(pageDocument, 'unresolved'))
    .map(({ value }) => value)
    .filter((page) => page.kind === 'page' && !isConfidential(page))
    .sort((a, b) => rank(a) - rank(b) || pageNumber(a.code) - pageNumber(b.code));

/** What nobody has comes first, critical before the rest. */
const rank = ({ state, critical }: Page): number => (state === 'open' ? 0 : 2) + (critical ? 0 : 1);

/** @param late - As it was looked at last: the outbox may be long, and is not read at every look. */
export async function loadBoard(deps: Deps, late: LateJobs): Promise<Board> {
  const [state, shifts, pages, incidents, speakers, watch, event, promises, chat] = await Promise.all([
    loadAgenda(deps),
    deps.shifts.read(),
    openPages(deps),
    readIncidents('open', 'everybody', deps),
    readSpeakers(deps),
    deps.store.get(watchDocument, WATCH_ID),
    deps.events.settings(),
    readPromises(deps),
    readChatState(deps),
  ]);
  const time = deps.clock.now();
  const now = time.epochMilliseconds;
  const all = [...shifts.values()].map(({ value }) => value);
  const on = onShift(all, time);
  const going = nowAndNext(readAgenda(state.sessions), state.agenda.rooms, now);
  const rooms = going
    .map((one): BoardRoom => ({ ...one, on: on.filter(({ shift }) => shift.room === one.room) }))
    .filter((one) => one.now.length + one.next.length + one.on.length > 0);
  const shown = new Set(rooms.map(({ room }) => room));
  const within = (at: string, hours: number) => milliseconds(at) < now + hours * HOUR;
  const gaps = all
    .filter((shift) => shortOf(shift) > 0 && milliseconds(shift.end) > now && within(shift.start, GAP_HOURS))
    .sort(byShiftStart)
    .map((shift) => ({ shift, short: shortOf(shift) }));
  const checkIns = boardRows({ ...speakers, now: time }).filter(
    ({ session, over }) => !over && within(session.start, CHECK_IN_HOURS),
  );
  const open = incidents.map(({ value }) => value);
  return {
    ...{ event, now, pages, incidents: open, rooms, checkIns, gaps, late, promises, chat },
    feed: feedState(watch?.value),
    elsewhere: on.filter(({ shift }) => shift.room === undefined || !shown.has(shift.room)),
    isDay:
      sessionsOfDay(today(timeContext(state, { now: time, zone: event.zone })).toString(), state, event.zone)
        .length > 0,
    programme: programmeState(liveSessions(state), now),
    names: await loadPeople(
      [
        ...on.map(({ assignment }) => assignment.person),
        ...pages.flatMap((page) => [page.author, page.acknowledged?.by ?? '', ...askedNow(page)]),
        ...pages.flatMap(({ target }) => (target.kind === 'person' ? [target.name] : [])),
        ...open.flatMap(({ roles, declaredBy }) => [roles.commander ?? '', declaredBy]),
      ].filter(Boolean),
      deps,
    ),
  };
}

function programmeState(sessions: readonly Session[], now: number): Board['programme'] {
  if (sessions.length === 0) return 'none';
  return sessions.some(({ end }) => milliseconds(end) > now) ? 'on' : 'over';
}
