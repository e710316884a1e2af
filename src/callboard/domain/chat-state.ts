/**
 * Whether Slack can be reached: a pure rule over what its calls, its socket and a few looks have shown. The looks are
 * a job's; what it has seen so far goes with the job, and what all processes must know is one document.
 *
 * A few seconds are no outage, so two minutes without an answer make one. It is over after a minute of answers; and
 * one that follows soon is not told of again: nobody is texted for each blink.
 */
import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { document, fact } from '../../core/commit.ts';
import { InstantText, instant, instantText } from '../../core/instant.ts';

export const ChatState = z.object({
  /** Since when Slack did not answer, of the last outage. */
  since: InstantText,
  /** When that was taken for an outage. */
  lostAt: InstantText,
  /** When it was over; nothing while it lasts. */
  backAt: InstantText.exactOptional(),
  /** When the organizers were last texted that Slack is lost, whichever outage it was. */
  toldAt: InstantText.exactOptional(),
});
export type ChatState = z.infer<typeof ChatState>;

/** There is one: the last outage. */
export const chatStateDocument = document({ name: 'chat-state', schema: ChatState, schemaVersion: 1 });
export const CHAT_ID = 'slack';

/** Slack cannot be reached: pages go without it. */
export const chatLost = fact('chat.lost', z.object({ since: InstantText }));
/** The organizers are texted what they need without Slack, so many of them. */
export const chatLossTold = fact('chat.loss-told', z.object({ organizers: z.int() }));
/** Slack answers again. */
export const chatBack = fact('chat.back', z.object({ since: InstantText, lostAt: InstantText }));

/** What the looks of this suspicion have shown so far. */
export const ChatSigns = z.object({
  /** The first time that it was not reached, without an answer since. */
  failingSince: InstantText.exactOptional(),
  /** The last time that a call of ours did not reach it. */
  callFailedAt: InstantText.exactOptional(),
  /** During an outage: since when all looks were answered. */
  answersSince: InstantText.exactOptional(),
  /** The last look. */
  lookedAt: InstantText.exactOptional(),
});
export type ChatSigns = z.infer<typeof ChatSigns>;

/** Seconds without an answer that make an outage, and with answers that end one. */
export const LOST_AFTER = 120;
export const BACK_AFTER = 60;
/**
 * Seconds for which a call that failed says more than a look that was answered: what Slack cannot do in an outage is
 * often to take messages, while it still knows who we are. A page in trouble tries again within thirty.
 */
const CALL_COUNTS = 60;
/** Seconds from one look to the next. After a longer pause nobody knows how it was meanwhile. */
export const LOOK_EVERY = 10;
const MAX_GAP = 60;
/** Seconds within which the organizers are not texted again that Slack is lost. */
export const TOLD_FOR = 1_800;

/** Whether Slack is lost now. */
export const isChatLost = (state: ChatState | undefined): boolean =>
  state !== undefined && state.backAt === undefined;

/** Whether some of the last outage was within this time; of one that goes on too. */
export function outageDuring(
  state: ChatState | undefined,
  from: string,
  to: string | undefined,
): ChatState | undefined {
  if (!state) return undefined;
  const ended = state.backAt === undefined ? Number.POSITIVE_INFINITY : at(state.backAt);
  return ended > at(from) && (to === undefined || at(state.since) < at(to)) ? state : undefined;
}

const at = (text: string): number => instant(text).epochMilliseconds;
const secondsFrom = (text: string, now: Temporal.Instant): number =>
  (now.epochMilliseconds - at(text)) / 1000;

/**
 * What a look at Slack means.
 *
 * `well`: nothing is the matter, nobody looks any more. `watch`: look again in {@link LOOK_EVERY} seconds. `lost` and
 * `back`: an outage began or is over; after `lost` the looks go on.
 */
export interface ChatVerdict {
  readonly verdict: 'well' | 'watch' | 'lost' | 'back';
  readonly signs: ChatSigns;
}

/**
 * @param state - The last outage, as everybody knows it.
 * @param before - What the looks before have shown.
 * @param isAnswered - Whether Slack answered this look, its socket open.
 */
export function judgeChat(
  state: ChatState | undefined,
  before: ChatSigns,
  isAnswered: boolean,
  now: Temporal.Instant,
): ChatVerdict {
  const { lookedAt, callFailedAt, ...rest } = before;
  const known = lookedAt !== undefined && secondsFrom(lookedAt, now) > MAX_GAP ? {} : rest;
  const callFails = callFailedAt !== undefined && secondsFrom(callFailedAt, now) < CALL_COUNTS;
  const works = isAnswered && !callFails;
  const looked = { ...(callFails && { callFailedAt }), lookedAt: instantText(now) };
  if (isChatLost(state)) {
    if (!works) return { verdict: 'watch', signs: looked };
    const answersSince = known.answersSince ?? instantText(now);
    const isBack = secondsFrom(answersSince, now) >= BACK_AFTER;
    return { verdict: isBack ? 'back' : 'watch', signs: { ...looked, answersSince } };
  }
  if (works) return { verdict: 'well', signs: {} };
  const failingSince = known.failingSince ?? instantText(now);
  const isLost = secondsFrom(failingSince, now) >= LOST_AFTER;
  return isLost
    ? { verdict: 'lost', signs: { ...looked, failingSince } }
    : { verdict: 'watch', signs: { ...looked, failingSince } };
}

/** Whether the organizers are to be texted now: once an outage, and not soon after they were for another. */
export function isToTell(state: ChatState, now: Temporal.Instant): boolean {
  if (!isChatLost(state)) return false;
  return state.toldAt === undefined || (!wasTold(state) && secondsFrom(state.toldAt, now) >= TOLD_FOR);
}

/** Whether they were texted of this very outage; then they hear that it is over too. */
export const wasTold = ({ toldAt, lostAt }: ChatState): boolean =>
  toldAt !== undefined && at(toldAt) >= at(lostAt);
