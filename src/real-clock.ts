/** The machine's clock: the only one outside the sandbox. */
import { Temporal } from 'temporal-polyfill';
import type { Clock } from './ports.ts';

export const realClock: Clock = {
  now: () => Temporal.Now.instant(),
  realMillisecondsUntil: (t) => Math.max(0, t.epochMilliseconds - Date.now()),
};
