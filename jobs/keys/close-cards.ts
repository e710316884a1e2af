/** Has each card of what is over say so, by a job each: a void deal, a ceremony that began again. */
import { scheduleJob } from '../../src/core/commit.ts';
import { job } from '../../src/core/job.ts';
import { cardsDocument } from '../../src/keys/domain/cards.ts';
import { closeKeyCards, updateKeyCard } from '../../src/keys/domain/jobs.ts';

export default job({
  kind: closeKeyCards,
  async run({ what, of, cards }, { store, clock }) {
    const posts = (await store.get(cardsDocument, cards))?.value.posts ?? [];
    const now = clock.now();
    return { jobs: posts.map((post) => scheduleJob(updateKeyCard, now, { what, of, post, isOld: true })) };
  },
});
