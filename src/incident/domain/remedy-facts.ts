/** What happens with the actions of the event file: lines of timelines, and events out. */
import { z } from 'zod';
import { fact } from '../../core/commit.ts';

const run = {
  run: z.string(),
  /** Its name in the event file. */
  remedy: z.string(),
  title: z.string(),
  page: z.string().exactOptional(),
  incident: z.string().exactOptional(),
};
/** The remedy whose success set it off. */
const after = z.string().exactOptional();

/** Somebody wants it, and it takes others: a second person, or the holders of keys. */
export const remedyAsked = fact(
  'remedy.asked',
  z.object({ ...run, needs: z.enum(['second', 'keys']), after }),
);
/** The second of two people said yes. */
export const remedyConfirmed = fact('remedy.confirmed', z.object(run));
export const remedyStarted = fact('remedy.started', z.object({ ...run, after }));
/** Its webhook was called; `detail` is a status or a code. */
export const remedyCalled = fact(
  'remedy.called',
  z.object({ ...run, detail: z.string(), calls: z.number().int() }),
);
const ended = { ...run, seconds: z.number(), outcome: z.string() };
export const remedyDone = fact('remedy.done', z.object({ ...ended, readBack: z.boolean() }));
export const remedyFailed = fact('remedy.failed', z.object(ended));
/** Nobody confirmed it in time, or somebody called it off. */
export const remedyStopped = fact('remedy.stopped', z.object(ended));
export const remedyCardPosted = fact(
  'remedy.card-posted',
  z.object({ run: z.string(), channel: z.string() }),
);
