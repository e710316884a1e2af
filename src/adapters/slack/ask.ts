/** One call of the Web API, within the budget of its method. */
import { RetryLater } from '../../core/errors.ts';
import type { Budget, Priority } from './budget.ts';
import { CredentialsRefused, calling } from './errors.ts';

export type AskSlack = <T>(method: string, call: () => Promise<T>) => Promise<T>;

/** @throws {RetryLater} where the budget, or Slack itself, gives this call later; the budget learns of the latter. */
export const askWithin =
  (budget: Budget | undefined, priority: Priority): AskSlack =>
  async (method, call) => {
    await budget?.take(method, priority);
    try {
      return await calling(call);
    } catch (error) {
      const isPatience = error instanceof RetryLater && !(error instanceof CredentialsRefused);
      // That this process cannot reach Slack says nothing of the method, nor of the others.
      if (isPatience && !('providerDown' in error)) budget?.refused(method, error.seconds);
      throw error;
    }
  };
