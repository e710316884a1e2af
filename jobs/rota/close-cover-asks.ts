/** Brings the questions up to date that were asked for a cover that is over. */
import { updatedIfPossible } from '../../src/core/card.ts';
import { job } from '../../src/core/job.ts';
import { coverDocument } from '../../src/rota/domain/cover.ts';
import { closeCoverAsks } from '../../src/rota/domain/jobs.ts';
import { readShift } from '../../src/rota/load.ts';
import { coverQuestion } from '../../src/rota/questions.ts';
import { loadNames, readerFor } from '../../src/rota/words.ts';

export default job({
  kind: closeCoverAsks,
  async run({ cover: id }, deps) {
    const cover = (await deps.store.get(coverDocument, id))?.value;
    if (!cover || cover.state === 'open') return undefined;
    const shift = (await readShift(deps, cover.shift))?.value;
    const who = await loadNames(deps);
    for (const { person, at } of cover.asked) {
      // Whoever took it has read so in their own message.
      if (!at || person === cover.takenBy) continue;
      const reader = await readerFor(await deps.directory.person(person), deps);
      const message = coverQuestion(cover, shift, `cover-${id}-${person}`, reader, who);
      await updatedIfPossible(deps.chat, at, message);
    }
    return undefined;
  },
});
