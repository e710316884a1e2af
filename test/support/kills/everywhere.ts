/** Kills at one request after the other, several rounds at a time, and says where it ended differently. */
import type { Crossing, Cut, When } from './border.ts';
import type { Processes } from './process.ts';
import { type Ending, type Round, runRound } from './round.ts';

export interface Killed {
  readonly cut: Cut;
  readonly round: Round;
  /** What people are left with, where that is not what they have without a kill. */
  readonly differs: Ending | undefined;
}

/** Each name once, at its first request. */
export function firstOfEach(
  crossed: readonly Crossing[],
  when: When,
  test: (crossing: Crossing) => boolean,
): Cut[] {
  const names = new Set(crossed.filter(test).map(({ name }) => name));
  return [...names].map((name) => ({ name, nth: 1, when }));
}

export interface Killing {
  readonly redisPort: number;
  readonly processes: Processes;
  /** Rounds mostly wait, so that many fit beside each other. */
  readonly atOnce: number;
  /** How the story ends where nobody kills anything. */
  readonly expected: Ending;
}

export async function killAt(
  { redisPort, processes, atOnce, expected }: Killing,
  cuts: readonly Cut[],
  { hasty = false, each = () => {} }: { hasty?: boolean; each?: (killed: Killed) => void } = {},
): Promise<Killed[]> {
  const waiting = cuts.map((cut, i) => ({ cut, event: `killed-${hasty ? 'hasty-' : ''}${i}` }));
  const all: Killed[] = [];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      if (waiting.length > 0) processes.warm();
      const { cut, event } = next;
      const round = await runRound(redisPort, event, processes, cut, hasty).catch((error: Error) => {
        throw new Error(`killed ${cut.when} "${cut.name ?? cut.nth}": ${error.message}`);
      });
      const same = JSON.stringify(round.ending) === JSON.stringify(expected);
      const killed = { cut, round, differs: same ? undefined : round.ending };
      all.push(killed);
      each(killed);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, cuts.length) }, work));
  return all;
}

/** A line for each place: how often, how long it took to the end of the story, what left twice. */
export function killTable(all: readonly Killed[]): string {
  const line = ({ cut, round }: Killed) => {
    const where = `${cut.when.padEnd(6)} ${round.killed?.name ?? '(it never came to that)'}`;
    const { slack, sms, voice } = round.duplicates;
    const seconds = (round.took / 1000).toFixed(1);
    return `  ${where.padEnd(52)} ${seconds.padStart(5)} s  twice: ${slack + sms + voice}  late: ${round.late}`;
  };
  return all.map(line).sort().join('\n');
}
