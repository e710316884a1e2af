import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, it } from 'vitest';
import { type SandboxClock, sandboxClock } from '../../../src/sandbox/clock.ts';
import { NotSteppable, stepper } from '../../../src/sandbox/stepping.ts';
import type { Timeline } from '../../../src/sandbox/timeline.ts';

const START = Temporal.Instant.from('2019-06-05T12:00:00Z');

function world() {
  const kept = new Map<string, string>();
  const redis = {
    get: async (key: string) => kept.get(key) ?? null,
    set: async (key: string, value: string) => {
      kept.set(key, value);
      return 'OK';
    },
  };
  let real = 1_000_000;
  const open = (start?: Temporal.Instant) =>
    sandboxClock(redis as never, 'demo', { start, realNow: () => real });
  return { open, passes: (milliseconds: number) => (real += milliseconds) };
}

/** Something with work at given seconds after the start, which notes what the clock showed when it ran. */
function work(clock: SandboxClock, seconds: number[]) {
  const waiting = new Map(seconds.map((second, index) => [`${index}`, START.add({ seconds: second })]));
  const ran: { due: string; at: string }[] = [];
  const timeline: Timeline & { add(id: string, t: Temporal.Instant): void } = {
    add: (id, t) => void waiting.set(id, t),
    nextDue: async () => [...waiting.values()].sort(Temporal.Instant.compare)[0],
    async runDue() {
      const before = ran.length;
      for (const [id, due] of [...waiting].sort(([, a], [, b]) => Temporal.Instant.compare(a, b)))
        if (Temporal.Instant.compare(due, clock.now()) <= 0) {
          waiting.delete(id);
          ran.push({ due: due.toString(), at: clock.now().toString() });
        }
      return ran.length > before;
    },
  };
  return { timeline, ran };
}

it('stops at each due time on the way, in order, and what runs there sees that time', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 600 }), { maxLength: 20 }),
      fc.array(fc.integer({ min: 1, max: 600 }), { maxLength: 20 }),
      fc.integer({ min: 0, max: 700 }),
      async (first, second, forward) => {
        const clock = await world().open(START);
        const [a, b] = [work(clock, first), work(clock, second)];
        const answer = await stepper(clock, [a.timeline, b.timeline]).move({ advance: `PT${forward}S` });
        expect(answer.now).toBe(START.add({ seconds: forward }).toString({ smallestUnit: 'millisecond' }));
        for (const { ran } of [a, b]) expect(ran.filter(({ due, at }) => due !== at)).toEqual([]);
        expect(a.ran.length + b.ran.length).toBe(
          [...first, ...second].filter((one) => one <= forward).length,
        );
      },
    ),
  );
});

it('runs what a press leaves while it looks, due before the time that the clock is held at', async () => {
  const clock = await world().open(START);
  const { timeline, ran } = work(clock, []);
  let looks = 0;
  const pressed: Timeline = {
    ...timeline,
    nextDue: async () => {
      // After the look that finds nothing: the press was of a second ago.
      if (++looks === 2) timeline.add('press', START.subtract({ seconds: 1 }));
      return await timeline.nextDue();
    },
  };
  const { now } = await stepper(clock, [pressed]).move({ advance: 'PT1M' });
  expect(ran).toEqual([{ due: '2019-06-05T11:59:59Z', at: '2019-06-05T12:00:00Z' }]);
  expect(now).toBe('2019-06-05T12:01:00.000Z');
});

it('runs what falls due on the way, made by what ran before it', async () => {
  const clock = await world().open(START);
  const { timeline, ran } = work(clock, [60]);
  const echo: Timeline = {
    nextDue: async () => undefined,
    runDue: async () => {
      if (ran.length === 1) timeline.add('echo', clock.now().add({ seconds: 30 }));
      return false;
    },
  };
  await stepper(clock, [timeline, echo]).move({ advance: 'PT2M' });
  expect(ran.map((one) => one.at)).toEqual(['2019-06-05T12:01:00Z', '2019-06-05T12:01:30Z']);
});

it('waits for what another timeline has set off and what is under way already, so that nothing says it is due', async () => {
  const clock = await world().open(START);
  const seen: string[] = [];
  let underWay = false;
  const jobs: Timeline = {
    nextDue: async () => undefined,
    async runDue() {
      if (!underWay) return false;
      underWay = false;
      seen.push(clock.now().toString());
      return true;
    },
  };
  const { timeline: phones } = work(clock, [30]);
  const calls: Timeline = {
    nextDue: phones.nextDue,
    async runDue() {
      const ran = await phones.runDue();
      underWay ||= ran;
      return ran;
    },
  };
  await stepper(clock, [jobs, calls]).move({ advance: 'PT1H' });
  expect(seen).toEqual(['2019-06-05T12:00:30Z']);
});

