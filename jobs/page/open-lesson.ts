/** Pages somebody for the lesson that their dojo is at, over the one channel that it teaches. */

import { job } from '../../src/core/job.ts';
import { languageOf } from '../../src/i18n/index.ts';
import { dojoDocument, isAt, lessonOrigin } from '../../src/page/domain/dojo.ts';
import { openLesson } from '../../src/page/domain/dojo-jobs.ts';
import { openOrFindPage } from '../../src/page/open.ts';

export default job({
  kind: openLesson,
  async run({ person: id, run, lesson, attempt }, deps) {
    const [dojo, person, event] = await Promise.all([
      deps.store.get(dojoDocument, id),
      deps.directory.person(id),
      deps.events.settings(),
    ]);
    if (!isAt(dojo?.value, { run, lesson }) || dojo?.value.attempt !== attempt || !person) return undefined;
    const { t } = languageOf(person, event);
    await openOrFindPage(
      {
        target: { kind: 'person', name: id },
        critical: false,
        kind: 'test',
        message: t(`page.dojo.message.${lesson}`),
        author: id,
        authorName: 'Callboard',
        origin: lessonOrigin(id, { run, lesson, attempt }),
        lesson: { name: lesson, run },
      },
      deps,
    );
    return undefined;
  },
});
