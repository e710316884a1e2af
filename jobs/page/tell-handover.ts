/** The end of somebody's shift: the page that they have is to be taken over, unless they keep it. */
import { job } from '../../src/core/job.ts';
import { sendOnce } from '../../src/core/once.ts';
import { languageOf } from '../../src/i18n/index.ts';
import { tellHandover } from '../../src/page/domain/jobs.ts';
import { pageDocument } from '../../src/page/domain/page.ts';
import { loadPeople } from '../../src/page/load.ts';
import { peopleText, targetText } from '../../src/page/words.ts';
import { actions, button, section } from '../../src/slack/blocks.ts';
import { escape } from '../../src/slack/mrkdwn.ts';

export default job({
  kind: tellHandover,
  async run({ page: code, person: id }, deps, { id: key, mayHaveRunBefore }) {
    const page = (await deps.store.get(pageDocument, code))?.value;
    if (page?.acknowledged?.by !== id || !page.handover) return undefined;
    const { to } = page.handover;
    const [person, event, names] = await Promise.all([
      deps.directory.person(id),
      deps.events.settings(),
      loadPeople([...to, ...(page.target.kind === 'person' ? [page.target.name] : [])], deps),
    ]);
    if (!person?.slack || person.deactivated) return undefined;
    const { t } = languageOf(person, event);
    const text = t('page.dm.handedOver', {
      code: escape(code),
      where: targetText(page.target, names, t),
      people: peopleText(to, names),
      count: to.length,
    });
    const buttons = [
      button('page.keep', t('page.button.keep'), code),
      button('page.resolve', t('page.button.resolve'), code),
    ];
    const message = { text, blocks: [section(text), ...actions(buttons)] };
    await sendOnce(deps.chat, { person: person.slack }, { key, message, mayHaveRunBefore });
    return undefined;
  },
});
