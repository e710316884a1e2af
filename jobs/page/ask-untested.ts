/** Asks one person who never tried their channels to do so. */

import { PermanentError } from '../../src/core/errors.ts';
import { job } from '../../src/core/job.ts';
import { sendOnce } from '../../src/core/once.ts';
import { languageOf } from '../../src/i18n/index.ts';
import { askUntested } from '../../src/page/domain/jobs.ts';

export default job({
  kind: askUntested,
  async run({ person: id, asked }, deps, { mayHaveRunBefore }) {
    const [person, event] = await Promise.all([deps.directory.person(id), deps.events.settings()]);
    if (!person?.slack) return undefined;
    const message = { text: languageOf(person, event).t('page.test.remind') };
    const sending = { key: `ask-untested:${asked}`, message, mayHaveRunBefore };
    await sendOnce(deps.chat, { person: person.slack }, sending).catch((error: unknown) => {
      // Whoever has left the workspace is no alarm for the organizers.
      if (!(error instanceof PermanentError)) throw error;
    });
    return undefined;
  },
});
