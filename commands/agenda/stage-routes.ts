/**
 * `/stage/ROOM`: a room's tablet and wall, and the same for machines (Companion, an OSC bridge, a camera's tally, OBS).
 * Each door but the worker's looks at the room's token first (`src/agenda/stage/door.ts`). A press has an id and its time, so that one
 * that was made without a network and is handed in later, or twice, counts once.
 */
import type { Temporal } from 'temporal-polyfill';
import { MAX_STAGE_MESSAGE } from '../../src/agenda/domain/stage-room.ts';
import { pressClock, readStage, sayOnStage, undoClock } from '../../src/agenda/press-stage.ts';
import { readStageAsk } from '../../src/agenda/stage/ask.ts';
import { enterStage, isOwnPage, signInStage, stageActor, stagePath } from '../../src/agenda/stage/door.ts';
import { pageForHelp } from '../../src/agenda/stage/help.ts';
import { liveStages, MAX_ROOM_READERS } from '../../src/agenda/stage/live.ts';
import { loadStage } from '../../src/agenda/stage/load.ts';
import { outcomeWords, pressWords } from '../../src/agenda/stage/outcome-words.ts';
import { closedStage, stagePage } from '../../src/agenda/stage/page.ts';
import { stageWorkerScript } from '../../src/agenda/stage/worker.ts';
import type { Deps } from '../../src/core/deps.ts';
import { Conflict } from '../../src/core/errors.ts';
import type { Route, RouteReply, RouteRequest } from '../../src/core/route.ts';
import { visibleText } from '../../src/core/text.ts';
import { type Language, languageOf } from '../../src/i18n/index.ts';
import { jsonReply } from '../../src/page/hook-token.ts';

interface Inside {
  readonly room: string;
  readonly token: string;
  readonly byCookie: boolean;
}

async function insideOf(request: RouteRequest, deps: Deps): Promise<Inside | undefined> {
  const room = request.params['room'] ?? '';
  const entered = await enterStage(room, request, deps);
  return entered && { room, ...entered };
}

const NO_STORE = { 'cache-control': 'no-store' };
const NEEDS_TOKEN = jsonReply(
  401,
  {
    error:
      'The token of this room is needed, as `Authorization: Bearer …` or `?key=…`: /agenda clock ROOM has it.',
  },
  { 'www-authenticate': 'Bearer', ...NO_STORE },
);

async function pageClosed({ events }: Deps): Promise<RouteReply> {
  const event = await events.settings();
  const { t, locale } = languageOf(undefined, event);
  return closedStage(event, t, locale);
}

const pageRoute: Route = {
  method: 'GET',
  path: '/stage/:room',
  async run(request, deps) {
    const inside = await insideOf(request, deps);
    if (!inside) return await pageClosed(deps);
    const { room, token } = inside;
    const { key, view } = request.query;
    if (key !== undefined) return signInStage(room, token, view, deps);
    const model = await loadStage(room, deps);
    const { t, locale } = languageOf(undefined, model.event);
    return stagePage(model, view === 'wall', { path: stagePath(room, deps), t, locale });
  },
};

/**
 * The same for every room, and it says nothing of any. It lies below the room's address and answers for that address
 * itself, which a browser lets it do by the header alone.
 */
const workerRoute: Route = {
  method: 'GET',
  path: '/stage/:room/worker.js',
  run: async ({ params }, deps) => ({
    type: 'text/javascript; charset=utf-8',
    headers: {
      'cache-control': 'no-cache',
      'content-security-policy': "default-src 'none'; connect-src 'self'",
      'service-worker-allowed': stagePath(params['room'] ?? '', deps),
      'x-content-type-options': 'nosniff',
    },
    body: stageWorkerScript(),
  }),
};

const FULL: RouteReply = { status: 503, body: 'Too many screens.\n', headers: { 'retry-after': '60' } };

/** Live, as server-sent events for a page, or over a WebSocket for a machine. */
const liveRoute = (name: 'events' | 'socket'): Route => ({
  method: 'GET',
  path: `/stage/:room/${name}`,
  ...(name === 'socket' && { isSocket: true as const }),
  async run(request, deps) {
    const inside = await insideOf(request, deps);
    if (!inside) return NEEDS_TOKEN;
    const { room, token } = inside;
    // A browser opens a WebSocket for any page, and its cookies come along.
    if (name === 'socket' && inside.byCookie && !isOwnPage(request, deps)) return NEEDS_TOKEN;
    const live = liveStages(deps);
    if (live.isFull || live.count((one) => one.room === room) >= MAX_ROOM_READERS) return FULL;
    const wants = name === 'socket' ? 'clock' : 'page';
    return { body: '', events: (reader) => live.watch({ reader, room, token, wants }) };
  },
});

