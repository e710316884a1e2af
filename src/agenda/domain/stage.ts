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
import { isRunning, isUntold, stageSlots } from './actual.ts';
import { clockUndone, sessionEnded, sessionStarted, stageChanged } from './facts.ts';
import { Actual, type Session, sessionDocument } from './session.ts';
import { byStart } from './slots.ts';

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

const emptyStage = (room: string): Stage => ({ room, presses: [] });

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

/** Gives a room's tablet its secret address; the one before stops working at once. */
export function setStageToken(
  room: string,
  stage: Versioned<Stage> | undefined,
  token: string,
  { by, now }: Pick<Context, 'by' | 'now'>,
): Change {
  const value = { ...(stage?.value ?? emptyStage(room)), token };
  const became = stage?.value.token === undefined ? 'linked' : 'link-reset';
  return {
    put: [put(stageDocument, room, value, stage?.version ?? 0)],
    facts: [recordFact(stageChanged, { at: now, by, about: [`room:${room}`], data: { room, became } })],
  };
}

/** Characters of a message to the speaker: what is read at a glance from ten metres. */
export const MAX_STAGE_MESSAGE = 120;

/**
 * Shows whoever speaks a message, or takes it away. The fact has no words: they may be about somebody.
 *
 * @param text - one line; undefined takes away what is shown
 * @param by - `session`: whose code it is for, where it shall go with it
 */
export function setStageMessage(
  room: string,
  stage: Versioned<Stage> | undefined,
  text: string | undefined,
  { by, now, session }: Pick<Context, 'by' | 'now'> & { readonly session?: string },
): Change | undefined {
  const { message, ...rest } = stage?.value ?? emptyStage(room);
  if (text === undefined && message === undefined) return undefined;
  const said = text !== undefined && {
    message: { text, at: instantText(now), by, ...(session !== undefined && { session }) },
  };
  const value: Stage = { ...rest, ...said };
  const became = text === undefined ? 'message-off' : 'message';
  return {
    put: [put(stageDocument, room, value, stage?.version ?? 0)],
    facts: [recordFact(stageChanged, { at: now, by, about: [`room:${room}`], data: { room, became } })],
  };
}

const MINUTE = 60_000;
/** What begins later than this is not what somebody starts now. */
const EARLIEST_START = 60 * MINUTE;

/** The talks of a room, not cancelled, no breaks, as planned. */
const talksOf = (sessions: readonly Session[]): Session[] =>
  sessions.filter((one) => one.state === 'scheduled' && !one.isBreak).sort(byStart);

/**
 * The session that `start` means in a room: the next one behind the last that was started today, else the one whose
 * planned start is nearest. Undefined where nothing is near.
 *
 * @param sessions - of the room
 */
export function sessionToStart(sessions: readonly Session[], now: Temporal.Instant): Session | undefined {
  const ms = now.epochMilliseconds;
  const talks = talksOf(sessions);
  const candidates = talks.filter(
    (one) => isUntold(one) && milliseconds(one.end) > ms && milliseconds(one.start) - ms < EARLIEST_START,
  );
  const last = talks.findLastIndex(({ actual }) => {
    const start = actual?.start;
    return start !== undefined && ms - milliseconds(start) < MAX_PRESS_AGE_HOURS * 60 * MINUTE;
  });
  const following = last < 0 ? undefined : candidates.find((one) => talks.indexOf(one) > last);
  if (following) return following;
  const away = (one: Session) => Math.abs(milliseconds(one.start) - ms);
  return candidates.sort((a, b) => away(a) - away(b))[0];
}

/** The session that `end` means in a room: what runs there, else what is on by the plan. */
export function sessionToEnd(sessions: readonly Session[], now: Temporal.Instant): Session | undefined {
  const ms = now.epochMilliseconds;
  const ordered = sessions.filter(({ state }) => state === 'scheduled').sort(byStart);
  const slots = stageSlots(ordered);
  const isOn = (at: number) => {
    const slot = slots[at];
    return slot !== undefined && slot.start <= ms && ms < slot.end;
  };
  return (
    ordered.findLast(isRunning) ??
    ordered.findLast((one, at) => isOn(at) && !one.isBreak && one.actual?.end === undefined)
  );
}
