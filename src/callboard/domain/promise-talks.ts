/** The promise that a talk starts as planned: what the plan was, and how late it began. */
import { z } from 'zod';

/** From so long before its start on, another start is late, and no other plan: people are on their way. */
const PLAN_HOLDS = 2 * 3_600_000;

/** A talk that is not over. Milliseconds since 1970. */
export const TalkAhead = z.object({
  /** Its start as it stood two hours before it: what was promised. */
  promised: z.number(),
  /** Its start as the agenda has it. */
  start: z.number(),
  end: z.number(),
  isCancelled: z.boolean(),
  /** Nobody speaks: its start was promised to nobody. */
  isBreak: z.boolean(),
});
export type TalkAhead = z.infer<typeof TalkAhead>;

/** What a fact says of a talk; what it does not say stays. */
export interface TalkChange {
  readonly isNew?: boolean;
  readonly start?: number;
  readonly end?: number;
  readonly isCancelled?: boolean;
  readonly isBreak?: boolean;
}

/**
 * The talk after a change; undefined where it is none that was promised: it had begun before anybody told us.
 *
 * @param at - when it was changed, in milliseconds since 1970
 */
export function talkAfter(
  known: TalkAhead | undefined,
  change: TalkChange,
  at: number,
): TalkAhead | undefined {
  const start = change.start ?? known?.start;
  const end = change.end ?? known?.end;
  if (start === undefined || end === undefined) return undefined;
  const isCancelled = change.isCancelled ?? known?.isCancelled ?? false;
  const isBreak = change.isBreak ?? known?.isBreak ?? false;
  if (!known)
    return change.isNew && at < start ? { promised: start, start, end, isCancelled, isBreak } : undefined;
  const promised = at <= known.promised - PLAN_HOLDS ? start : known.promised;
  return { promised, start, end, isCancelled, isBreak };
}

/**
 * Milliseconds by which a talk began later than promised; below 0 earlier.
 *
 * @param actual - When somebody said that it began. Where nobody does, it began when the agenda says.
 */
export const startLateness = ({ promised, start }: TalkAhead, actual: number | undefined): number =>
  (actual ?? start) - promised;
