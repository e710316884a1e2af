/**
 * The sandbox's clock. It runs on at `rate` from a moment that was last set; while somebody steps it, it is
 * held, and shows the instant it is held at. Where it stands is kept in Redis, so that a bot that was killed
 * goes on with the same time, and never shows an earlier one.
 */
import type { Redis } from 'ioredis';
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import type { Clock } from '../core/ports/clock.ts';

const State = z.object({
  /** Real milliseconds since 1970 at which the clock showed `shown`. */
  real: z.number(),
  shown: z.number(),
  /** Shown seconds a real second. */
  rate: z.number().positive(),
  /** The sandbox was put away in order: a clock that shows another time than the real one waited meanwhile. */
  putAway: z.literal(true).exactOptional(),
});
type State = z.infer<typeof State>;

export interface SandboxClock extends Clock {
  readonly rate: number;
  /** Holds the clock at `t` (its own now unless told), which may not be earlier than what it shows. */
  hold(t?: Temporal.Instant): Promise<void>;
  /** Lets it run on from where it is held, at a new rate if one is given. */
  release(rate?: number): Promise<void>;
  /** The sandbox ends: the next one goes on from here, as everything else in it does. */
  putAway(): Promise<void>;
  /** Told whenever the clock was moved: what waits for real time to pass has to look again. */
  onMove(listener: () => void): void;
}

/** What the clock of this stored state shows by now; one that is held may show less. Milliseconds since 1970. */
export function clockShows(stored: string, realNow: number): number {
  const { real, shown, rate } = State.parse(JSON.parse(stored));
  return shown + (realNow - real) * rate;
}

export const clockKey = (event: string): string => `cb:{${event}}:sandbox:clock`;

/** A clock that is nearer to the real one than so many milliseconds is the real one. */
const REAL_WITHIN = 2_000;

/** Longer waits than this many milliseconds overflow a timer and would end at once. */
const MAX_TIMER = 2 ** 31 - 1;

export async function sandboxClock(
  redis: Pick<Redis, 'get' | 'set'>,
  event: string,
  options: { readonly start?: Temporal.Instant | undefined; readonly realNow?: () => number } = {},
): Promise<SandboxClock> {
  const realNow = options.realNow ?? Date.now;
  const key = clockKey(event);
  const listeners: (() => void)[] = [];
  const stored = await redis.get(key);
  const begin = realNow();
  let state: State = stored
    ? resumed(State.parse(JSON.parse(stored)), begin)
    : { real: begin, shown: options.start?.epochMilliseconds ?? begin, rate: 1 };
  let held: number | undefined;
  /** What was shown last: the machine's own clock may be set back, this one not. */
  let latest = state.shown;

  const shown = (): number => {
    const running = Math.floor(state.shown + (realNow() - state.real) * state.rate);
    latest = Math.max(latest, held ?? running);
    return latest;
  };
  const save = async (next: State) => {
    state = next;
    await redis.set(key, JSON.stringify(state));
    for (const listener of listeners) listener();
  };
  await save(state);

  return {
    now: () => Temporal.Instant.fromEpochMilliseconds(shown()),
    realMillisecondsUntil(t) {
      const missing = t.epochMilliseconds - shown();
      if (missing <= 0) return 0;
      // Held, it does not get there by waiting; whoever waits is told when it is moved.
      return held === undefined ? Math.ceil(missing / state.rate) : MAX_TIMER;
    },
    get rate() {
      return state.rate;
    },
    async hold(t) {
      const now = shown();
      const at = t?.epochMilliseconds ?? now;
      if (at < now) throw new RangeError('the clock never runs backwards');
      held = at;
      shown();
      await save({ real: realNow(), shown: at, rate: state.rate });
    },
    async release(rate = state.rate) {
      const at = shown();
      held = undefined;
      await save({ real: realNow(), shown: at, rate });
    },
    async putAway() {
      const at = shown();
      held = at;
      await redis.set(key, JSON.stringify({ real: realNow(), shown: at, rate: state.rate, putAway: true }));
    },
    onMove(listener) {
      listeners.push(listener);
    },
  };
}

function resumed(stored: State, realNow: number): State {
  const { putAway, ...state } = stored;
  const isReal = state.rate === 1 && Math.abs(state.shown - state.real) < REAL_WITHIN;
  return putAway && !isReal ? { ...state, real: realNow } : state;
}
