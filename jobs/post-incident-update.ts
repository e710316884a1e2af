/** Posts an update for everybody in the announcement channel, and in the incident's thread. */
import { incidentCardDocument, incidentDocument } from '../src/domain/incidents/incident.ts';
import { postUpdate } from '../src/domain/incidents/jobs.ts';
import { translator } from '../src/i18n/index.ts';
import { shared } from '../src/incidents/read.ts';
import { named } from '../src/incidents/words.ts';
import { job } from '../src/job.ts';
import { escape, mentionId } from '../src/slack-text.ts';

export default job({
  kind: postUpdate,
  async run({ incident: code, number, text, by }, deps, { attempt }) {
    const { store, chat } = deps;
    const [incident, card] = await Promise.all([
      store.get(incidentDocument, code),
      store.get(incidentCardDocument, code),
    ]);
    if (!incident) return undefined;
    const { event, locale } = await shared(deps);
    const t = translator(locale);
    const title = named(incident.value);
    // The thread first: if it fails, everybody has not been told twice when this runs again.
    if (card && attempt === 1) {
      const message = {
        text: t('incident.update.thread', { number, by: mentionId(by), text: escape(text) }),
      };
      await chat.post(card.value.channel, message, { thread: card.value.ts });
    }
    const channel = event.channels.announcements ?? event.channels.ops;
    if (channel)
      await chat.post(channel, {
        text: t('incident.update.post', { incident: title, number, text: escape(text) }),
      });
    return undefined;
  },
});
