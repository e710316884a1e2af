/**
 * The provider's own pace, kept here so that who matters most is not stuck in its queue: it would take
 * everything and send it one a second in the order of arrival. Critical pages go ahead of all that wait.
 */
import { RetryLater } from './errors.ts';

export interface Pace {
  /**
   * Takes a turn.
   *
   * @param cost - How many of what is counted in a second: a text of two segments takes two.
   * @throws {RetryLater} with the seconds until there may be one, where others go first
   */
  take(urgent: boolean, cost?: number): void;
}

export function createSendPace(perSecond: number, now: () => number = () => performance.now()): Pace {
  const step = 1000 / perSecond;
  // Three may be ahead of what leaves: a provider queues so few without harm.
  const burst = 3 * step;
  let horizon = Number.NEGATIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  return {
    take(urgent, cost = 1) {
      const t = now();
      // A clock that was set back took the turns with it.
      if (t < last) horizon -= last - t;
      last = t;
      const at = Math.max(horizon, t - 1);
      const ahead = at - t;
      if (!urgent && ahead > burst) throw new RetryLater(Math.max(0.2, (ahead - burst) / 1000));
      horizon = at + cost * step;
    },
  };
}
