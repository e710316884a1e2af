/**
 * The state of one room's clock as everything outside reads it: the tablet, walls, OBS, lower thirds. Version 1 of a
 * promise (docs/stage-clock.md, docs/stage-clock.schema.json): fields may be added, none taken away or given another
 * meaning. Nothing in it that an audience may not see.
 */
import { z } from 'zod';
import { InstantText, milliseconds } from '../../core/instant.ts';
import { isRunning, isUntold } from './actual.ts';
import type { OnNow } from './reading.ts';
import type { Session } from './session.ts';
import { byStart } from './slots.ts';
import { lastPress, type Stage } from './stage.ts';

/** So near to its end a session is told that it has five minutes left. */
export const SOON_SECONDS = 300;

export const Phase = z
  .enum(['empty', 'before', 'waiting', 'running', 'soon', 'over', 'break'])
  .describe(
    'empty: nothing is on or to come. before: the next session has not begun, nor should it have. waiting: it should have begun. running: more than five minutes are left. soon: five minutes or less. over: past the planned end. break: a break is on',
  );
export type Phase = z.infer<typeof Phase>;

const Talk = z.object({
  session: z.string().describe('Its code, S17'),
  title: z.string(),
  speakers: z.array(
    z.object({ name: z.string(), here: z.boolean().describe('They have checked in with the crew') }),
  ),
  start: InstantText.describe('The planned start'),
  end: InstantText.describe('The planned end'),
  began: InstantText.nullable().describe(
    'When the clock was told that it began; null where nobody told, and the plan alone says so',
  ),
  isBreak: z.boolean(),
  doNotRecord: z.boolean().describe('Whoever speaks does not want to be recorded'),
});
export type Talk = z.infer<typeof Talk>;

export const RoomClock = z.object({
  version: z.literal(1),
  event: z.string(),
  room: z.string(),
  zone: z.string().describe('The time zone of the event, such as Europe/Madrid'),
  language: z.enum(['en', 'es']),
  now: InstantText.describe('The time by which all of this was told'),
  phase: Phase,
  until: InstantText.nullable().describe('The moment that is counted to; null where nothing is'),
  seconds: z.number().int().nullable().describe('Seconds left until then, negative once it is past'),
  current: Talk.nullable(),
  next: Talk.nullable().describe('What is to begin next, a break too'),
  coming: z.array(Talk).describe('What is to come in this room, in the order of the plan; at most six'),
  message: z
    .object({ text: z.string(), at: InstantText })
    .nullable()
    .describe('What the crew says to whoever speaks'),
  press: z
    .object({ id: z.string(), what: z.enum(['start', 'end']), session: z.string(), at: InstantText })
    .nullable()
    .describe('The last press, which undo takes back'),
});
export type RoomClock = z.infer<typeof RoomClock>;

/** What is counted to and how that stands; all in milliseconds since 1970. */
export function phaseAt(
  current: { readonly end: number; readonly isBreak: boolean } | undefined,
  next: { readonly start: number } | undefined,
  now: number,
): { readonly phase: Phase; readonly until: number | undefined } {
  if (current) {
    const { end: until, isBreak } = current;
    if (isBreak) return { phase: 'break', until };
    if (until <= now) return { phase: 'over', until };
    return { phase: until - now <= SOON_SECONDS * 1000 ? 'soon' : 'running', until };
  }
  if (next) return { phase: next.start > now ? 'before' : 'waiting', until: next.start };
  return { phase: 'empty', until: undefined };
}

export interface RoomClockInput {
  readonly event: { readonly name: string; readonly zone: string; readonly language: 'en' | 'es' };
  readonly onNow: OnNow;
  /** What is to come in the room, the next first. */
  readonly coming: readonly Session[];
  readonly stage: Stage | undefined;
  /** By their id in the programme. */
  isHere(session: Session, speaker: string): boolean;
  readonly now: number;
}

/** Of several that are on, the one that the clock was told of; else the one that began last. */
export const currentOf = ({ now }: OnNow): Session | undefined => now.findLast(isRunning) ?? now.at(-1);

/** So many sessions ahead a tablet knows, should it lose its network. */
const MAX_COMING = 6;

/** What has neither begun nor been over by the plan. @param sessions - of the room */
export const comingIn = (
  sessions: readonly Session[],
  current: Session | undefined,
  now: number,
): Session[] =>
  sessions
    .filter(
      (one) =>
        one.state === 'scheduled' &&
        isUntold(one) &&
        milliseconds(one.end) > now &&
        one.code !== current?.code,
    )
    .sort(byStart)
    .slice(0, MAX_COMING);

/** Rounded as a clock on a wall is: what is left up, what is over down. */
const secondsUntil = (until: number, now: number): number => Math.ceil((until - now) / 1000);

export function roomClock({ event, onNow, coming, stage, isHere, now }: RoomClockInput): RoomClock {
  const talk = (session: Session): Talk => ({
    session: session.code,
    title: session.title,
    speakers: session.speakers.map(({ id, name }) => ({ name, here: isHere(session, id) })),
    start: session.start,
    end: session.end,
    began: session.actual?.start ?? null,
    isBreak: session.isBreak === true,
    doNotRecord: session.doNotRecord === true,
  });
  const current = currentOf(onNow);
  const [next] = coming;
  const { phase, until } = phaseAt(
    current && { end: milliseconds(current.end), isBreak: current.isBreak === true },
    next && { start: milliseconds(next.start) },
    now,
  );
  const press = lastPress(stage);
  return {
    version: 1,
    event: event.name,
    room: onNow.room,
    zone: event.zone,
    language: event.language,
    now: new Date(now).toISOString(),
    phase,
    until: until === undefined ? null : new Date(until).toISOString(),
    seconds: until === undefined ? null : secondsUntil(until, now),
    current: current ? talk(current) : null,
    next: next ? talk(next) : null,
    coming: coming.map(talk),
    message: stage?.message ? { text: stage.message.text, at: stage.message.at } : null,
    press: press ? { id: press.id, what: press.what, session: press.session, at: press.at } : null,
  };
}
