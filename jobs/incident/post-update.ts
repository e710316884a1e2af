/** Posts an update for everybody in the announcement channel, and in the incident's thread. */

import { job } from '../../src/core/job.ts';
import { sendOnce } from '../../src/core/once.ts';
import { translator } from '../../src/i18n/index.ts';
import { incidentCardDocument, incidentDocument } from '../../src/incident/domain/incident.ts';
import { postUpdate } from '../../src/incident/domain/jobs.ts';
import { shared } from '../../src/incident/load.ts';
import { named } from '../../src/incident/words.ts';
import { escape, mentionId } from '../../src/slack/mrkdwn.ts';

export default job({
  kind: postUpdate,
  async run({ incident: code, number, text, by }, deps, { id, mayHaveRunBefore }) {
    const { store, chat } = deps;
    const [incident, card] = await Promise.all([
      store.get(incidentDocument, code),
      store.get(incidentCardDocument, code),
    ]);
    if (!incident) return undefined;
    const { event, locale } = await shared(deps);
    const t = translator(locale);
    const title = named(incident.value);
    if (card) {
      const place = { channel: card.value.channel, thread: card.value.ts };
      const message = {
        text: t('incident.update.thread', { number, by: mentionId(by), text: escape(text) }),
      };
      await sendOnce(chat, place, { key: id, message, mayHaveRunBefore });
    }
    const channel = event.channels.announcements ?? event.channels.ops;
    if (channel) {
      const message = { text: t('incident.update.post', { incident: title, number, text: escape(text) }) };
      await sendOnce(chat, { channel }, { key: id, message, mayHaveRunBefore });
    }
    return undefined;
  },
});
