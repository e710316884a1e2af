/** Reads what a room's stage shows: its clock, who is here, who is on shift, and the help that was asked for there. */

import type { EventSettings } from '../../callboard/domain/event.ts';
import type { Deps } from '../../core/deps.ts';
import { askedNow, isConfidential, type Page, pageDocument, pageNumber } from '../../page/domain/page.ts';
import { loadPeople } from '../../page/load.ts';
import type { Names } from '../../page/words.ts';
import { type OnShift, onShift } from '../../rota/domain/on-shift.ts';
import { boardRows, type SessionRow } from '../../speakers/board-model.ts';
import { attendanceDocument, attendanceId } from '../../speakers/domain/attendance.ts';
import { linksById, speakerLinkDocument } from '../../speakers/domain/link.ts';
import { defaultPlan } from '../../speakers/domain/plan.ts';
import { nowAndNext, type OnNow } from '../domain/reading.ts';
import { comingIn, currentOf, type RoomClock, roomClock } from '../domain/room-clock.ts';
import type { Session } from '../domain/session.ts';
import { type Stage, stageDocument } from '../domain/stage.ts';
import { loadAgenda, readAgenda } from '../load.ts';
import { sessionsIn } from '../press-stage.ts';
import { stageActor } from './door.ts';

export interface StageModel {
  readonly event: EventSettings;
  readonly clock: RoomClock;
  readonly stage: Stage | undefined;
  /** The speakers of what is on and of the next talk. */
  readonly rows: readonly SessionRow[];
  readonly on: readonly OnShift[];
  /** The last help asked for from this room's stage that is not over. */
  readonly help: Page | undefined;
  readonly names: Names;
  /** Milliseconds since 1970. */
  readonly now: number;
}

async function readRows(sessions: readonly Session[], deps: Deps): Promise<SessionRow[]> {
  const ids = [...new Set(sessions.flatMap(({ speakers }) => speakers.map(({ id }) => id)))];
  const [links, ...attendances] = await Promise.all([
    deps.store.getMany(speakerLinkDocument, ids),
    ...sessions.map(({ code }) => deps.store.find(attendanceDocument, `session:${code}`)),
  ]);
  const records = new Map(
    attendances.flat().map(({ value }) => [attendanceId(value.session, value.person), value]),
  );
  return boardRows({
    ...{ sessions, records, people: new Map(), plan: defaultPlan, now: deps.clock.now() },
    links: linksById(links.flatMap((link) => (link ? [link.value] : []))),
  });
}

/** What this room's stage has asked for; what others write of each other is not shown there. */
const helpOf = (room: string, pages: readonly Page[]): Page | undefined =>
  pages
    .filter((page) => page.author === stageActor(room) && !isConfidential(page))
    .sort((a, b) => pageNumber(b.code) - pageNumber(a.code))[0];

/** @param rooms - each once, of the rooms that the stage document or the agenda knows */
export async function loadStages(
  rooms: readonly string[],
  deps: Deps,
): Promise<ReadonlyMap<string, StageModel>> {
  const [state, stages, shifts, unresolved, event] = await Promise.all([
    loadAgenda(deps),
    deps.store.getMany(stageDocument, rooms),
    deps.shifts.read(),
    deps.store.find(pageDocument, 'unresolved'),
    deps.events.settings(),
  ]);
  const time = deps.clock.now();
  const now = time.epochMilliseconds;
  const reading = nowAndNext(readAgenda(state.sessions), state.agenda.rooms, now);
  const all = [...shifts.values()].map(({ value }) => value);
  const pages = unresolved.map(({ value }) => value);
  const models = rooms.map(async (room, at): Promise<[string, StageModel]> => {
    const onNow: OnNow = reading.find((one) => one.room === room) ?? { room, now: [], next: [] };
    const current = currentOf(onNow);
    const inRoom = sessionsIn(state, room).map(({ value }) => value);
    const coming = comingIn(inRoom, current, now);
    const talks = coming.filter(({ isBreak }) => !isBreak).slice(0, 1);
    const rows = await readRows([...(current ? [current] : []), ...talks], deps);
    const here = new Set(
      rows.flatMap(({ session, speakers }) =>
        speakers.flatMap(({ hereAt }, index) =>
          hereAt === undefined ? [] : [`${session.code} ${session.speakers[index]?.id}`],
        ),
      ),
    );
    const on = onShift(all, time, { room });
    const help = helpOf(room, pages);
    const stage = stages[at]?.value;
    const isHere = (session: Session, speaker: string) => here.has(`${session.code} ${speaker}`);
    const clock = roomClock({ event, onNow, coming, stage, isHere, now });
    const people = [
      ...on.map(({ assignment }) => assignment.person),
      ...(help ? [help.acknowledged?.by ?? '', ...askedNow(help)] : []),
    ];
    const names = await loadPeople(people.filter(Boolean), deps);
    return [room, { event, clock, stage, rows, on, help, names, now }];
  });
  return new Map(await Promise.all(models));
}

export async function loadStage(room: string, deps: Deps): Promise<StageModel> {
  const model = (await loadStages([room], deps)).get(room);
  if (!model) throw new Error('a room that was asked for was not read');
  return model;
}
