/** Brings the direct messages about a page up to what is true now: no button of a state that is over. */
import { updateDms } from '../src/domain/paging/jobs.ts';
import { live, pageDocument } from '../src/domain/paging/page.ts';
import { PermanentError } from '../src/errors.ts';
import { job } from '../src/job.ts';
import { dmMessage } from '../src/paging/card.ts';
import { languageOf, loadPeople } from '../src/paging/load.ts';
import { loadCard } from '../src/paging/show.ts';
import { postedAt } from '../src/paging/slack-channel.ts';

const MOST_LOOKS = 5;

export default job({
  kind: updateDms,
  async run({ page: code }, deps) {
    const event = await deps.events.settings();
    let shown = 0;
    for (let look = 1; look <= MOST_LOOKS; look++) {
      const page = await deps.store.get(pageDocument, code);
      if (!page || page.version === shown) return undefined;
      const model = await loadCard(page.value, deps);
      const direct = live(page.value).filter(({ channel }) => channel === 'slack');
      const people = await loadPeople(
        direct.map(({ person }) => person),
        deps,
      );
      for (const { id, person } of direct) {
        const at = postedAt(model.notifications.get(id)?.reference ?? '');
        if (!at) continue;
        const message = dmMessage(model, person, id, languageOf(people.get(person), event));
        try {
          await deps.chat.update(at, message);
        } catch (error) {
          // Deleted by somebody: there is nothing left that could be stale.
          if (!(error instanceof PermanentError)) throw error;
        }
      }
      shown = page.version;
    }
    return undefined;
  },
});
