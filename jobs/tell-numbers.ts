/** A provider is in trouble: each organizer gets the numbers to dial by hand, in a direct message. */
import { tellNumbers } from '../src/domain/paging/jobs.ts';
import { asked, pageDocument } from '../src/domain/paging/page.ts';
import { languageOf } from '../src/i18n/index.ts';
import { job } from '../src/job.ts';
import { sendOnce, toEach } from '../src/once.ts';
import { loadPeople } from '../src/paging/load.ts';
import { escape, mention } from '../src/slack-text.ts';

export default job({
  kind: tellNumbers,
  async run({ page: code }, deps, { id: key, again }) {
    const [page, event] = await Promise.all([deps.store.get(pageDocument, code), deps.events.settings()]);
    if (page?.value.state !== 'open') return undefined;
    const people = await loadPeople([...asked(page.value), ...event.organizers], deps);
    const numbers = asked(page.value).flatMap((id) => {
      const person = people.get(id);
      return person?.phone ? [`• ${mention(person)} ${person.phone.number}`] : [];
    });
    await toEach(event.organizers, async (person) => {
      const { t } = languageOf(people.get(person), event);
      const list = numbers.length > 0 ? numbers.join('\n') : t('page.noNumbers');
      const text = `${t('page.numbers', { code, message: escape(page.value.message) })}\n${list}`;
      await sendOnce(deps.chat, { person }, { key, message: { text }, again });
    });
    return undefined;
  },
});
