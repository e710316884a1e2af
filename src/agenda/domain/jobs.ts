/** What happens by itself around the agenda. */
import { z } from 'zod';
import { jobKind } from '../../core/commit.ts';
import { InstantText } from '../../core/instant.ts';
import { ChangeWord } from './facts.ts';

const Changed = z.object({
  code: z.string(),
  what: z.array(ChangeWord),
});
export type Changed = z.infer<typeof Changed>;

/** After every applied change: reminders are re-timed, shifts are carried along. One per change. */
export const followAgenda = jobKind({
  name: 'follow-agenda',
  schema: z.object({ change: z.number().int(), sessions: z.array(Changed) }),
  queue: 'reminders',
  attempts: 10,
  backoff: 5,
});

/** Posts an applied change to the announcement channel. One per change. */
export const postChange = jobKind({
  name: 'post-agenda-change',
  schema: z.object({ change: z.number().int() }),
  queue: 'reminders',
  attempts: 6,
  backoff: 5,
});

/** Updates the board of one channel, and puts itself again for when the next session starts or ends. */
export const updateBoard = jobKind({
  name: 'update-board',
  schema: z.object({ channel: z.string() }),
  queue: 'chores',
  attempts: 5,
  backoff: 10,
});

/** Posts what starts soon, and puts itself again for the next start. */
export const announceStarts = jobKind({
  name: 'announce-starts',
  schema: z.object({}),
  queue: 'reminders',
  attempts: 4,
  backoff: 5,
});

/** Asks the followed feed, and puts itself again. `since` tells one watch from the one before. */
export const pollFeed = jobKind({
  name: 'poll-feed',
  schema: z.object({ since: InstantText }),
  queue: 'chores',
  attempts: 3,
  backoff: 20,
});

/** Shows the organizers what a followed feed has lost, with the buttons that decide it. */
export const tellHeld = jobKind({
  name: 'tell-held-feed',
  schema: z.object({ nonce: z.string() }),
  queue: 'reminders',
  attempts: 8,
  backoff: 5,
});
