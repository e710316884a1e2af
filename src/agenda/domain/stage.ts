/**
 * The stage clock of a room: which session was started and ended when, by whom, and taking that back. The plan is not
 * touched by it. Each press has an id, so that one that was made without a network and is handed in again counts once.
 */
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import {
  type Actor,
  type Change,
  document,
  type Fact,
  put,
  recordFact,
  type Versioned,
} from '../../core/commit.ts';
import { InstantText, instantText, milliseconds } from '../../core/instant.ts';
import { isRunning } from './actual.ts';
import { clockUndone, sessionEnded, sessionStarted } from './facts.ts';
import { Actual, type Session, sessionDocument } from './session.ts';

/** What a press made of one session. */
const Step = z.object({
  session: z.string(),
  was: Actual.exactOptional(),
  became: Actual.exactOptional(),
});

export const Press = z.object({
  /** By whom it was made up: a tablet makes its own, so that it may hand the press in twice. */
  id: z.string(),
  what: z.enum(['start', 'end']),
  session: z.string(),
  /** When it was pressed. */
  at: InstantText,
  by: z.string(),
  /** The session itself first, then the one that this start has ended. */
  steps: z.array(Step),
  undone: z.boolean().exactOptional(),
});
export type Press = z.infer<typeof Press>;

const StageMessage = z.object({
  text: z.string(),
  at: InstantText,
  by: z.string(),
  /** It is for this session, and goes when that ends. */
  session: z.string().exactOptional(),
});

export const Stage = z.object({
  room: z.string(),
  /** Whoever knows it may press for this room; never in facts or logs. Absent until somebody asks for the link. */
  token: z.string().exactOptional(),
  /** What the crew says to whoever speaks; shown until it is taken away. */
  message: StageMessage.exactOptional(),
  /** The last ones, the latest last. */
  presses: z.array(Press),
});
export type Stage = z.infer<typeof Stage>;

/** Its id is the room's name. */
export const stageDocument = document({
  name: 'stage',
  schema: Stage,
  schemaVersion: 1,
  indexes: ({ token }) => (token === undefined ? [] : [`token:${token}`]),
  sealed: true,
  digested: ['token'],
});

/** Presses of a room that are kept: more than a day has, and than a tablet may hand in late. */
export const MAX_PRESSES = 60;
/** A press may have waited so long for a network. */
export const MAX_PRESS_AGE_HOURS = 12;

export type Problem =
  /** It was started, or ended, already: then. */
  | { readonly problem: 'started' | 'ended'; readonly at: InstantText }
  | { readonly problem: 'cancelled' | 'no-room' | 'too-old' }
  /** Nothing to take back, or somebody has pressed something else since. */
  | { readonly problem: 'nothing' | 'changed' };

export interface Pressed {
  readonly change: Change;
  readonly press: Press;
}

export type PressResult =
  | Pressed
  | Problem
  /** It was handed in before, and counted. */
  | { readonly again: Press };

interface Context {
  /** The sessions of the room, of every state. */
  readonly sessions: readonly Versioned<Session>[];
  readonly stage: Versioned<Stage> | undefined;
  readonly by: Actor;
  readonly now: Temporal.Instant;
}

export const emptyStage = (room: string): Stage => ({ room, presses: [] });

const withActual = ({ actual: _, ...session }: Session, actual: Actual | undefined): Session =>
  actual === undefined || Object.keys(actual).length === 0 ? session : { ...session, actual };

/** Not in the future, which only a wrong clock says. */
const pressedAt = (at: Temporal.Instant, now: Temporal.Instant): Temporal.Instant =>
  Temporal.Instant.compare(at, now) > 0 ? now : at;

function problemOf(what: 'start' | 'end', { actual, state, room }: Session): Problem | undefined {
  if (room === '') return { problem: 'no-room' };
  if (state === 'cancelled') return { problem: 'cancelled' };
  if (actual?.end !== undefined) return { problem: 'ended', at: actual.end };
  if (what === 'start' && actual?.start !== undefined) return { problem: 'started', at: actual.start };
  return undefined;
}

/** What a press makes of the session, and of those that a start ends. */
function stepsOf(what: 'start' | 'end', session: Session, at: InstantText, { sessions }: Context) {
  const step = (one: Session, became: Actual) => ({
    session: one.code,
    ...(one.actual && { was: one.actual }),
    became,
  });
  if (what === 'start') {
    const others = sessions
      .map(({ value }) => value)
      .filter((one) => one.code !== session.code && isRunning(one) && (one.actual?.start ?? '') <= at);
    return [step(session, { start: at }), ...others.map((one) => step(one, { ...one.actual, end: at }))];
  }
  // A press that arrives late may be older than the start that somebody else told us of.
  const { start } = session.actual ?? {};
  const end = start !== undefined && milliseconds(start) > milliseconds(at) ? start : at;
  return [step(session, { ...session.actual, end })];
}

