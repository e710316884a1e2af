/** Tells one organizer how tomorrow looks, in their language, as it is when it is sent. */
import { isOrganizer } from '../../src/callboard/domain/event.ts';
import { tellEvening } from '../../src/callboard/domain/jobs.ts';
import { loadTomorrow } from '../../src/callboard/tomorrow.ts';
import { tomorrowMessage } from '../../src/callboard/tomorrow-view.ts';
import { PermanentError } from '../../src/core/errors.ts';
import { job } from '../../src/core/job.ts';
import { sendOnce } from '../../src/core/once.ts';
import { languageOf } from '../../src/i18n/index.ts';

export default job({
  kind: tellEvening,
  async run({ day, person: id }, deps, { id: key, mayHaveRunBefore }) {
    const [person, event] = await Promise.all([deps.directory.person(id), deps.events.settings()]);
    if (!isOrganizer(event, id)) return undefined;
    const language = languageOf(person, event);
    const message = tomorrowMessage(await loadTomorrow(day, language, deps), language);
    await sendOnce(deps.chat, { person: id }, { key, message, mayHaveRunBefore }).catch((error: unknown) => {
      // Whoever has left the workspace is no alarm for the others.
      if (!(error instanceof PermanentError)) throw error;
    });
    return undefined;
  },
});
