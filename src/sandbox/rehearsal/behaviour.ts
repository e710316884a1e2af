/**
 * How people answer: a model, drawn by name from the seed. Pure. Medians are guesses of what a busy crew does, to be
 * mended by whoever has measured their own.
 */
import { type Chance, drawnBetween, waited } from './chance.ts';
import { MINUTE } from './script.ts';

/** What somebody is doing when something reaches them. */
export type Doing =
  /** At their shift, or otherwise up and about. */
  | 'awake'
  /** Has another page already. */
  | 'busy'
  | 'asleep'
  | 'on-stage'
  /** Their shift is on, and they are not there. */
  | 'absent';

export type Answer = 'acknowledges' | 'passes-on';

export interface Reaction {
  /** Milliseconds after it reached them. */
  readonly after: number;
  readonly answer: Answer;
}

interface Habit {
  /** Of a hundred: how many are noticed at all, and how many of the noticed are taken. */
  readonly notices: number;
  readonly takes: number;
  /** Half of them within so many seconds. */
  readonly median: number;
}

const HABITS: Readonly<Record<'slack' | 'sms' | 'voice', Readonly<Record<Doing, Habit>>>> = {
  slack: {
    awake: { notices: 65, takes: 94, median: 100 },
    busy: { notices: 45, takes: 55, median: 180 },
    asleep: { notices: 0, takes: 0, median: 1 },
    'on-stage': { notices: 0, takes: 0, median: 1 },
    absent: { notices: 10, takes: 10, median: 300 },
  },
  sms: {
    awake: { notices: 80, takes: 94, median: 60 },
    busy: { notices: 60, takes: 55, median: 120 },
    asleep: { notices: 10, takes: 70, median: 180 },
    'on-stage': { notices: 0, takes: 0, median: 1 },
    absent: { notices: 25, takes: 10, median: 240 },
  },
  // A call rings for half a minute: who answers does so within it.
  voice: {
    awake: { notices: 75, takes: 92, median: 9 },
    busy: { notices: 55, takes: 55, median: 12 },
    asleep: { notices: 55, takes: 75, median: 16 },
    'on-stage': { notices: 0, takes: 0, median: 1 },
    absent: { notices: 25, takes: 10, median: 14 },
  },
};

/** Seconds that a phone rings, less the time to press a digit. */
const RINGS = 25;
const isKnown = (channel: string): channel is keyof typeof HABITS => channel in HABITS;

/**
 * Undefined where nothing comes of it.
 *
 * @param name - of this one ringing or message: who, what about, on which channel, for the how-manieth time
 */
export function reactionTo(
  channel: string,
  doing: Doing,
  chance: Chance,
  ...name: readonly (string | number)[]
): Reaction | undefined {
  if (!isKnown(channel)) return undefined;
  const habit = HABITS[channel][doing];
  if (chance('notices', ...name) * 100 >= habit.notices) return undefined;
  // Some people always have their phone in their hand, others in a bag.
  const speed = drawnBetween(chance('hands', name[0] ?? ''), 0.6, 1.6);
  const seconds = waited(chance('waits', ...name), habit.median * (channel === 'voice' ? 1 : speed));
  const after = Math.round(
    (channel === 'voice' ? Math.min(RINGS, Math.max(3, seconds)) : Math.max(4, seconds)) * 1000,
  );
  return { after, answer: chance('takes', ...name) * 100 < habit.takes ? 'acknowledges' : 'passes-on' };
}

/** Who is asked to cover for somebody: nobody's duty, so fewer say yes, and later. */
const COVERS: Readonly<Record<Doing, Habit>> = {
  awake: { notices: 75, takes: 30, median: 240 },
  busy: { notices: 45, takes: 15, median: 480 },
  asleep: { notices: 0, takes: 0, median: 1 },
  'on-stage': { notices: 0, takes: 0, median: 1 },
  absent: { notices: 20, takes: 10, median: 900 },
};

/** Undefined where nothing is answered; a yes counts where the rota's own rules let them. */
export function coverReactionOf(
  doing: Doing,
  chance: Chance,
  ...name: readonly (string | number)[]
): { readonly after: number; readonly takes: boolean } | undefined {
  const habit = COVERS[doing];
  if (chance('cover-notices', ...name) * 100 >= habit.notices) return undefined;
  const after = Math.round(Math.max(10, waited(chance('cover-waits', ...name), habit.median)) * 1000);
  return { after, takes: chance('cover-takes', ...name) * 100 < habit.takes };
}

/** Milliseconds until an organizer who sees that a talk may step in takes it; undefined where they leave it. */
export function fillReactionOf(chance: Chance, session: string): number | undefined {
  if (chance('fill-notices', session) * 100 >= 85) return undefined;
  return Math.round(Math.max(15, waited(chance('fill-waits', session), 75)) * 1000);
}

/** Milliseconds from taking a page to saying that it is over. */
export const handlingTime = (chance: Chance, person: string, about: string): number =>
  Math.round(drawnBetween(chance('handles', person, about), 3, 18)) * MINUTE;

/** Hours of the night, of the event's clock: from its first to its second whoever is not on shift sleeps. */
export const NIGHT = { from: '23:30', to: '07:00' } as const;

/** @param clock - `14:05` */
export const isNightTime = (clock: string): boolean => clock >= NIGHT.from || clock < NIGHT.to;
