/** The end of a cover: nothing more is due for it, and the questions are brought up to date. */

import {
  type Change,
  cancelJob,
  type JobChange,
  put,
  recordFact,
  scheduleJob,
  type Versioned,
} from '../../core/commit.ts';
import type { Deciding } from './change-shift.ts';
import { type Cover, coverAbout, coverDocument } from './cover.ts';
import { coverClosed } from './facts.ts';
import { closeCoverAsks, coverDeadline, coverWave } from './jobs.ts';
import type { Shift } from './shift.ts';

export const ending = (cover: Cover, { now }: Deciding): JobChange[] => [
  cancelJob(coverDeadline, { cover: cover.id }),
  cancelJob(coverWave, { cover: cover.id, wave: Math.max(0, ...cover.asked.map(({ wave }) => wave)) + 1 }),
  scheduleJob(closeCoverAsks, now, { cover: cover.id }),
];

/** It is over without a taker: the shift is gone, past, or has somebody else. */
export function closeCover(
  deciding: Deciding,
  cover: Versioned<Cover>,
  shift: Shift | undefined,
): Change | undefined {
  const it = cover.value;
  if (it.state !== 'open') return undefined;
  const closed: Cover = { ...it, state: 'closed' };
  return {
    put: [put(coverDocument, cover.id, closed, cover.version)],
    facts: [
      recordFact(coverClosed, {
        at: deciding.now,
        by: deciding.by,
        about: shift ? coverAbout(it, shift) : [`cover:${it.id}`],
        data: { cover: it.id, shift: it.shift },
      }),
    ],
    jobs: ending(it, deciding),
  };
}
