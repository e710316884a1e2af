/** Tells whoever asked for a drill that it has begun, or how it ended. */

import { PermanentError } from '../../src/core/errors.ts';
import { job } from '../../src/core/job.ts';
import { sendOnce } from '../../src/core/once.ts';
import { languageOf } from '../../src/i18n/index.ts';
import { drillDocument, tellDrillAsker } from '../../src/incident/domain/drill.ts';
import { askerMessage } from '../../src/incident/drill-view.ts';
import { loadScore } from '../../src/incident/load-score.ts';

export default job({
  kind: tellDrillAsker,
  async run({ drill: code, what }, deps, { id: key, mayHaveRunBefore }) {
    const drill = (await deps.store.get(drillDocument, code))?.value;
    if (!drill) return undefined;
    const [person, event] = await Promise.all([deps.directory.person(drill.by), deps.events.settings()]);
    if (!person?.slack) return undefined;
    const { t, locale } = languageOf(person, event);
    const score = what === 'ended' && drill.incident !== undefined ? await loadScore(drill, deps) : undefined;
    const message = askerMessage(drill, what, score, { t, locale });
    await sendOnce(deps.chat, { person: person.slack }, { key, message, mayHaveRunBefore }).catch(
      (error: unknown) => {
        // Whoever has left the workspace is no alarm for the organizers.
        if (!(error instanceof PermanentError)) throw error;
      },
    );
    return undefined;
  },
});
