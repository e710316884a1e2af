/** Once a week: those on the coming rota who never tried their channels are asked to, each by a job. */
import { due, happened } from '../src/domain/commit.ts';
import { instantText } from '../src/domain/instant.ts';
import { untestedReminded } from '../src/domain/paging/facts.ts';
import { askUntested, remindUntested } from '../src/domain/paging/jobs.ts';
import { neverTested, testedDocument } from '../src/domain/paging/tests.ts';
import { job } from '../src/job.ts';

export default job({
  kind: remindUntested,
  async run(_data, deps) {
    const now = deps.clock.now();
    const [shifts, tested] = await Promise.all([deps.shifts.read(), deps.store.all(testedDocument)]);
    const all = [...shifts.values()].map(({ value }) => value);
    const people = neverTested(all, new Set(tested.map((one) => one.id)), now);
    const asked = instantText(now);
    return {
      facts: [happened(untestedReminded, { at: now, by: 'callboard', about: [], data: { people } })],
      jobs: people.map((person) => due(askUntested, `ask-untested:${person}`, now, { person, asked })),
    };
  },
});
