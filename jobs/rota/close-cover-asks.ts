/** Has the questions brought up to date that were asked for a cover that is over, by a job each. */
import { scheduleJob } from '../../src/core/commit.ts';
import { job } from '../../src/core/job.ts';
import { coverDocument } from '../../src/rota/domain/cover.ts';
import { closeCoverAsk, closeCoverAsks } from '../../src/rota/domain/jobs.ts';

export default job({
  kind: closeCoverAsks,
  async run({ cover: id }, { store, clock }) {
    const cover = (await store.get(coverDocument, id))?.value;
    if (!cover || cover.state === 'open') return undefined;
    return {
      jobs: cover.asked.flatMap(({ person, at }) =>
        // Whoever took it has read so in their own message.
        at && person !== cover.takenBy
          ? [scheduleJob(closeCoverAsk, clock.now(), { cover: id, person })]
          : [],
      ),
    };
  },
});
