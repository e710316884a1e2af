/** What a room's stage keeps beside its presses: the tablet's secret address, and the message to whoever speaks. */
import type { Temporal } from 'temporal-polyfill';
import { type Actor, type Change, put, recordFact, type Versioned } from '../../core/commit.ts';
import { instantText } from '../../core/instant.ts';
import { stageChanged } from './facts.ts';
import { emptyStage, type Stage, stageDocument } from './stage.ts';

interface Doing {
  readonly by: Actor;
  readonly now: Temporal.Instant;
}

/** Gives a room's tablet its secret address; the one before stops working at once. */
export function setStageToken(
  room: string,
  stage: Versioned<Stage> | undefined,
  token: string,
  { by, now }: Doing,
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
  { by, now, session }: Doing & { readonly session?: string },
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
