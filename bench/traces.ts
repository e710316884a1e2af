/**
 * What following the work costs an ack: the same bot, 50 slash commands at once, with figures and traces, with the
 * figures alone, and with nothing. One process, by turns; what is compared is what was measured next to each other.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { together } from './ack.ts';
import type { Asked, Following } from './ack-bot.ts';
import { type Benchmark, type Figure, measured, percentile } from './figure.ts';

/** A turn is this many crowds in each of the three ways. */
const TURNS = 120;
const WARM_UP = 10;
const CROWDS = 5;
const WAYS: readonly Following[] = ['plain', 'counted', 'traced'];
/** Milliseconds: the exporter sends once in a second. */
const EXPORTED_BY = 5_000;

const here = (name: string) => new URL(name, import.meta.url);

interface Child {
  readonly process: ChildProcess;
  readonly endpoint: string;
}

async function child(script: string, ...args: string[]): Promise<Child> {
  const process = fork(here(script), args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const said = await new Promise<{ endpoint: string }>((done, fail) => {
    process.once('message', (message) => done(message as { endpoint: string }));
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

const asked = <T>({ process }: Child, message: Asked | 'how much'): Promise<T> =>
  new Promise((done) => {
    process.once('message', (answer) => done(answer as T));
    process.send(message);
  });

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Until it has next to nothing to do for a moment: acks come before the work that they are for. */
async function idle(bot: Child): Promise<void> {
  for (let before = await asked<Busy>(bot, 'how busy'); ; ) {
    await pause(30);
    const now = await asked<Busy>(bot, 'how busy');
    if (now.active - before.active < 6) return;
    before = now;
  }
}

const taken = async (collector: Child) => (await asked<{ taken: number }>(collector, 'how much')).taken;

/** Until what this way left behind has been sent, so that the next one does not pay for it. */
async function exported(collector: Child, before: number): Promise<void> {
  const end = performance.now() + EXPORTED_BY;
  while ((await taken(collector)) === before) {
    if (performance.now() > end) throw new Error('no trace has come to the collector');
    await pause(20);
  }
}

const median = (values: readonly number[]): number => percentile(values, 0.5);

/**
 * Between which values the median of what these are samples of lies, 19 times in 20: by their ranks alone, so that
 * nothing is taken for granted of how they are spread (the binomial distribution, by its normal limit).
 */
function boundsOfMedian(values: readonly number[]): readonly [number, number] {
  const sorted = values.toSorted((a, b) => a - b);
  const off = 0.98 * Math.sqrt(sorted.length);
  const at = (rank: number) =>
    sorted[Math.min(sorted.length - 1, Math.max(0, Math.round(rank)))] ?? Number.NaN;
  return [at(sorted.length / 2 - off - 0.5), at(sorted.length / 2 + off - 0.5)];
}

interface Turn {
  /** Milliseconds from request to ack, the median of its calmest crowd: what else the machine does only adds to it. */
  readonly ack: number;
  /** Milliseconds of processor time, until what it left behind was sent. */
  readonly cpu: number;
  readonly acks: readonly number[];
}

export const traces: Benchmark = {
  name: 'traces',
  async run(): Promise<readonly Figure[]> {
    const collector = await child('./collector.ts');
    const bot = await child('./ack-bot.ts', collector.endpoint);
    const turns: Record<Following, Turn[]> = { plain: [], counted: [], traced: [] };

    async function turn(follow: Following): Promise<Turn> {
      const sentBefore = await taken(collector);
      const before = await asked<Busy>(bot, { follow });
      const acks: number[] = [];
      const medians: number[] = [];
      for (let crowd = 0; crowd < CROWDS; crowd++) {
        const took = await together(bot.endpoint);
        await idle(bot);
        acks.push(...took);
        medians.push(median(took));
      }
      if (follow === 'traced') await exported(collector, sentBefore);
      const after = await asked<Busy>(bot, 'how busy');
      return { ack: Math.min(...medians), cpu: after.cpu - before.cpu, acks };
    }

    try {
      for (let round = 0; round < TURNS + WARM_UP; round++) {
        // Each is first, second and third as often as the others, in both directions.
        const from = round % WAYS.length;
        const order = [...WAYS.slice(from), ...WAYS.slice(0, from)];
        if (round % 2 === 1) order.reverse();
        for (const follow of order) {
          const one = await turn(follow);
          if (round >= WARM_UP) turns[follow].push(one);
        }
      }
    } finally {
      for (const { process } of [bot, collector]) process.disconnect();
    }

    const of = (follow: Following, what: 'ack' | 'cpu') => turns[follow].map((one) => one[what]);
    const row = (
      what: string,
      ours: Following,
      bare: Following,
      by: 'ack' | 'cpu',
      most?: number,
    ): Figure => {
      const theirs = of(bare, by);
      const ratios = of(ours, by).map((one, at) => one / (theirs[at] ?? Number.NaN));
      const [low, high] = boundsOfMedian(ratios);
      const goal = { of: 'ratio', beside: 'without traces' } as const;
      const mine = median(of(ours, by));
      const figure = measured({
        what,
        unit: 'ms',
        ours: mine,
        // The ratio is of what was measured next to each other, so the other is what that makes of it.
        bare: mine / median(ratios),
        ...(most !== undefined && { goal: { ...goal, most } }),
      });
      // Kept only where the whole of what it may be is below.
      return {
        ...figure,
        ours: `${figure.ours} (19 in 20: ${low.toFixed(3)} to ${high.toFixed(3)} ×)`,
        ...(most !== undefined && { met: high <= most }),
      };
    };
    const p99 = (follow: Following) =>
      percentile(
        turns[follow].flatMap(({ acks }) => acks),
        0.99,
      );
    return [
      row('traces: slash command → ack, 50 at once', 'traced', 'counted', 'ack', 1.03),
      measured({ what: 'traces: p99 of the acks', unit: 'ms', ours: p99('traced'), bare: p99('counted') }),
      row('traces: processor time of all the work, sending included', 'traced', 'counted', 'cpu'),
      row('figures of /metrics: slash command → ack, 50 at once', 'counted', 'plain', 'ack'),
      row('figures of /metrics: processor time of all the work', 'counted', 'plain', 'cpu'),
    ];
  },
};
