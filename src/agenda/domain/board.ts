/**
 * The boards (one post of now and next in a channel, kept current) and the announcements of what starts.
 * A board is updated at most every few seconds, however fast the agenda changes.
 */
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import {
  type Change,
  cancelJob,
  document,
  type JobPut,
  put,
  recordFact,
  scheduleJob,
  type Versioned,
} from '../../core/commit.ts';
import { InstantText, instantText } from '../../core/instant.ts';
import { announcingChanged, boardChanged } from './facts.ts';
import { announceStarts, updateBoard } from './jobs.ts';

export const Board = z.object({
  channel: z.string(),
  /** Where the board stands; absent until it is posted. */
  posted: z.object({ channel: z.string(), ts: z.string() }).exactOptional(),
  /** What it shows, as a digest: nothing is sent to Slack when nothing shown has changed. */
  shows: z.string().exactOptional(),
});
export type Board = z.infer<typeof Board>;

/** Its id is the channel's. */
export const boardDocument = document({ name: 'agenda-board', schema: Board, schemaVersion: 1 });

const DEBOUNCE_MS = 4_000;

/**
 * The next update of a board. Rounded up to full steps, so that changes that come one after the other share
 * one update, and none of them pushes it further away.
 */
export const scheduleBoardUpdate = (channel: string, now: Temporal.Instant): JobPut => {
  const step = Math.ceil((now.epochMilliseconds + 1) / DEBOUNCE_MS) * DEBOUNCE_MS;
  return scheduleJob(updateBoard, Temporal.Instant.fromEpochMilliseconds(step), {
    channel,
  });
};

interface By {
  readonly by: string;
  readonly now: Temporal.Instant;
}

const boardFact = (actor: By, channel: string, became: 'on' | 'off' | 'posted' | 'updated' | 'lost') =>
  recordFact(boardChanged, {
    at: actor.now,
    by: actor.by,
    about: [`channel:${channel}`],
    data: { channel, became },
  });

/** Undefined where the channel has its board. */
export function boardOn(actor: By, channel: string, old: Versioned<Board> | undefined): Change | undefined {
  if (old) return undefined;
  return {
    put: [put(boardDocument, channel, { channel })],
    facts: [boardFact(actor, channel, 'on')],
    jobs: [scheduleJob(updateBoard, actor.now, { channel })],
  };
}

export function boardOff(actor: By, old: Versioned<Board>): Change {
  return {
    put: [put(boardDocument, old.id, null, old.version)],
    facts: [boardFact(actor, old.id, 'off')],
    jobs: [cancelJob(updateBoard, { channel: old.id })],
  };
}

/** After a post or an update; `undefined` for what it shows when its message is gone and it is posted anew. */
export function boardShown(actor: By, old: Versioned<Board>, board: Board): Change {
  const became = old.value.posted === undefined ? 'posted' : 'updated';
  return {
    put: [put(boardDocument, old.id, board, old.version)],
    facts: [boardFact(actor, old.id, became)],
  };
}

export const Announcing = z.object({
  /** Where sessions go whose room has no channel of its own. */
  channel: z.string(),
  /** Minutes before the start. */
  minutes: z.number().int().positive(),
  /** Starts up to this instant are announced. */
  until: InstantText,
});
export type Announcing = z.infer<typeof Announcing>;

export const announcingDocument = document({
  name: 'agenda-announcing',
  schema: Announcing,
  schemaVersion: 1,
});
export const ANNOUNCING_ID = 'announcing';

const announcingFact = (actor: By, became: 'on' | 'off' | 'posted', count?: number) =>
  recordFact(announcingChanged, {
    at: actor.now,
    by: actor.by,
    about: ['agenda'],
    data: { became, ...(count !== undefined && { count }) },
  });

export function announceOn(
  actor: By,
  old: Versioned<Announcing> | undefined,
  channel: string,
  minutes: number,
): Change {
  const announcing = { channel, minutes, until: old?.value.until ?? instantText(actor.now) };
  return {
    put: [put(announcingDocument, ANNOUNCING_ID, announcing, old?.version ?? 0)],
    facts: [announcingFact(actor, 'on')],
    jobs: [scheduleJob(announceStarts, actor.now, {})],
  };
}

export const announceOff = (actor: By, old: Versioned<Announcing>): Change => ({
  put: [put(announcingDocument, ANNOUNCING_ID, null, old.version)],
  facts: [announcingFact(actor, 'off')],
  jobs: [cancelJob(announceStarts, {})],
});

/** Starts up to `until` were announced; the job is due again when the next ones are. */
export const announced = (
  actor: By,
  old: Versioned<Announcing>,
  until: Temporal.Instant,
  count: number,
  next: Temporal.Instant | undefined,
): Change => ({
  put: [put(announcingDocument, ANNOUNCING_ID, { ...old.value, until: instantText(until) }, old.version)],
  facts: [announcingFact(actor, 'posted', count)],
  jobs: next ? [scheduleJob(announceStarts, next, {})] : [],
});