const stateRoute: Route = {
  method: 'GET',
  path: '/stage/:room/state',
  async run(request, deps) {
    const inside = await insideOf(request, deps);
    if (!inside) return NEEDS_TOKEN;
    // An overlay's page lies on a disk or elsewhere; whoever has the token in hand may read from there.
    const anywhere = inside.byCookie ? {} : { 'access-control-allow-origin': '*' };
    return jsonReply(200, (await loadStage(inside.room, deps)).clock, { ...NO_STORE, ...anywhere });
  },
};

interface Done {
  readonly status?: number;
  readonly outcome: 'counted' | 'again' | 'refused';
  readonly problem?: string;
  readonly words: string;
  readonly press?: object;
}

type Asked = Extract<ReturnType<typeof readStageAsk>, { readonly text: string }>;
type Act = (
  asked: Asked,
  inside: Inside,
  context: { readonly now: Temporal.Instant; readonly zone: string; readonly language: Language },
  deps: Deps,
) => Promise<Done>;

/** What may be done at a stage: its door, what was asked, and what came of it, with the state as it is then. */
const actRoute = (name: string, act: Act): Route => ({
  method: 'POST',
  path: `/stage/:room/${name}`,
  limit: 10_000,
  async run(request, deps) {
    const inside = await insideOf(request, deps);
    if (!inside) return NEEDS_TOKEN;
    const event = await deps.events.settings();
    const language = languageOf(undefined, event);
    const { t } = language;
    const refuse = (status: number, problem: string, words: string) =>
      jsonReply(status, { version: 1, outcome: 'refused', problem, words }, NO_STORE);
    if (inside.byCookie && !isOwnPage(request, deps))
      return refuse(403, 'foreign', t('agenda.stage.problem.foreign'));
    const asked = readStageAsk(request.query, request.body);
    if ('wrong' in asked) return refuse(400, 'asked', t('agenda.stage.problem.asked', { what: asked.wrong }));
    try {
      const context = { now: deps.clock.now(), zone: event.zone, language };
      const { status = 200, ...done } = await act(asked, inside, context, deps);
      const state = (await loadStage(inside.room, deps)).clock;
      return jsonReply(status, { version: 1, ...done, state }, NO_STORE);
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
      return jsonReply(503, { error: 'Busy: try again.' }, { 'retry-after': '2', ...NO_STORE });
    }
  },
});

const pressRoute = (what: 'start' | 'end'): Route =>
  actRoute(what, async (asked, { room }, { now, zone, language }, deps) => {
    const { id = deps.newId(), at = now, session } = asked;
    const outcome = await pressClock({ id, what, room, session, at, by: stageActor(room) }, deps);
    return outcomeWords(outcome, zone, language);
  });

const undoRoute = actRoute('undo', async ({ id }, { room }, { zone, language }, deps) => {
  const known = (await readStage(room, deps))?.value.presses.find((one) => one.id === id);
  // The way back is asked for again where its answer was lost.
  if (known?.undone) return { outcome: 'again', words: pressWords(known, 'undo', zone, language) };
  const outcome = await undoClock(room, id, stageActor(room), deps);
  return outcomeWords(outcome, zone, language, 'undo');
});

const sayRoute = actRoute('say', async ({ text }, { room }, { language: { t } }, deps) => {
  const words = visibleText(text.replace(/\s+/g, ' '));
  if (words.length > MAX_STAGE_MESSAGE) {
    const values = { count: words.length, max: MAX_STAGE_MESSAGE };
    return {
      status: 400,
      outcome: 'refused',
      problem: 'long',
      words: t('agenda.stage.problem.long', values),
    };
  }
  await sayOnStage(room, words === '' ? undefined : words, stageActor(room), deps);
  return {
    outcome: 'counted',
    words: t(words === '' ? 'agenda.stage.done.unsaid' : 'agenda.stage.done.said'),
  };
});

const helpRoute = actRoute('help', async ({ text }, { room }, { language: { t } }, deps) => {
  const { page, repeated } = await pageForHelp(room, text, t, deps);
  const key = repeated ? 'agenda.stage.done.helpedAgain' : 'agenda.stage.done.helped';
  return { outcome: repeated ? 'again' : 'counted', words: t(key, { page: page.code }) };
});

export const stageRoutes: readonly Route[] = [
  pageRoute,
  workerRoute,
  liveRoute('events'),
  stateRoute,
  liveRoute('socket'),
  pressRoute('start'),
  pressRoute('end'),
  undoRoute,
  sayRoute,
  helpRoute,
];
