/** Asks one person who never tried their channels to do so. */

import { PermanentError } from '../../src/core/errors.ts';
import { job } from '../../src/core/job.ts';
import { sendOnce } from '../../src/core/once.ts';
import { languageOf } from '../../src/i18n/index.ts';
import { dojoOffer } from '../../src/page/dojo-view.ts';
import { askUntested } from '../../src/page/domain/jobs.ts';
import { mrkdwn } from '../../src/slack/mrkdwn.ts';

export default job({
  kind: askUntested,
  async run({ person: id, asked }, deps, { mayHaveRunBefore }) {
    const [person, event] = await Promise.all([deps.directory.person(id), deps.events.settings()]);
    if (!person?.slack) return undefined;
    const { t } = languageOf(person, event);
    const message = dojoOffer(mrkdwn`${t('page.test.remind')} ${t('page.dojo.offer')}`, t);
    const sending = { key: `ask-untested:${asked}`, message, mayHaveRunBefore };
    await sendOnce(deps.chat, { person: person.slack }, sending).catch((error: unknown) => {
      // Whoever has left the workspace is no alarm for the organizers.
      if (!(error instanceof PermanentError)) throw error;
    });
    return undefined;
  },
});
