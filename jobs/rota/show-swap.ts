/** Sends the question of a swap to both, and brings both messages up to date as they answer. */
import { updatedIfPossible } from '../../src/core/card.ts';
import { put, recordFact } from '../../src/core/commit.ts';
import { PermanentError } from '../../src/core/errors.ts';
import { job } from '../../src/core/job.ts';
import { sendOnce } from '../../src/core/once.ts';
import { rotaTold } from '../../src/rota/domain/facts.ts';
import { showSwap } from '../../src/rota/domain/jobs.ts';
import { type Swap, swapDocument } from '../../src/rota/domain/swap.ts';
import { readShift } from '../../src/rota/load.ts';
import { swapQuestion } from '../../src/rota/questions.ts';
import { loadNames, readerFor } from '../../src/rota/words.ts';

export default job({
  kind: showSwap,
  async run({ swap: id }, deps, { mayHaveRunBefore }) {
    const found = await deps.store.get(swapDocument, id);
    if (!found) return undefined;
    const swap = found.value;
    const shifts = {
      shift: (await readShift(deps, swap.shift))?.value,
      other: swap.other === undefined ? undefined : (await readShift(deps, swap.other))?.value,
    };
    const who = await loadNames(deps);
    const asks: Swap['asks'] = { ...swap.asks };
    const both = await Promise.all([swap.from, swap.to].map((one) => deps.directory.person(one)));
    const reached = both.flatMap((person) => (person?.slack ? [{ person, slack: person.slack }] : []));
    // Nobody is asked where the other cannot be.
    if (reached.length < 2) throw new PermanentError('unreachable');
    for (const { person, slack } of reached) {
      const personId = person.id;
      const key = `swap-${id}-${personId}`;
      const message = swapQuestion(swap, shifts, personId, key, await readerFor(person, deps), who);
      const at = asks[personId];
      const question = { key, message, mayHaveRunBefore, redraw: true };
      if (at) await updatedIfPossible(deps.chat, at, message);
      else asks[personId] = await sendOnce(deps.chat, { person: slack }, question);
    }
    if (Object.keys(asks).length === Object.keys(swap.asks).length) return undefined;
    return {
      put: [put(swapDocument, id, { ...swap, asks }, found.version)],
      facts: [
        recordFact(rotaTold, {
          at: deps.clock.now(),
          by: 'callboard',
          about: [`swap:${id}`, `person:${swap.from}`, `person:${swap.to}`],
          data: { to: `${swap.from},${swap.to}`, what: 'swap' },
        }),
      ],
    };
  },
});
