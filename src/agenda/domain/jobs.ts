/** What happens by itself around the agenda. */
import { z } from 'zod';
import { PROMISES } from '../../callboard/domain/promises.ts';
import { jobKind, RETRY } from '../../core/commit.ts';
import { InstantText } from '../../core/instant.ts';
import { ChangeWord } from './facts.ts';

const Changed = z.object({
  code: z.string(),
  what: z.array(ChangeWord),
});
export type Changed = z.infer<typeof Changed>;

/** How the ids of changes begin that are not followed yet. */
export const FOLLOWING_AGENDA = 'follow-agenda:';

/** After every applied change: reminders are re-timed, shifts are carried along. One per change. */
export const followAgenda = jobKind({
  name: 'follow-agenda',
  schema: z.object({ change: z.number().int(), sessions: z.array(Changed) }),
  queue: 'reminders',
  retry: RETRY.follow,
  id: ({ change }: { change: number }) => `${FOLLOWING_AGENDA}${change}`,
});

/** Posts an applied change to the announcement channel. One per change. */
export const postChange = jobKind({
  name: 'post-agenda-change',
  schema: z.object({ change: z.number().int() }),
  queue: 'reminders',
  retry: RETRY.message,
  id: ({ change }: { change: number }) => `post-agenda-change:${change}`,
});

/** Updates the board of one channel, and puts itself again for when the next session starts or ends. */
export const updateBoard = jobKind({
  name: 'update-board',
  schema: z.object({ channel: z.string() }),
  queue: 'chores',
  retry: RETRY.follow,
  id: ({ channel }: { channel: string }) => `board:${channel}`,
});

/** Posts what starts soon, and puts itself again for the next start. */
export const announceStarts = jobKind({
  name: 'announce-starts',
  schema: z.object({}),
  queue: 'reminders',
  retry: RETRY.message,
  id: () => 'announce-starts',
});

/** Asks the followed feed, and puts itself again. `since` tells one watch from the one before. */
export const pollFeed = jobKind({
  name: 'poll-feed',
  schema: z.object({ since: InstantText }),
  queue: 'chores',
  retry: RETRY.brief,
  id: () => 'poll-feed',
});

/** Shows the organizers what a followed feed has lost, with the buttons that decide it. */
export const tellHeld = jobKind({
  name: 'tell-held-feed',
  schema: z.object({ nonce: z.string() }),
  queue: 'reminders',
  retry: RETRY.message,
  id: ({ nonce }: { nonce: string }) => `tell-held:${nonce}`,
});

/** Asks the organizers for a second one who applies what is in this preview. `anyway`: its first one knows its harms. */
export const askSecondOrganizer = jobKind({
  name: 'ask-second-organizer',
  schema: z.object({
    owner: z.string(),
    nonce: z.string(),
    anyway: z.boolean(),
    /** Whose budget is spent. */
    promise: z.enum(PROMISES),
  }),
  queue: 'reminders',
  retry: RETRY.message,
  id: ({ nonce }: { nonce: string }) => `ask-second:${nonce}`,
});

/**
 * Asks what shall be done about a session that runs over: the organizers, or one person. It looks again whether it
 * does, and waits for a planned end that was moved.
 */
export const offerOverrun = jobKind({
  name: 'offer-overrun',
  schema: z.object({ session: z.string(), to: z.string().exactOptional() }),
  queue: 'reminders',
  retry: RETRY.message,
  id: ({ session, to }: { session: string; to?: string }) =>
    to === undefined ? `offer-overrun:${session}` : `offer-overrun:${session}:${to}`,
});

/** Tells one person on shift that their room has to end. `end`: the planned end that was meant. */
export const tellCut = jobKind({
  name: 'tell-cut',
  schema: z.object({ session: z.string(), person: z.string(), end: InstantText }),
  queue: 'reminders',
  retry: RETRY.brief,
  id: ({ session, person }: { session: string; person: string }) => `tell-cut:${session}:${person}`,
});
