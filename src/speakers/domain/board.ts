/** The check-in boards that were posted, and when they are brought up to date. */
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { document, fact, type JobPut, scheduleJob } from '../../core/commit.ts';
import { refreshBoard } from './jobs.ts';

/** A board that somebody posted in a channel; its id is the channel's. */
export const SpeakerBoard = z.object({
  channel: z.string(),
  ts: z.string(),
  /** `2019-06-05`, the day it shows; it goes on to the next by itself where none is named. */
  day: z.string().exactOptional(),
});
export type SpeakerBoard = z.infer<typeof SpeakerBoard>;

export const speakerBoardDocument = document({
  name: 'speaker-board',
  schema: SpeakerBoard,
  schemaVersion: 1,
});

export const boardPosted = fact('speaker.board-posted', z.object({ channel: z.string() }));

export const boardLost = fact('speaker.board-lost', z.object({ channel: z.string() }));

const EVERY_MILLISECONDS = 5000;

/** At most one update in five seconds, however much happens: all that falls into them shares one job. */
export function scheduleSpeakerBoard(now: Temporal.Instant): JobPut {
  const slot = Math.floor(now.epochMilliseconds / EVERY_MILLISECONDS) + 1;
  const at = Temporal.Instant.fromEpochMilliseconds(slot * EVERY_MILLISECONDS);
  return scheduleJob(refreshBoard, at, {});
}
