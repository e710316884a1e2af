/** Live changes: `delay`, `move`, `swap`, `cancel`, `restore`, `undo`, each with its preview. */

import { changeLine } from '../../src/agenda/changes-view.ts';
import { loadAgenda, timeContext } from '../../src/agenda/load.ts';
import type { Asking, Button, Call, Modal, Press, Reply, Verb } from '../../src/command.ts';
import { decide } from '../../src/decide.ts';
import type { Deps } from '../../src/deps.ts';
import type { AgendaState } from '../../src/domain/agenda/agenda.ts';
import { words } from '../../src/domain/agenda/compare.ts';
import {
  firstToDelay,
  type Plan,
  planCancel,
  planDelay,
  planMove,
  planRestore,
  planSwap,
} from '../../src/domain/agenda/live.ts';
import { keepPreview, type Preview, previewDocument } from '../../src/domain/agenda/preview.ts';
import type { Session } from '../../src/domain/agenda/session.ts';
import { overlap, slotOf } from '../../src/domain/agenda/slots.ts';
import { lastUndoable, planUndo } from '../../src/domain/agenda/undo.ts';
import { parseDuration } from '../../src/domain/time.ts';
import { UserError } from '../../src/errors.ts';
import type { Key } from '../../src/i18n/index.ts';
import { clock } from '../../src/i18n/time.ts';
import type { Message } from '../../src/ports.ts';
import { typedDuration, typedTime } from '../../src/typed.ts';
import { cancelModal, delayModal, moveModal } from './change-modals.ts';
import { findRoom, findSession, roomsOf } from './find.ts';
import { readerOf } from './import.ts';
import { field, ticked } from './inputs.ts';
import { planPreview, undoPreview } from './preview-view.ts';

type Who = Omit<Asking, 'trigger'>;

async function shiftsTouched(plan: Plan, deps: Deps): Promise<string[]> {
  const found: string[] = [];
  for (const { value: shift } of (await deps.shifts.read()).values()) {
    const touched = plan.steps.some(({ before, after }) =>
      [before, after].some((one) => one.room === shift.room && overlap(slotOf(one), slotOf(shift))),
    );
    if (touched) found.push(shift.code);
  }
  return found.sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}

/** Keeps a plan until `Apply`, and shows it. */
async function show(
  who: Who,
  deps: Deps,
  make: (state: AgendaState) => { plan: Plan; note?: string },
): Promise<Message> {
  const nonce = deps.newId();
  const shown = await decide(deps.store, async () => {
    const state = await loadAgenda(deps);
    const { plan, note } = make(state);
    if (plan.steps.every(({ before, after }) => words(before, after).length === 0))
      throw new UserError('agenda.nothingChanges');
    const old = await deps.store.get(previewDocument, who.person.id);
    const what: Preview['what'] = {
      kind: 'live',
      how: plan.how,
      steps: [...plan.steps],
      ...(plan.reason !== undefined && { reason: plan.reason }),
    };
    const by = { owner: who.person.id, by: who.person.id, now: who.now };
    return { change: keepPreview(by, old, { nonce, version: state.version, what }), result: { plan, note } };
  });
  const { plan, note } = shown;
  return planPreview(
    { nonce, plan, shifts: await shiftsTouched(plan, deps), ...(note !== undefined && { note }) },
    readerOf(who),
  );
}

const running = (session: Session): Session => {
  if (session.state === 'cancelled')
    throw new UserError('agenda.isCancelledAlready', { session: session.code });
  return session;
};

interface DelayText {
  readonly target: string;
  readonly by: string;
  readonly only: boolean;
  readonly reason: string;
}

/** `S17 15m only the projector broke`, `Main hall 15m`: the first word that is a duration divides. */
function readDelay(text: string): DelayText {
  const tokens = text.split(/\s+/).filter(Boolean);
  const at = tokens.findIndex((word, i) => i > 0 && parseDuration(word) !== undefined);
  if (at < 1) throw new UserError('agenda.delayUsage');
  const rest = tokens.slice(at + 1);
  const only = rest[0]?.toLowerCase() === 'only' || rest[0]?.toLowerCase() === 'solo';
  return {
    target: tokens.slice(0, at).join(' '),
    by: tokens[at] ?? '',
    only,
    reason: rest.slice(only ? 1 : 0).join(' '),
  };
}

