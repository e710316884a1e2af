/**
 * Keeps the tablets, walls and machines of all rooms current: one look a second for all of them. Each hears what is
 * new at once, and the time every few seconds. Where a room's token was reset, those of the old one are let go.
 */
import type { Deps } from '../../core/deps.ts';
import { freshParts, type LiveReader, LiveReaders, letGo } from '../../core/live-readers.ts';
import { languageOf } from '../../i18n/index.ts';
import type { RoomClock } from '../domain/room-clock.ts';
import { loadStages, type StageModel } from './load.ts';
import { stageParts } from './parts.ts';

/** Of real time. */
const LOOK_MILLISECONDS = 1_000;
/** Looks after which somebody is told the time, though nothing is new. The page takes nine seconds for silence. */
const TELL_TIME = 3;
/** Readers at a time, and of one room: a link that got out must not shut the others out. */
export const MAX_STAGE_READERS = 400;
export const MAX_ROOM_READERS = 40;

interface StageReader extends LiveReader {
  readonly room: string;
  readonly token: string;
  /** A page is sent its parts; a machine the clock alone, as its message. */
  readonly wants: 'page' | 'clock';
}

/** What makes it another: all but the time by which it was told, which passes by itself. */
const stateOf = ({ now: _, seconds: __, ...rest }: RoomClock): string => JSON.stringify(rest);

function tell(one: StageReader, model: StageModel, isTimeTold: boolean, deps: Pick<Deps, 'clock'>): void {
  // As late as can be: what lies between here and the reader is all that the clock there is wrong by.
  const now = new Date(deps.clock.now().epochMilliseconds).toISOString();
  const { state } = freshParts(one, { state: stateOf(model.clock) });
  if (one.wants === 'clock') {
    if (state !== undefined || isTimeTold) one.reader.send('state', JSON.stringify({ ...model.clock }));
    return;
  }
  const { t, locale } = languageOf(undefined, model.event);
  const parts = freshParts(one, stageParts(model, t, locale));
  if (state === undefined && Object.keys(parts).length === 0 && !isTimeTold) return;
  const { rate = 1 } = deps.clock;
  const news = {
    now,
    ...(rate !== 1 && { rate }),
    ...(state !== undefined && { state: model.clock }),
    parts,
  };
  one.reader.send('stage', JSON.stringify(news));
}

const createLiveStages = (deps: Deps): LiveReaders<StageReader> =>
  new LiveReaders({
    every: LOOK_MILLISECONDS,
    max: MAX_STAGE_READERS,
    what: 'a stage',
    log: deps.log,
    async look(readers, looks) {
      const rooms = [...new Set([...readers].map(({ room }) => room))];
      const models = await loadStages(rooms, deps);
      for (const one of [...readers]) {
        const model = models.get(one.room);
        if (!model) continue;
        if (model.stage?.token === one.token) tell(one, model, looks % TELL_TIME === 0, deps);
        else letGo(one);
      }
    },
  });

const stages = new WeakMap<Deps['store'], LiveReaders<StageReader>>();

/** The one of this process. */
export function liveStages(deps: Deps): LiveReaders<StageReader> {
  const found = stages.get(deps.store) ?? createLiveStages(deps);
  stages.set(deps.store, found);
  return found;
}
