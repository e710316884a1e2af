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
  /** When it began, by the stage clock; by which press, which may be taken back, and when that was told. */
  actual: z.object({ at: z.number(), press: z.string(), told: z.number() }).exactOptional(),
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
  return { ...known, promised, start, end, isCancelled, isBreak };
}

/** So long after its end somebody may still say when it began: one that nobody told the clock of is decided then. */
export const TOLD_LATE = 3_600_000;

/** So long after a press it may be taken back, before what it said is believed. */
const TAKEN_BACK = 600_000;

/** When it is decided, though nothing happens: at its end, or when nobody will say any more when it began. */
export const talkDue = ({ end, actual }: TalkAhead): number =>
  actual ? Math.max(end, actual.told + TAKEN_BACK) : end + TOLD_LATE;

/**
 * Milliseconds by which a talk began later than promised; below 0 earlier. Where nobody told the stage clock, it began
 * when the agenda says.
 */
export const startLateness = ({ promised, start, actual }: TalkAhead): number =>
  (actual?.at ?? start) - promised;