export function delay(asked: DelayText, who: Who, deps: Deps): Promise<Message> {
  const by = typedDuration(asked.by);
  if (by.total('seconds') < 60 || by.total('hours') > 12) throw new UserError('agenda.delayLength');
  return show(who, deps, (state) => {
    const options = { by, only: asked.only, reason: asked.reason };
    const room = roomTarget(state, who, asked.target);
    if (room === undefined)
      return { plan: planDelay(state, { first: running(findSession(state, asked.target)), ...options }) };
    const first = firstToDelay(state, room, who.now);
    if (!first) throw new UserError('agenda.roomOver', { room });
    return { plan: planDelay(state, { first: first.session, runsOver: first.runsOver, ...options }) };
  });
}

/** The room that is meant, unless it is a session's code or a title; a code always goes first. */
function roomTarget(state: AgendaState, who: Who, target: string): string | undefined {
  if (/^s\d+$/i.test(target) && state.sessions.has(target.toUpperCase())) return undefined;
  try {
    return findRoom(state, who.event, target);
  } catch (error) {
    if (error instanceof UserError && error.key === 'agenda.severalRooms') throw error;
    return undefined;
  }
}

/** `S17 14:30`, `S17 to Room B`, `S17 14:30 to Room B`, `S17 to 14:30`. */
export function move(target: string, where: string, who: Who, deps: Deps): Promise<Message> {
  return show(who, deps, (state) => {
    const session = running(findSession(state, target));
    const [, time = '', room = ''] = /^(.*?)(?:(?:^|\s)(?:to|a)\s+(.+))?$/i.exec(where.trim()) ?? [];
    const context = timeContext(state, who);
    if (time === '' && room === '') throw new UserError('agenda.moveUsage');
    const alone = time === '' ? roomOrTime(state, who, room, context) : undefined;
    const start = time !== '' ? typedTime(time, context) : alone?.start;
    const to = time !== '' && room !== '' ? findRoom(state, who.event, room) : alone?.room;
    const plan = planMove(state, session, {
      ...(start && { start: start.at }),
      ...(to !== undefined && { room: to }),
    });
    return start?.ambiguous
      ? { plan, note: who.t('typed.ambiguous', { clock: clock(start.at, who.zone, who.locale) }) }
      : { plan };
  });
}

function roomOrTime(state: AgendaState, who: Who, text: string, context: ReturnType<typeof timeContext>) {
  try {
    return { room: findRoom(state, who.event, text), start: undefined };
  } catch (noRoom) {
    if (!/\d/.test(text)) throw noRoom;
    try {
      return { room: undefined, start: typedTime(text, context) };
    } catch (noTime) {
      throw noTime instanceof UserError && noTime.key === 'typed.time' ? noRoom : noTime;
    }
  }
}

export const cancelSession = (target: string, reason: string, who: Who, deps: Deps): Promise<Message> =>
  show(who, deps, (state) => ({ plan: planCancel(state, running(findSession(state, target)), reason) }));

/** A code and the rest; or, without a code, all of it as the title and nothing else. */
const splitCode = (text: string): [string, string] => {
  const [, code, rest] = /^(s\d+)(?:\s+([\s\S]*))?$/i.exec(text) ?? [];
  return code === undefined ? [text, ''] : [code, rest ?? ''];
};

const verb = (form: string, key: Key, run: Verb['run']): Verb => ({
  usage: { [form]: key },
  may: 'organizer',
  run,
});

