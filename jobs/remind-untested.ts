/** Once a week: those on the coming rota who never tried their channels are asked to. */
import { happened } from '../src/domain/commit.ts';
import { untestedReminded } from '../src/domain/paging/facts.ts';
import { remindUntested } from '../src/domain/paging/jobs.ts';
import { neverTested, testedDocument } from '../src/domain/paging/tests.ts';
import { PermanentError } from '../src/errors.ts';
import { job } from '../src/job.ts';
import { languageOf, loadPeople } from '../src/paging/load.ts';

export default job({
  kind: remindUntested,
  async run(_data, deps) {
    const now = deps.clock.now();
    const [event, shifts, tested] = await Promise.all([
      deps.events.settings(),
      deps.shifts.read(),
      deps.store.all(testedDocument),
    ]);
    const all = [...shifts.values()].map(({ value }) => value);
    const people = neverTested(all, new Set(tested.map((one) => one.id)), now);
    const persons = await loadPeople(people, deps);
    for (const person of persons.values()) {
      if (!person.slack) continue;
      const { t } = languageOf(person, event);
      try {
        await deps.chat.dm(person.slack, { text: t('page.test.remind') });
      } catch (error) {
        // One who has left the workspace does not keep the others from being asked.
        if (!(error instanceof PermanentError)) throw error;
      }
    }
    return { facts: [happened(untestedReminded, { at: now, by: 'callboard', about: [], data: { people } })] };
  },
});
