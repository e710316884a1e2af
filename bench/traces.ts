/**
 * What following the work costs an ack: the same bot, 50 slash commands at once, with figures and traces, with the
 * figures alone, and with nothing. Each in a process of its own, by turns in the same run.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { together } from './ack.ts';
import { type Benchmark, type Figure, ms, percentile } from './figure.ts';

const ROUNDS = 50;
const WARM_UP = 10;

const here = (name: string) => new URL(name, import.meta.url);

async function child(
  script: string,
  ...args: string[]
): Promise<{ process: ChildProcess; endpoint: string }> {
  const process = fork(here(script), args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const [said] = await new Promise<[{ endpoint: string }]>((done, fail) => {
    process.once('message', (message) => done([message as { endpoint: string }]));
    process.once('exit', (code) => fail(new Error(`${script} ended with ${code}`)));
  });
  return { process, endpoint: said.endpoint };
}

interface Busy {
  /** Milliseconds that its event loop had something to do, since its start. */
  readonly active: number;
  /** Milliseconds of processor time, since its start. */
  readonly cpu: number;
}

const busyOf = (bot: ChildProcess): Promise<Busy> =>
  new Promise((done) => {
    bot.once('message', (message) => done(message as Busy));
    bot.send('how busy');
  });

/** Until it has next to nothing to do for a moment: acks come before the work that they are for. */
async function idle(bot: ChildProcess): Promise<void> {
  for (let before = await busyOf(bot); ; ) {
    await new Promise((resolve) => setTimeout(resolve, 30));
    const now = await busyOf(bot);
    if (now.active - before.active < 6) return;
    before = now;
  }
}

const median = (values: number[]): number => percentile(values, 0.5);
/** The rounds in which the machine did little else: what is to be seen here is smaller than what else it does. */
const calm = (values: number[]): number => percentile(values, 0.1);

export const traces: Benchmark = {
  name: 'traces',
  async run(): Promise<readonly Figure[]> {
    const collector = await child('./collector.ts');
    const kinds = ['plain', 'counted', 'traced'] as const;
    const bots = await Promise.all(
      kinds.map(async (kind) => ({
        kind,
        ...(await child('./ack-bot.ts', kind, collector.endpoint)),
        acks: [] as number[],
        medians: [] as number[],
        cpu: [] as number[],
      })),
    );
    try {
      for (let round = 0; round < ROUNDS; round++) {
        // Each is first as often as the others.
        const order = [...bots.slice(round % bots.length), ...bots.slice(0, round % bots.length)];
        for (const bot of order) {
          const before = await busyOf(bot.process);
          const took = await together(bot.endpoint);
          const after = await busyOf(bot.process);
          await idle(bot.process);
          if (round < WARM_UP) continue;
          bot.acks.push(...took);
          bot.medians.push(median(took));
          bot.cpu.push(after.cpu - before.cpu);
        }
      }
    } finally {
      for (const { process } of [...bots, collector]) process.disconnect();
    }
    const [plain, counted, traced] = bots;
    if (!plain || !counted || !traced) throw new Error('no bots');
    type Bot = typeof plain;
    const row = (what: string, ours: Bot, bare: Bot, of: 'medians' | 'cpu', goal?: number): Figure => {
      const ratio = calm(ours[of]) / calm(bare[of]);
      const aim = goal === undefined ? {} : { goal: `≤ ${goal} × without traces`, met: ratio <= goal };
      return { what, ours: ms(calm(ours[of])), bare: ms(calm(bare[of])), ratio, ...aim };
    };
    const [p99, bare99] = [percentile(traced.acks, 0.99), percentile(counted.acks, 0.99)];
    return [
      row(
        'traces: slash command → ack, 50 at once, median of a calm round',
        traced,
        counted,
        'medians',
        1.03,
      ),
      row('traces: processor time until the 50 acks are out', traced, counted, 'cpu'),
      { what: 'traces: p99', ours: ms(p99), bare: ms(bare99), ratio: p99 / bare99 },
      row('figures of /metrics against none, median of a calm round', counted, plain, 'medians'),
      row('figures of /metrics: processor time', counted, plain, 'cpu'),
    ];
  },
};
