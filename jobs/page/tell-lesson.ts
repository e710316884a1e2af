/** Says what just happened in somebody's dojo and what comes next; that comes a few seconds later. */

import { scheduleJob } from '../../src/core/commit.ts';
import { PermanentError } from '../../src/core/errors.ts';
import { job } from '../../src/core/job.ts';
import { sendOnce } from '../../src/core/once.ts';
import { languageOf } from '../../src/i18n/index.ts';
import { lessonMessage } from '../../src/page/dojo-view.ts';
import { dojoDocument, isAt, READING_SECONDS } from '../../src/page/domain/dojo.ts';
import { openLesson, tellLesson } from '../../src/page/domain/dojo-jobs.ts';

export default job({
  kind: tellLesson,
  async run({ person: id, run, lesson, attempt }, deps, { id: key, mayHaveRunBefore }) {
    const [dojo, person, event] = await Promise.all([
      deps.store.get(dojoDocument, id),
      deps.directory.person(id),
      deps.events.settings(),
    ]);
    if (!dojo || !isAt(dojo.value, { run, lesson }) || dojo.value.attempt !== attempt) return undefined;
    if (!person?.slack) return undefined;
    const message = lessonMessage(dojo.value, languageOf(person, event).t);
    await sendOnce(deps.chat, { person: person.slack }, { key, message, mayHaveRunBefore }).catch(
      (error: unknown) => {
        // Whoever has left the workspace is no alarm for the organizers.
        if (!(error instanceof PermanentError)) throw error;
      },
    );
    const at = deps.clock.now().add({ seconds: READING_SECONDS });
    return { jobs: [scheduleJob(openLesson, at, { person: id, run, lesson, attempt })] };
  },
});
