/** A dojo that nobody went on with for an hour is over, and its page with it. */

import { mergeChanges } from '../../src/core/commit.ts';
import { job } from '../../src/core/job.ts';
import { lessonOver } from '../../src/page/dojo.ts';
import { dojoDocument, stopDojo } from '../../src/page/domain/dojo.ts';
import { expireDojo } from '../../src/page/domain/dojo-jobs.ts';

export default job({
  kind: expireDojo,
  async run({ person, run }, deps) {
    const dojo = await deps.store.get(dojoDocument, person);
    if (dojo?.value.run !== run) return undefined;
    return mergeChanges(stopDojo(dojo, deps.clock.now(), true), await lessonOver(person, dojo.value, deps));
  },
});
