/** Tells the organizers what they must know: in the ops channel, or each of them where there is none. */
import { tellOrganizers } from '../../src/callboard/domain/jobs.ts';
import { job } from '../../src/core/job.ts';
import { sendToOrganizers } from '../../src/core/once.ts';
import { fill, type Key, locales } from '../../src/i18n/index.ts';

export default job({
  kind: tellOrganizers,
  async run({ key, params }, { chat, events }, { id, mayHaveRunBefore }) {
    const event = await events.settings();
    const text = fill(locales[event.language][key as Key] ?? key, params, event.language);
    await sendToOrganizers(chat, event, { key: id, message: { text }, mayHaveRunBefore });
    return undefined;
  },
});