/**
 * Starts or ends a session on the clock of its room. A start ends what runs there.
 *
 * @param press - `at`: when it was pressed, which may be a while ago
 */
export function pressStage(
  session: Session,
  press: { readonly id: string; readonly what: 'start' | 'end'; readonly at: Temporal.Instant },
  context: Context,
): PressResult {
  const { stage, by, now } = context;
  const known = stage?.value.presses.find(({ id }) => id === press.id);
  if (known) return { again: known };
  if (press.at.until(now).total('hours') > MAX_PRESS_AGE_HOURS) return { problem: 'too-old' };
  const problem = problemOf(press.what, session);
  if (problem) return problem;
  const at = instantText(pressedAt(press.at, now));
  const made: Press = {
    ...{ id: press.id, what: press.what, session: session.code, at, by },
    steps: stepsOf(press.what, session, at, context),
  };
  const value = withoutMessageOf(made, stage?.value ?? emptyStage(session.room));
  return {
    press: made,
    change: {
      put: [
        put(
          stageDocument,
          session.room,
          { ...value, presses: [...value.presses, made].slice(-MAX_PRESSES) },
          stage?.version ?? 0,
        ),
        ...putSteps(
          made.steps.map(({ session: code, became }) => ({ code, actual: became })),
          context,
        ),
      ],
      facts: factsOf(made, context),
    },
  };
}

/** What was said to whoever has ended is not for the next one. */
function withoutMessageOf({ steps }: Press, stage: Stage): Stage {
  const { message, ...rest } = stage;
  const isOver = steps.some(
    ({ session, became }) => session === message?.session && became?.end !== undefined,
  );
  return isOver ? rest : stage;
}

const putSteps = (
  steps: readonly { readonly code: string; readonly actual: Actual | undefined }[],
  { sessions }: Context,
) =>
  steps.flatMap(({ code, actual }) => {
    const known = sessions.find(({ value }) => value.code === code);
    return known ? [put(sessionDocument, code, withActual(known.value, actual), known.version)] : [];
  });

function factsOf({ id, what, session, at, steps }: Press, { sessions, by, now }: Context): Fact[] {
  return steps.flatMap(({ session: code, became }) => {
    const known = sessions.find(({ value }) => value.code === code)?.value;
    if (!known) return [];
    const about = [`session:${code}`, `room:${known.room}`];
    const told = { session: code, room: known.room, press: id };
    if (what === 'start' && code === session) {
      const data = {
        ...{ ...told, start: at, planned: known.start },
        // What was announced before anybody moved it here.
        ...(known.base?.start !== undefined && { announced: known.base.start }),
      };
      return [recordFact(sessionStarted, { at: now, by, about, data })];
    }
    const end = became?.end ?? at;
    const data = {
      ...{ ...told, end, planned: known.end },
      ...(known.actual?.start !== undefined && { start: known.actual.start }),
      ...(code !== session && { byStartOf: session }),
    };
    return [recordFact(sessionEnded, { at: now, by, about, data })];
  });
}

/** The press of a room that `undo` takes back next. */
export const lastPress = (stage: Stage | undefined): Press | undefined =>
  stage?.presses.findLast(({ undone }) => undone !== true);

/** Takes back the last press of a room, if all that it made is still so. @param id - of the press that is meant */
export function undoPress(room: string, id: string | undefined, context: Context): Pressed | Problem {
  const { stage, sessions, by, now } = context;
  const press = lastPress(stage?.value);
  if (!stage || !press) return { problem: 'nothing' };
  if (id !== undefined && press.id !== id) return { problem: 'changed' };
  const stillSo = press.steps.every(({ session, became }) => {
    const actual = sessions.find(({ value }) => value.code === session)?.value.actual;
    return actual?.start === became?.start && actual?.end === became?.end;
  });
  if (!stillSo) return { problem: 'changed' };
  const presses = stage.value.presses.map((one) => (one.id === press.id ? { ...one, undone: true } : one));
  return {
    press,
    change: {
      put: [
        put(stageDocument, room, { ...stage.value, presses }, stage.version),
        ...putSteps(
          press.steps.map(({ session, was }) => ({ code: session, actual: was })),
          context,
        ),
      ],
      facts: [
        recordFact(clockUndone, {
          at: now,
          by,
          about: [...press.steps.map(({ session }) => `session:${session}`), `room:${room}`],
          data: { room, what: press.what, press: press.id, sessions: press.steps.map((one) => one.session) },
        }),
      ],
    },
  };
}
