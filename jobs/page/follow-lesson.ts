/** Somebody answered a lesson of their dojo: the next one comes, where the answer is the one it asks for. */

import { job } from '../../src/core/job.ts';
import { goOn } from '../../src/page/dojo.ts';
import { dojoDocument, isAt } from '../../src/page/domain/dojo.ts';
import { followLessonPage } from '../../src/page/domain/dojo-jobs.ts';
import { isLearned } from '../../src/page/domain/lesson.ts';
import { pageDocument } from '../../src/page/domain/page.ts';

export default job({
  kind: followLessonPage,
  async run({ page: code }, deps) {
    const page = await deps.store.get(pageDocument, code);
    if (!page?.value.lesson || !isLearned(page.value)) return undefined;
    const dojo = await deps.store.get(dojoDocument, page.value.target.name);
    const at = { run: page.value.lesson.run, lesson: page.value.lesson.name };
    return dojo && isAt(dojo.value, at) ? await goOn(dojo, 'passed', deps) : undefined;
  },
});