it('is held while it is stepped: real time passes without it', async () => {
  const { open, passes } = world();
  const clock = await open(START);
  const seen: string[] = [];
  const slow: Timeline = {
    nextDue: async () => (seen.length === 0 ? START.add({ seconds: 10 }) : undefined),
    runDue: async () => {
      if (clock.now().equals(START) || seen.length > 0) return false;
      passes(5_000);
      seen.push(clock.now().toString());
      return true;
    },
  };
  const { now } = await stepper(clock, [slow]).move({ advance: 'PT20S' });
  expect(seen[0]).toBe('2019-06-05T12:00:10Z');
  expect(now).toBe('2019-06-05T12:00:20.000Z');
  passes(1_000);
  expect(clock.now().toString()).toBe('2019-06-05T12:00:21Z');
});

it('can be held while time runs on', async () => {
  const { open, passes } = world();
  const clock = await open(START);
  const ticking = await sandboxClock({ get: async () => null, set: async () => 'OK' } as never, 'demo', {
    start: START,
    realNow: () => passes(1),
  });
  await stepper(ticking, []).move({ advance: 'PT1S' });
  expect(Temporal.Instant.compare(ticking.now(), clock.now())).toBe(1);
});

it('carries requests out one after the other', async () => {
  const clock = await world().open(START);
  const { move } = stepper(clock, []);
  const answers = await Promise.all([move({ advance: 'PT1M' }), move({ advance: 'PT1M' })]);
  expect(answers.map((one) => one.now)).toEqual(['2019-06-05T12:01:00.000Z', '2019-06-05T12:02:00.000Z']);
});

it.each([
  [{ set: '2019-06-05T11:59:59Z' }, /never runs backwards; it shows 2019-06-05T12:00/],
  [{ advance: '-PT1S' }, /never runs backwards/],
  [{ advance: '5 minutes' }, /no duration: write PT5M/],
  [{ set: 'tomorrow' }, /no time/],
  [{ rate: 0 }, /Send one of/],
  [{ advance: 'PT1S', set: 'x' }, /Send one of/],
  [undefined, /Send one of/],
])('refuses %j with a clear word, and goes on', async (request, reason) => {
  const { open, passes } = world();
  const clock = await open(START);
  const { move } = stepper(clock, []);
  await expect(move(request)).rejects.toThrow(NotSteppable);
  await expect(move(request)).rejects.toThrow(reason);
  passes(1_000);
  expect(clock.now().toString()).toBe('2019-06-05T12:00:01Z');
});

it('says when a thing makes itself due for ever', async () => {
  const clock = await world().open(START);
  const endless: Timeline = { nextDue: async () => clock.now(), runDue: async () => false };
  await expect(stepper(clock, [endless]).move({ advance: 'PT1S' })).rejects.toThrow('again and again');
});

it('runs at a rate, and knows how long that takes', async () => {
  const { open, passes } = world();
  const clock = await open(START);
  await stepper(clock, []).move({ rate: 60 });
  expect(clock.realMillisecondsUntil(START.add({ minutes: 1 }))).toBe(1_000);
  passes(500);
  expect(clock.now().toString()).toBe('2019-06-05T12:00:30Z');
});

it('goes on with the same time in the next process, and never shows an earlier one', async () => {
  const { open, passes } = world();
  const first = await open(START);
  await stepper(first, []).move({ advance: 'PT1H' });
  passes(2_000);
  const second = await open(START);
  expect(second.now().toString()).toBe('2019-06-05T13:00:02Z');
  passes(-10_000);
  expect(second.now().toString()).toBe('2019-06-05T13:00:02Z');
});

it('waits while the sandbox is put away, unless it shows the real time', async () => {
  const { open, passes } = world();
  const first = await open(START);
  await first.putAway();
  passes(3_600_000);
  expect((await open()).now().toString()).toBe('2019-06-05T12:00:00Z');
  const real = world();
  const clock = await real.open();
  const before = clock.now();
  await clock.putAway();
  real.passes(3_600_000);
  expect((await real.open()).now().toString()).toBe(before.add({ hours: 1 }).toString());
});