export const changeVerbs: Record<string, Verb> = {
  delay: {
    usage: {
      'delay S17 15m [only] [reason]': 'agenda.usage.delay',
      'delay ROOM 15m': 'agenda.usage.delayRoom',
    },
    may: 'organizer',
    run: async (call, deps) => await delay(readDelay(call.text), call, deps),
  },
  move: {
    usage: { 'move S17 TIME': 'agenda.usage.move', 'move S17 to ROOM': 'agenda.usage.moveRoom' },
    may: 'organizer',
    async run(call, deps) {
      const [target, where] = splitCode(call.text);
      if (where === '') throw new UserError('agenda.moveUsage');
      return await move(target, where, call, deps);
    },
  },
  swap: verb('swap S17 S18', 'agenda.usage.swap', async (call, deps) => {
    const [one, other, ...more] = call.text.split(/\s+/).filter(Boolean);
    if (one === undefined || other === undefined || more.length > 0) throw new UserError('agenda.swapUsage');
    return await show(call, deps, (state) => {
      const [a, b] = [running(findSession(state, one)), running(findSession(state, other))];
      if (a.code === b.code) throw new UserError('agenda.swapUsage');
      return { plan: planSwap(state, a, b) };
    });
  }),
  cancel: verb('cancel S17 [reason]', 'agenda.usage.cancel', async (call, deps) => {
    const [target, reason] = splitCode(call.text);
    return await cancelSession(target, reason, call, deps);
  }),
  restore: verb('restore S17', 'agenda.usage.restore', async (call, deps) =>
    show(call, deps, (state) => {
      const session = findSession(state, call.text);
      if (session.state !== 'cancelled')
        throw new UserError('agenda.notCancelled', { session: session.code });
      return { plan: planRestore(state, session) };
    }),
  ),
  undo: verb('undo', 'agenda.usage.undo', (call, deps) => undo(call, deps)),
};

async function undo(call: Call, deps: Deps): Promise<Reply> {
  const nonce = deps.newId();
  return await decide<Reply>(deps.store, async () => {
    const state = await loadAgenda(deps);
    const change = lastUndoable(state);
    if (change === undefined) throw new UserError('agenda.nothingToUndo');
    const planned = planUndo(state, change, await deps.store.facts({ about: `change:${change}` }));
    if (!planned) throw new UserError('agenda.cannotUndo');
    const old = await deps.store.get(previewDocument, call.person.id);
    const by = { owner: call.person.id, by: call.person.id, now: call.now };
    const reader = readerOf(call);
    const lines = planned.steps.map(({ before, after }) =>
      changeLine(before, after, before && after ? words(before, after) : ['removed'], reader),
    );
    return {
      change: keepPreview(by, old, { nonce, version: state.version, what: { kind: 'undo', change } }),
      result: undoPreview({ nonce, lines }, reader),
    };
  });
}

const withModal = (make: (state: AgendaState, session: Session, press: Press) => Reply): Button => ({
  may: 'organizer',
  async run(press, deps) {
    const state = await loadAgenda(deps);
    return make(state, findSession(state, press.value), press);
  },
});

export const changeButtons: Record<string, Button> = {
  'agenda.delay': withModal((_, session, { t }) => ({ modal: delayModal(session, t) })),
  'agenda.move': withModal((state, session, { t, event }) => ({
    modal: moveModal(
      session,
      roomsOf(state, event).map(({ name }) => name),
      t,
    ),
  })),
  'agenda.cancel': withModal((_, session, { t }) => ({ modal: cancelModal(session, t) })),
};

export const changeModals: Record<string, Modal> = {
  'agenda.delay': {
    may: 'organizer',
    async run(submission, deps) {
      const by = field(submission, 'by');
      if (parseDuration(by) === undefined)
        return { errors: { by: submission.t('typed.duration', { typed: by.slice(0, 40) }) } };
      const only = ticked(submission, 'only');
      return await delay(
        { target: submission.meta, by, only, reason: field(submission, 'reason') },
        submission,
        deps,
      );
    },
  },
  'agenda.move': {
    may: 'organizer',
    async run(submission, deps) {
      const [time, room] = [field(submission, 'time'), field(submission, 'room')];
      if (time === '' && room === '') return { errors: { time: submission.t('agenda.moveUsage') } };
      return await move(
        submission.meta,
        `${time}${room === '' ? '' : ` to ${room}`}`.trim(),
        submission,
        deps,
      );
    },
  },
  'agenda.cancel': {
    may: 'organizer',
    run: (submission, deps) => cancelSession(submission.meta, field(submission, 'reason'), submission, deps),
  },
};
