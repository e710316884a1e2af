/** Brings the question up to date that one person was asked for a cover that is over. */
import { updatedIfPossible } from '../../src/core/card.ts';
import { job } from '../../src/core/job.ts';
import { coverDocument } from '../../src/rota/domain/cover.ts';
import { closeCoverAsk } from '../../src/rota/domain/jobs.ts';
import { readShift } from '../../src/rota/load.ts';
import { coverQuestion } from '../../src/rota/questions.ts';
import { loadNames, readerFor } from '../../src/rota/words.ts';

export default job({
  kind: closeCoverAsk,
  async run({ cover: id, person }, deps) {
    const cover = (await deps.store.get(coverDocument, id))?.value;
    const at = cover?.asked.find((one) => one.person === person)?.at;
    if (!cover || cover.state === 'open' || !at) return undefined;
    const shift = (await readShift(deps, cover.shift))?.value;
    const reader = await readerFor(await deps.directory.person(person), deps);
    const message = coverQuestion(cover, shift, `cover-${id}-${person}`, reader, await loadNames(deps));
    await updatedIfPossible(deps.chat, at, message);
    return undefined;
  },
});
