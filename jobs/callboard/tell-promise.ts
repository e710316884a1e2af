/** Tells organizers that a promise burns too fast or is spent, with the numbers of now and what they can do. */
import { tellPromise } from '../../src/callboard/domain/jobs.ts';
import { readPromises } from '../../src/callboard/promises/load.ts';
import { promiseWarning } from '../../src/callboard/promises/words.ts';
import { job } from '../../src/core/job.ts';
import { sendToOrganizers } from '../../src/core/once.ts';
import { translator } from '../../src/i18n/index.ts';

export default job({
  kind: tellPromise,
  async run({ promise, what }, deps, { id: key, mayHaveRunBefore }) {
    const [event, { figures, terms }] = await Promise.all([deps.events.settings(), readPromises(deps)]);
    const one = figures.find(({ name }) => name === promise);
    if (!one) return undefined;
    const text = promiseWarning({ what }, one, terms, translator(event.language));
    await sendToOrganizers(deps.chat, event, { key, message: { text }, mayHaveRunBefore });
    return undefined;
  },
});
