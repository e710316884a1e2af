/** How a drill went: whom its page reached, how fast somebody answered, and what did not work. */
import type { Recorded } from '../../core/commit.ts';

export interface Score {
  /** Ids of people whom at least one channel reached. */
  readonly reached: readonly string[];
  /** Ids of people who were tried and whom no channel reached. */
  readonly missed: readonly string[];
  /** Each channel that failed, with the provider's code and how often. */
  readonly failures: readonly { readonly channel: string; readonly code: string; readonly count: number }[];
}

interface Moved {
  readonly person?: unknown;
  readonly channel?: unknown;
  readonly state?: unknown;
  readonly code?: unknown;
}

const REACHED: ReadonlySet<unknown> = new Set(['delivered', 'answered']);

export function scoreOf(facts: readonly Recorded[]): Score {
  const tried = new Set<string>();
  const reached = new Set<string>();
  const failures = new Map<string, { channel: string; code: string; count: number }>();
  for (const fact of facts) {
    if (fact.name !== 'notification.moved') continue;
    const { person, channel, state, code } = fact.data as Moved;
    if (typeof person !== 'string' || typeof channel !== 'string') continue;
    tried.add(person);
    if (REACHED.has(state)) reached.add(person);
    if (state !== 'failed') continue;
    const key = `${channel} ${String(code)}`;
    const known = failures.get(key);
    failures.set(key, { channel, code: String(code ?? '–'), count: (known?.count ?? 0) + 1 });
  }
  return {
    reached: [...reached],
    missed: [...tried].filter((person) => !reached.has(person)),
    failures: [...failures.values()].sort((a, b) => b.count - a.count),
  };
}
