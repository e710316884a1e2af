/** Says how somebody's dojo ended, and what they can do now. */

import { PermanentError } from '../../src/core/errors.ts';
import { job } from '../../src/core/job.ts';
import { sendOnce } from '../../src/core/once.ts';
import { languageOf } from '../../src/i18n/index.ts';
import { dojoEndMessage } from '../../src/page/dojo-view.ts';
import { dojoDocument } from '../../src/page/domain/dojo.ts';
import { tellDojoEnded } from '../../src/page/domain/dojo-jobs.ts';

export default job({
  kind: tellDojoEnded,
  async run({ person: id, run }, deps, { id: key, mayHaveRunBefore }) {
    const [dojo, person, event] = await Promise.all([
      deps.store.get(dojoDocument, id),
      deps.directory.person(id),
      deps.events.settings(),
    ]);
    if (dojo?.value.run !== run || !person?.slack) return undefined;
    const message = dojoEndMessage(dojo.value, languageOf(person, event).t);
    await sendOnce(deps.chat, { person: person.slack }, { key, message, mayHaveRunBefore }).catch(
      (error: unknown) => {
        if (!(error instanceof PermanentError)) throw error;
      },
    );
    return undefined;
  },
});
