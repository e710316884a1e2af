/** Once a week: those on the coming rota who never tried their channels are asked to, each by a job. */
import { recordFact, scheduleJob } from '../../src/core/commit.ts';
import { instantText } from '../../src/core/instant.ts';
import { job } from '../../src/core/job.ts';
import { untestedReminded } from '../../src/page/domain/facts.ts';
import { askUntested, remindUntested } from '../../src/page/domain/jobs.ts';
import { neverTested, testedDocument } from '../../src/page/domain/tests.ts';

export default job({
  kind: remindUntested,
  async run(_data, deps) {
    const now = deps.clock.now();
    const [shifts, tested] = await Promise.all([deps.shifts.read(), deps.store.all(testedDocument)]);
    const all = [...shifts.values()].map(({ value }) => value);
    const people = neverTested(all, new Set(tested.map((one) => one.id)), now);
    const asked = instantText(now);
    return {
      facts: [recordFact(untestedReminded, { at: now, by: 'callboard', about: [], data: { people } })],
      jobs: people.map((person) => scheduleJob(askUntested, now, { person, asked })),
    };
  },
});
