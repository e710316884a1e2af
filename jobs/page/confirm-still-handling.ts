/** Twenty minutes after an acknowledgement: are they still on it? */

import { job } from '../../src/core/job.ts';
import { sendOnce } from '../../src/core/once.ts';
import { languageOf } from '../../src/i18n/index.ts';
import { recordStillHandlingAsked } from '../../src/page/domain/answers.ts';
import { confirmStillHandling } from '../../src/page/domain/jobs.ts';
import { pageDocument } from '../../src/page/domain/page.ts';
import { actions, button, section } from '../../src/slack/blocks.ts';
import { escape, inert } from '../../src/slack/mrkdwn.ts';

export default job({
  kind: confirmStillHandling,
  async run({ page: code }, deps, { mayHaveRunBefore }) {
    const page = await deps.store.get(pageDocument, code);
    const by = page?.value.acknowledged?.by;
    if (page?.value.state !== 'acknowledged' || by === undefined) return undefined;
    const [person, event] = await Promise.all([deps.directory.person(by), deps.events.settings()]);
    if (!person?.slack) return recordStillHandlingAsked(page.value, deps.clock.now());
    const { t } = languageOf(person, event);
    const text = t('page.reask', { code: escape(code), message: inert(page.value.message) });
    const buttons = [
      button('page.resolve', t('page.button.resolve'), code, 'primary'),
      button('page.keep', t('page.button.keep'), code),
      button('page.escalate', t('page.button.escalate'), code),
    ];
    const message = { text, blocks: [section(text), ...actions(buttons)] };
    // Of this acknowledgement. A page that changes within the crash may be asked about twice.
    const key = `reask:${code}:${page.version}`;
    await sendOnce(deps.chat, { person: person.slack }, { key, message, mayHaveRunBefore });
    return recordStillHandlingAsked(page.value, deps.clock.now());
  },
});
