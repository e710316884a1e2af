/** Presses on the stage clock, from wherever they come: read, decided and committed, with what follows from them. */
import type { Temporal } from 'temporal-polyfill';
import {
  type Actor,
  type Change,
  cancelJob,
  type JobChange,
  mergeChanges,
  type Versioned,
} from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import { UserError } from '../core/errors.ts';
import { instant } from '../core/instant.ts';
import { withOptimisticRetry } from '../core/optimistic-retry.ts';
import { clock, clockFrom } from '../i18n/time.ts';
import { escape } from '../slack/mrkdwn.ts';
import { isRunning } from './domain/actual.ts';
import type { AgendaState } from './domain/agenda.ts';
import { offerOverrun } from './domain/jobs.ts';
import { scheduleOverrunOffer } from './domain/overrun.ts';
import type { Session } from './domain/session.ts';
import {
  type Press,
  type Problem,
  pressStage,
  type Stage,
  stageDocument,
  undoPress,
} from './domain/stage.ts';
import { setStageMessage } from './domain/stage-room.ts';
import { sessionToEnd, sessionToStart } from './domain/stage-session.ts';
import { type AgendaReader, sessionCode } from './lines.ts';
import { loadAgenda } from './load.ts';
import { redrawBoards } from './redraw.ts';

export interface StagePress {
  /** Made up by whoever presses; the same one again counts once. */
  readonly id: string;
  readonly what: 'start' | 'end';
  readonly room: string;
  /** A session's code; the room's own next or current one unless told. */
  readonly session?: string | undefined;
  /** When it was pressed. */
  readonly at: Temporal.Instant;
  readonly by: Actor;
}

export interface StagePressed {
  readonly press: Press;
  readonly session: Session;
  /** It had been counted before. */
  readonly again: boolean;
}

/** Either what came of it, or why nothing did. `nothing`: no session of the room is near. */
export type StageOutcome = StagePressed | (Problem & { readonly session?: Session });

export const sessionsIn = (state: AgendaState, room: string): Versioned<Session>[] =>
  [...state.sessions.values()].filter(({ value }) => value.room === room);

export const readStage = async (
  room: string,
  { store }: Pick<Deps, 'store'>,
): Promise<Versioned<Stage> | undefined> => await store.get(stageDocument, room);

/** @param also - what is committed with it, given what came of it */
export async function pressClock(
  asked: StagePress,
  deps: Deps,
  also?: (done: StagePressed) => Change,
): Promise<StageOutcome> {
  return await withOptimisticRetry<StageOutcome>(deps.store, async () => {
    const [stage, state] = await Promise.all([readStage(asked.room, deps), loadAgenda(deps)]);
    const sessions = sessionsIn(state, asked.room);
    const now = deps.clock.now();
    const all = sessions.map(({ value }) => value);
    const known = stage?.value.presses.find(({ id }) => id === asked.id);
    const code = known?.session ?? asked.session;
    const choose = asked.what === 'start' ? sessionToStart : sessionToEnd;
    const session = code === undefined ? choose(all, asked.at) : all.find((one) => one.code === code);
    if (!session) return { result: { problem: 'nothing' } };
    const { id, what, at, by } = asked;
    const found = pressStage(session, { id, what, at }, { sessions, stage, by, now });
    if ('problem' in found) return { result: { ...found, session } };
    if ('again' in found) return { result: { press: found.again, session, again: true } };
    const result = { press: found.press, session, again: false };
    return {
      change: mergeChanges(found.change, await following(found.press, state, deps), also?.(result)),
      result,
    };
  });
}

/** Boards show it, and what runs is looked at when it should have ended. */
async function following(
  { steps }: Press,
  state: AgendaState,
  deps: Pick<Deps, 'store' | 'clock'>,
  isUndone = false,
): Promise<Change> {
  const jobs = steps.flatMap(({ session, was, became }): JobChange[] => {
    const known = state.sessions.get(session)?.value;
    const actual = isUndone ? was : became;
    if (!known || !isRunning({ ...(actual && { actual }) })) return [cancelJob(offerOverrun, { session })];
    return [scheduleOverrunOffer(known)];
  });
  return mergeChanges(await redrawBoards(deps), { jobs });
}

/** Takes the last press of a room back. @param id - of the press that is meant; the last one unless told */
export async function undoClock(
  room: string,
  id: string | undefined,
  by: Actor,
  deps: Deps,
  also?: (done: StagePressed) => Change,
): Promise<StageOutcome> {
  return await withOptimisticRetry<StageOutcome>(deps.store, async () => {
    const [stage, state] = await Promise.all([readStage(room, deps), loadAgenda(deps)]);
    const sessions = sessionsIn(state, room);
    const found = undoPress(room, id, { sessions, stage, by, now: deps.clock.now() });
    if ('problem' in found) return { result: found };
    const session = sessions.find(({ value }) => value.code === found.press.session)?.value;
    if (!session) return { result: { problem: 'changed' } };
    const result = { press: found.press, session, again: false };
    return {
      change: mergeChanges(found.change, await following(found.press, state, deps, true), also?.(result)),
      result,
    };
  });
}

/**
 * Shows whoever speaks in a room a message, or takes away what is shown.
 *
 * @param text - one line; undefined takes it away
 * @returns whether anything has changed
 */
export async function sayOnStage(
  room: string,
  text: string | undefined,
  by: Actor,
  { store, clock: time }: Pick<Deps, 'store' | 'clock'>,
): Promise<boolean> {
  return await withOptimisticRetry(store, async () => {
    const change = setStageMessage(room, await readStage(room, { store }), text, { by, now: time.now() });
    return { change, result: change !== undefined };
  });
}

/** Why nothing came of a press, as an error that says what to do. */
export function stageError(
  outcome: Problem & { readonly session?: Session },
  room: string,
  reader: AgendaReader,
): UserError {
  const session = outcome.session ? sessionCode(outcome.session) : escape(room);
  switch (outcome.problem) {
    case 'started':
    case 'ended':
      return new UserError(
        outcome.problem === 'started' ? 'agenda.clock.alreadyStarted' : 'agenda.clock.alreadyEnded',
        { session, time: clockFrom(outcome.at, reader.now, reader.zone, reader.locale), room: escape(room) },
      );
    case 'cancelled':
      return new UserError('agenda.clock.cancelled', { session });
    case 'no-room':
      return new UserError('agenda.clock.noRoom', { session });
    case 'too-old':
      return new UserError('agenda.clock.tooOld');
    case 'nothing':
      return new UserError('agenda.clock.nothing', { room: escape(room) });
    case 'changed':
      return new UserError('agenda.clock.changed', { room: escape(room) });
  }
}

/** When a press was made, as people say it. */
export const pressedAtText = (press: Press, { zone, locale }: Pick<AgendaReader, 'zone' | 'locale'>) =>
  clock(instant(press.at), zone, locale);
