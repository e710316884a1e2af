/**
 * Moving the sandbox's clock. Time is stepped, never jumped: the clock stops at each instant at which
 * something is due, in order; what runs there sees that time, and may make more fall due before the end.
 */
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import type { SandboxClock } from './clock.ts';
import type { Timeline } from './timeline.ts';

/** A request that the stepper does not follow, with a reason for the one who asked. */
export class NotSteppable extends Error {
  override readonly name = 'NotSteppable';
}

const Move = z.union([
  z.strictObject({ advance: z.string() }),
  z.strictObject({ set: z.string() }),
  z.strictObject({ rate: z.number().positive().max(3_600) }),
]);

export interface Shown {
  readonly now: string;
  readonly rate: number;
}

export interface Stepper {
  shown(): Shown;
  /** `{ advance }`, `{ set }` or `{ rate }`; answers once all that fell due on the way has run. */
  move(request: unknown): Promise<Shown>;
}

/** More rounds than this at one instant means that what runs there makes itself due again for ever. */
const MAX_ROUNDS = 1_000;

const parse = <T>(read: () => T, complaint: string): T => {
  try {
    return read();
  } catch {
    throw new NotSteppable(complaint);
  }
};

export function stepper(clock: SandboxClock, timelines: readonly Timeline[]): Stepper {
  const shown = (): Shown => ({
    now: clock.now().toString({ smallestUnit: 'millisecond' }),
    rate: clock.rate,
  });

  /** The soonest that anything is due. */
  const soonest = async (): Promise<Temporal.Instant | undefined> => {
    const dues = (await Promise.all(timelines.map((one) => one.nextDue()))).filter(
      (due) => due !== undefined,
    );
    return dues.sort(Temporal.Instant.compare)[0];
  };

  const runUntilQuiet = async (): Promise<void> => {
    for (let round = 0; round < MAX_ROUNDS; round++) {
      let ran = false;
      for (const one of timelines) ran = (await one.runDue()) || ran;
      // What a call reported may be a job by now that is under way already, and due no more.
      if (ran) continue;
      const next = await soonest();
      if (next === undefined || Temporal.Instant.compare(next, clock.now()) > 0) return;
    }
    throw new Error('something at this instant makes itself due again and again');
  };

  const stepTo = async (target: Temporal.Instant): Promise<void> => {
    for (;;) {
      await runUntilQuiet();
      const next = await soonest();
      if (next === undefined || Temporal.Instant.compare(next, target) >= 0) break;
      // What a press of a moment ago has left meanwhile is due before now: it is run, and the clock stays.
      if (Temporal.Instant.compare(next, clock.now()) > 0) await clock.hold(next);
    }
    await clock.hold(target);
    await runUntilQuiet();
  };

  const targetOf = (move: z.infer<typeof Move>): Temporal.Instant | undefined => {
    if ('rate' in move) return undefined;
    if ('set' in move)
      return parse(
        () => Temporal.Instant.from(move.set),
        `"${move.set}" is no time: write it with its offset, such as 2019-06-05T09:00:00+02:00.`,
      );
    // Days are of 24 hours here: an instant has no calendar.
    return parse(() => {
      const by = Temporal.Duration.from(move.advance).total({
        unit: 'milliseconds',
        relativeTo: clock.now().toZonedDateTimeISO('UTC'),
      });
      return clock.now().add({ milliseconds: Math.round(by) });
    }, `"${move.advance}" is no duration: write PT5M for five minutes, PT2H for two hours.`);
  };

  const carryOut = async (request: unknown): Promise<Shown> => {
    const parsed = Move.safeParse(request);
    if (!parsed.success)
      throw new NotSteppable(
        'Send one of { "advance": "PT5M" }, { "set": "…" } or { "rate": 60 } (at most 3600).',
      );
    const move = parsed.data;
    await clock.hold();
    try {
      const target = targetOf(move);
      if (target !== undefined) {
        if (Temporal.Instant.compare(target, clock.now()) < 0)
          throw new NotSteppable(`The clock never runs backwards; it shows ${shown().now}.`);
        await stepTo(target);
      }
      const answer = { ...shown(), rate: 'rate' in move ? move.rate : clock.rate };
      return answer;
    } finally {
      await clock.release('rate' in move ? move.rate : undefined);
    }
  };

  let before: Promise<unknown> = Promise.resolve();
  return {
    shown,
    move(request) {
      const mine = before.then(() => carryOut(request));
      before = mine.catch(() => {});
      return mine;
    },
  };
}
