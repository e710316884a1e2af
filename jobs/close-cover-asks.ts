/** Brings the questions up to date that were asked for a cover that is over. */
import { coverDocument } from '../src/domain/rota/cover.ts';
import { closeCoverAsks } from '../src/domain/rota/jobs.ts';
import { PermanentError } from '../src/errors.ts';
import { job } from '../src/job.ts';
import { readShift } from '../src/rota/load.ts';
import { coverQuestion } from '../src/rota/questions.ts';
import { readerFor, whoIs } from '../src/rota/words.ts';

export default job({
  kind: closeCoverAsks,
  async run({ cover: id }, deps) {
    const cover = (await deps.store.get(coverDocument, id))?.value;
    if (!cover || cover.state === 'open') return undefined;
    const shift = (await readShift(deps, cover.shift))?.value;
    const who = await whoIs(deps);
    for (const { person, at } of cover.asked) {
      // Whoever took it has read so in their own message.
      if (!at || person === cover.takenBy) continue;
      const reader = await readerFor(await deps.directory.person(person), deps);
      try {
        await deps.chat.update(at, coverQuestion(cover, shift, `cover-${id}-${person}`, reader, who));
      } catch (error) {
        // A message that was deleted shows nothing that is past.
        if (!(error instanceof PermanentError)) throw error;
      }
    }
    return undefined;
  },
});
