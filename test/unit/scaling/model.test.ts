/** The model of queues and workers, and what docs/kubernetes.md says of the rule. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  alertStorm,
  choresAtOnce,
  MACHINE,
  remindersAtOnce,
  saturdayOf,
} from '../../../scripts/scaling/loads.ts';
import { type Load, play } from '../../../scripts/scaling/model.ts';
import { loadRow, scalingRule } from '../../../scripts/scaling/table.ts';

const rule = scalingRule();
const choresOf = (jobs: number, events = 1): Load => ({
  name: 'chores',
  seconds: 600,
  events,
  bursts: [{ at: 1, jobs, queue: 'chores' }],
});

describe('the model', () => {
  it('runs each job once, and none before it is due', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ at: fc.nat(60), jobs: fc.nat(200), reminders: fc.boolean() }), { maxLength: 6 }),
        fc.integer({ min: 1, max: 4 }),
        (bursts, workers) => {
          const load: Load = {
            name: 'any',
            seconds: 1500,
            events: 1,
            bursts: bursts.map(({ at, jobs, reminders }) => ({
              at,
              jobs,
              queue: reminders ? 'reminders' : 'chores',
            })),
          };
          const { late } = play(load, MACHINE, workers);
          expect(late).toHaveLength(bursts.reduce((sum, { jobs }) => sum + jobs, 0));
          expect(late[0] ?? 0).toBeGreaterThanOrEqual(-1e-9);
        },
      ),
      { numRuns: 15 },
    );
  });

  it('is bound by places, by processors and by what may be in flight, whichever is least', () => {
    const last = (load: Load, workers: number, machine = MACHINE) =>
      play(load, machine, workers).late.at(-1) ?? 0;
    const slow = { ...MACHINE, answerSeconds: 9.9, inFlight: { ...MACHINE.inFlight, chores: 50 } };
    // 20 places, then 40, then the 50 that may be in flight: 200 jobs of ten seconds.
    expect(last(choresOf(200), 1, slow)).toBeCloseTo(90, -1);
    expect(last(choresOf(200), 2, slow)).toBeCloseTo(40, -1);
    expect(last(choresOf(200), 4, slow)).toBeCloseTo(30, -1);
    expect(last(choresOf(200), 8, slow)).toBe(last(choresOf(200), 4, slow));
    // 10,000 jobs of 100 ms of processor each, in fifty events: half the time with two.
    const costly = { ...MACHINE, requestSeconds: 0.0995, answerSeconds: 0.1 };
    expect(last(choresOf(40, 50), 1, costly) / last(choresOf(40, 50), 2, costly)).toBeCloseTo(2, 0);
  });

  it('lets through to one Slack what its budget allows, and re-times the rest', () => {
    const { late, seconds } = play(remindersAtOnce(1), MACHINE, 1);
    const within = (bound: number) => late.filter((one) => one <= bound).length;
    // 150 at once, and as many as have come back since.
    expect(within(1)).toBeGreaterThanOrEqual(150);
    expect(within(1)).toBeLessThanOrEqual(154);
    expect(within(60)).toBeGreaterThanOrEqual(345);
    expect(within(60)).toBeLessThanOrEqual(355);
    // What waits for Slack is not due, so that nobody is added for it.
    expect(Math.max(...seconds.slice(62).map(({ oldest }) => oldest))).toBeLessThan(1);
  });
});

describe('the rule', () => {
  const saturday = saturdayOf(readFileSync('docs/example-rehearsal.md', 'utf8'));
  it('adds nobody for one event, whatever happens there', () => {
    for (const load of [saturday, alertStorm, remindersAtOnce(1)])
      expect(play(load, MACHINE, rule), load.name).toMatchObject({
        mostWorkers: rule.min,
        firstScaled: undefined,
      });
  });

  it('adds workers where they are short of processors, and takes them away again', () => {
    const weak = {
      ...MACHINE,
      judgeSeconds: 10 * MACHINE.judgeSeconds,
      requestSeconds: 10 * MACHINE.requestSeconds,
    };
    const scaled = play(remindersAtOnce(50), weak, rule);
    const fixed = play(remindersAtOnce(50), weak, rule.min);
    const longest = ({ seconds }: typeof scaled) => Math.max(...seconds.map(({ oldest }) => oldest));
    expect(scaled.mostWorkers).toBe(rule.max);
    expect(longest(scaled)).toBeLessThan(longest(fixed) / 1.5);
    expect(scaled.seconds.at(-1)?.workers).toBe(rule.min);
  }, 60_000);

  it('does what the guide says', () => {
    const guide = readFileSync('docs/kubernetes.md', 'utf8');
    for (const load of [saturday, alertStorm, remindersAtOnce(1), choresAtOnce(50), remindersAtOnce(50)])
      expect(guide).toContain(loadRow(load, MACHINE, rule));
  }, 60_000);
});
