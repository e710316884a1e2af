/** The stage clock in chat: `clock ROOM`, `start [S17]`, `end [S17]`, and taking the last press of a room back. */
import type { AgendaState } from '../../src/agenda/domain/agenda.ts';
import { nowAndNext } from '../../src/agenda/domain/reading.ts';
import { stageDocument } from '../../src/agenda/domain/stage.ts';
import { setStageToken } from '../../src/agenda/domain/stage-room.ts';
import { findNamedRoom, findSession, roomIfNamed, roomsOf } from '../../src/agenda/find.ts';
import { liveSessions, loadAgenda, readAgenda } from '../../src/agenda/load.ts';
import { loadStageFigures } from '../../src/agenda/load-stage-figures.ts';
import { ownRoom } from '../../src/agenda/own-room.ts';
import { pressClock, readStage, stageError, undoClock } from '../../src/agenda/press-stage.ts';
import type { Button, Reply, RequestContext, Verb } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import { urlPart } from '../../src/core/public-url.ts';
import { requirePermission } from '../../src/core/refuse.ts';
import { RIGHTS } from '../../src/core/rights.ts';
import { escape, type Mrkdwn, mrkdwn } from '../../src/slack/mrkdwn.ts';
import { readSay, sayFromChat } from './clock-say.ts';
import { clockView, figuresView, pressedView, undoneView } from './clock-view.ts';
import { agendaReaderOf } from './import-preview.ts';

type Who = Omit<RequestContext, 'trigger'>;

/** The room that was typed, or their own. */
async function roomFor(typed: string, state: AgendaState, who: Who, deps: Deps): Promise<string> {
  if (typed !== '') return findNamedRoom(roomsOf(state, who.event), typed);
  const own = await ownRoom(who.person.id, who.now, state, deps);
  if (own === undefined) throw new UserError('agenda.clock.whichRoom');
  return own;
}

/** The address of a room's tablet; made when it is first asked for. */
async function stageLink(room: string, reset: boolean, who: Who, deps: Deps): Promise<Mrkdwn | undefined> {
  if (deps.publicUrl === undefined) return undefined;
  // Longer than an id has to be: whoever guesses it runs the room's clock.
  const fresh = `${deps.newId()}${deps.newId()}`;
  const token = await withOptimisticRetry(deps.store, async () => {
    const old = await deps.store.get(stageDocument, room);
    if (old?.value.token !== undefined && !reset) return { result: old.value.token };
    return {
      change: setStageToken(room, old, fresh, { by: who.person.id, now: who.now }),
      result: fresh,
    };
  });
  return mrkdwn`${escape(deps.publicUrl)}/stage/${escape(urlPart(room))}?key=${escape(token)}`;
}

async function showClock(room: string, link: Mrkdwn | undefined, who: Who, deps: Deps): Promise<Message> {
  const [state, stage] = await Promise.all([loadAgenda(deps), readStage(room, deps)]);
  const [onNow] = nowAndNext(readAgenda(state.sessions), [room], who.now.epochMilliseconds).filter(
    (one) => one.room === room,
  );
  return clockView(
    { room, onNow: onNow ?? { room, now: [], next: [] }, stage: stage?.value, link },
    agendaReaderOf(who),
  );
}

const clock: Verb = {
  usage: {
    'clock ROOM': 'agenda.usage.clock',
    'clock ROOM undo': 'agenda.usage.clockUndo',
    'clock ROOM say TEXT': 'agenda.usage.clockSay',
    'clock stats': 'agenda.usage.clockStats',
    'clock ROOM reset': 'agenda.usage.clockReset',
  },
  async run(call, deps) {
    const state = await loadAgenda(deps);
    if (/^(?:stats|figures|cifras)$/i.test(call.text))
      return figuresView(await loadStageFigures(deps), agendaReaderOf(call));
    const said = readSay(call.text, (typed) => roomIfNamed(roomsOf(state, call.event), typed) !== undefined);
    if (said) return await sayFromChat(said.text, await roomFor(said.room, state, call, deps), call, deps);
    const [, name = '', last = ''] = /^(.*?)\s*\b(reset|undo|deshacer)?$/i.exec(call.text) ?? [];
    const word = last.toLowerCase();
    const room = await roomFor(name, state, call, deps);
    if (word === 'undo' || word === 'deshacer') return await undo(room, undefined, call, deps);
    if (word === 'reset') requirePermission(RIGHTS['/agenda'].parts['clock ROOM reset'], call);
    return await showClock(room, await stageLink(room, word === 'reset', call, deps), call, deps);
  },
};

async function press(
  what: 'start' | 'end',
  where: { readonly room: string; readonly session?: string | undefined },
  who: Who,
  deps: Deps,
): Promise<Message> {
  const asked = { id: deps.newId(), what, ...where, at: who.now, by: who.person.id };
  const outcome = await pressClock(asked, deps);
  const reader = agendaReaderOf(who);
  if ('problem' in outcome) throw stageError(outcome, where.room, reader);
  return pressedView(outcome, where.room, reader);
}

async function undo(room: string, id: string | undefined, who: Who, deps: Deps): Promise<Message> {
  const outcome = await undoClock(room, id, who.person.id, deps);
  const reader = agendaReaderOf(who);
  if ('problem' in outcome) throw stageError(outcome, room, reader);
  return undoneView(outcome, room, reader);
}

/** `start`, `start S17`, `start Main hall`, `start the title`. */
const pressVerb = (what: 'start' | 'end'): Verb => ({
  usage: { [`${what} [S17]`]: what === 'start' ? 'agenda.usage.start' : 'agenda.usage.end' },
  async run(call, deps) {
    const state = await loadAgenda(deps);
    return await press(what, await placeOf(call.text, state, call, deps), call, deps);
  },
});

async function placeOf(typed: string, state: AgendaState, who: Who, deps: Deps) {
  if (typed === '') return { room: await roomFor('', state, who, deps) };
  if (!/^s\d+$/i.test(typed)) {
    const room = roomIfNamed(roomsOf(state, who.event), typed);
    if (room !== undefined) return { room };
  }
  const session = findSession(liveSessions(state), typed);
  return { room: session.room, session: session.code };
}

export const clockVerbs: Record<string, Verb> = { clock, start: pressVerb('start'), end: pressVerb('end') };

/** The value is the session's code: what the button says is what happens. */
const pressButton = (what: 'start' | 'end'): Button => ({
  async run(click, deps): Promise<Reply> {
    const session = findSession(liveSessions(await loadAgenda(deps)), click.value);
    const message = await press(what, { room: session.room, session: session.code }, click, deps);
    return click.at ? { replace: message } : message;
  },
});

/** The value is the press's id, a blank, and the room. */
const undoButton: Button = {
  async run(click, deps) {
    const [, id = '', room = ''] = /^(\S+) ([\s\S]*)$/.exec(click.value) ?? [];
    const message = await undo(room, id, click, deps);
    return click.at ? { replace: message } : message;
  },
};

const refreshButton: Button = {
  async run(click, deps) {
    const message = await showClock(click.value, undefined, click, deps);
    return click.at ? { replace: message } : message;
  },
};

export const clockButtons: Record<string, Button> = {
  'agenda.clock-start': pressButton('start'),
  'agenda.clock-end': pressButton('end'),
  'agenda.clock-undo': undoButton,
  'agenda.clock': refreshButton,
};
