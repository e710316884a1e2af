/** Whatever comes in at a door that parses, it is answered or refused in words. `FUZZ_INPUTS=200000` for a long run. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { callboard } from '../../../commands/callboard/command.ts';
import { changedFuse } from '../../../commands/page/fuse.ts';
import { readClock } from '../../../src/formats/table/clock.ts';
import { DEFAULT_FUSE } from '../../../src/page/domain/fuse.ts';
import { fakeWorld } from '../../support/fake-deps.ts';
import { anyInput, Doors } from '../../support/fuzz-doors.ts';

const INPUTS = Number(process.env['FUZZ_INPUTS'] ?? 3_000);

test(`${INPUTS} made-up inputs over all doors: nothing breaks, nothing typed is live`, async () => {
  const doors = new Doors();
  const seed = Number(process.env['FUZZ_SEED'] ?? 42);
  await fc.assert(
    fc.asyncProperty(anyInput, (input) => doors.enter(input)),
    { numRuns: INPUTS, seed },
  );
  const { answered, refused, slowest } = doors;
  console.log(
    `${answered} answered, ${refused} refused; slowest ${Math.round(slowest.took)} ms (${slowest.door})`,
  );
  expect(answered + refused).toBe(INPUTS);
}, 3_600_000);

test.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])(
  'a word that every object has means nothing: %s',
  async (word) => {
    const world = await fakeWorld();
    await expect(world.type('UORG', callboard, `language ${word}`)).rejects.toMatchObject({
      key: 'callboard.language.how',
    });
    expect(changedFuse(DEFAULT_FUSE, `${word} 5`)).toBeUndefined();
    expect(readClock(word)).toBeUndefined();
  },
);
