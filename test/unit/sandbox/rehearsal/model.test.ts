/** What is drawn for a rehearsal is a function of its seed; how people answer is within what people can do. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { liveOf } from '../../../../src/rota/domain/shift.ts';
import { type Doing, isNightTime, reactionTo } from '../../../../src/sandbox/rehearsal/behaviour.ts';
import { chanceOf, waited } from '../../../../src/sandbox/rehearsal/chance.ts';
import { drawTrouble } from '../../../../src/sandbox/rehearsal/draw-trouble.ts';
import { HOUR, type Script } from '../../../../src/sandbox/rehearsal/script.ts';
import { cameTo } from '../../../../src/sandbox/rehearsal/trouble.ts';
import { village } from '../../../support/rehearsal/village.ts';

const seeds = fc.integer({ min: 0, max: 2 ** 31 - 1 });

describe('chance', () => {
  it('is the same for a seed and a name, and from 0 up to 1', () => {
    fc.assert(
      fc.property(seeds, fc.array(fc.string()), (seed, name) => {
        const drawn = chanceOf(seed)(...name);
        expect(drawn).toBe(chanceOf(seed)(...name));
        expect(drawn).toBeGreaterThanOrEqual(0);
        expect(drawn).toBeLessThan(1);
      }),
    );
  });

  it('falls evenly, whatever the names are', () => {
    const chance = chanceOf(7);
    const tenths = new Array<number>(10).fill(0);
    for (let index = 0; index < 10_000; index++) {
      const tenth = Math.floor(chance('volunteer', `H${index % 97}`, index) * 10);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    for (const count of tenths) expect(Math.abs(count - 1_000)).toBeLessThan(150);
  });

  it('has half of the waits below the median, and none above eight times of it', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 0.999_999, noNaN: true }), (drawn) => {
        const wait = waited(drawn, 60);
        expect(wait).toBeLessThanOrEqual(480);
        expect(wait <= 60 + 1e-6).toBe(drawn <= 0.5);
      }),
    );
  });
});

describe('the troubles of a day', () => {
  it('are the same for a seed, in order, and within what is played', async () => {
    const script = await village();
    fc.assert(
      fc.property(seeds, (seed) => {
        const trouble = drawTrouble(script, seed);
        expect(drawTrouble(script, seed)).toEqual(trouble);
        expect(trouble.map(({ at }) => at)).toEqual(trouble.map(({ at }) => at).toSorted((a, b) => a - b));
        expect(new Set(trouble.map(({ id }) => id)).size).toBe(trouble.length);
        for (const { at } of trouble) {
          expect(at).toBeGreaterThanOrEqual(script.from - HOUR);
          expect(at).toBeLessThan(script.until);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('are for everybody else what they were when one person more is on a shift', async () => {
    const script = await village();
    const [first] = script.shifts;
    const [spare] = script.spares;
    if (!first || !spare) throw new Error('an empty village');
    const more: Script = {
      ...script,
      players: [...script.players, spare],
      shifts: script.shifts.map((shift) =>
        shift.code === first.code
          ? { ...shift, assignments: [...shift.assignments, { person: spare.id, state: 'accepted' }] }
          : shift,
      ),
    };
    fc.assert(
      fc.property(seeds, (seed) => {
        const [before, after] = [drawTrouble(script, seed), drawTrouble(more, seed)];
        for (const shift of script.shifts)
          for (const { person } of liveOf(shift))
            expect(cameTo(after, shift.code, person)).toBe(cameTo(before, shift.code, person));
        const rest = (all: typeof before) =>
          all.flatMap((one) =>
            one.kind === 'volunteer-comes' || one.kind === 'cannot-come' || one.kind === 'page' ? [] : [one],
          );
        expect(rest(after)).toEqual(rest(before));
        // Somebody else may open a page; when, where and why stay.
        const pages = (all: typeof before) =>
          all.flatMap((one) => (one.kind === 'page' ? [{ ...one, by: '' }] : []));
        expect(pages(after)).toEqual(pages(before));
      }),
      { numRuns: 50 },
    );
  });
});

describe('people', () => {
  const doings = fc.constantFrom<Doing>('awake', 'busy', 'asleep', 'on-stage', 'absent');
  it('answer a call while it rings, nothing on stage, and no message in Slack asleep', () => {
    fc.assert(
      fc.property(
        seeds,
        doings,
        fc.constantFrom('slack', 'sms', 'voice', 'email'),
        (seed, doing, channel) => {
          const reaction = reactionTo(channel, doing, chanceOf(seed), 'U1', 'a page', channel, 1);
          expect(reactionTo(channel, doing, chanceOf(seed), 'U1', 'a page', channel, 1)).toEqual(reaction);
          if (doing === 'on-stage' || channel === 'email') expect(reaction).toBeUndefined();
          if (doing === 'asleep' && channel === 'slack') expect(reaction).toBeUndefined();
          if (reaction && channel === 'voice') expect(reaction.after).toBeLessThanOrEqual(25_000);
          if (reaction) expect(reaction.after).toBeGreaterThanOrEqual(3_000);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ['23:29', false],
    ['23:30', true],
    ['03:00', true],
    ['06:59', true],
    ['07:00', false],
  ])('at %s it is night: %s', (clock, isNight) => {
    expect(isNightTime(clock)).toBe(isNight);
  });
});
