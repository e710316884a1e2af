/** An event's Slack clients: one for whoever waits, one for each other kind of work, within one budget. */
import { createBudget } from '../adapters/slack/budget.ts';
import { type ChatOptions, createChat } from '../adapters/slack/chat.ts';
import { createChannelPace } from '../adapters/slack/pace.ts';
import { createElapsed } from '../core/elapsed.ts';
import type { Chat } from '../core/ports/chat.ts';
import type { Clock } from '../core/ports/clock.ts';

export interface Chats {
  /** For answers and pages. */
  readonly chat: Chat;
  readonly reminders: Chat;
  readonly chores: Chat;
}

type BudgetOptions = NonNullable<Parameters<typeof createBudget>[0]>;

/**
 * @param slack - The workspace, and who is told when it cannot be reached.
 * @param shared - Where the processes of an event share what Slack gives an app: it counts calls per app. Left out
 *   in the sandbox, which has one process and a time of its own.
 */
export function createChats(
  slack: Omit<ChatOptions, 'budget' | 'pace' | 'now' | 'priority'>,
  { clock, shared }: { readonly clock: Clock; readonly shared: BudgetOptions['shared'] },
): Chats {
  const isSandbox = shared === undefined;
  const options = {
    ...slack,
    budget: createBudget(isSandbox ? { now: limitsClock(clock) } : { shared }),
    pace: createChannelPace(),
    now: isSandbox ? limitsClock(clock) : undefined,
  };
  return {
    chat: createChat(options),
    reminders: createChat({ ...options, priority: 'reminders' }),
    chores: createChat({ ...options, priority: 'chores' }),
  };
}

/** The sandbox's Slack counts its limits in a time that goes on with the clock too; so do we there. */
function limitsClock(clock: Clock): () => number {
  const elapsed = createElapsed();
  return () => elapsed(performance.now(), clock.now().epochMilliseconds);
}
