/** Tells the organizers what they must know: in the ops channel, or each of them where there is none. */
import { tellOrganizers } from '../src/domain/event/jobs.ts';
import { fill, type Key, locales } from '../src/i18n/index.ts';
import { job } from '../src/job.ts';

export default job({
  kind: tellOrganizers,
  async run({ key, params }, { chat, events }) {
    const event = await events.settings();
    const text = fill(locales[event.language][key as Key] ?? key, params);
    if (event.channels.ops) await chat.post(event.channels.ops, { text });
    else for (const organizer of event.organizers) await chat.dm(organizer, { text });
    return undefined;
  },
});
