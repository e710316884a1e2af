/** Posts the summary for everybody in the announcement channel, with the Markdown file in its thread. */

import { job } from '../../src/core/job.ts';
import { sendOnce } from '../../src/core/once.ts';
import { translator } from '../../src/i18n/index.ts';
import { incidentDocument } from '../../src/incident/domain/incident.ts';
import { publishPostmortem } from '../../src/incident/domain/jobs.ts';
import { postmortemDocument } from '../../src/incident/domain/postmortem.ts';
import { shared } from '../../src/incident/load.ts';
import { readModel } from '../../src/incident/load-postmortem.ts';
import { markdown, postmortemSummary } from '../../src/incident/postmortem-text.ts';
import { named } from '../../src/incident/words.ts';
import { escape } from '../../src/slack/mrkdwn.ts';

export default job({
  kind: publishPostmortem,
  async run({ incident: code }, deps, { id, mayHaveRunBefore }) {
    const { store, chat } = deps;
    const [incident, postmortem] = await Promise.all([
      store.get(incidentDocument, code),
      store.get(postmortemDocument, code),
    ]);
    if (!incident || !postmortem) return undefined;
    const { event, zone, locale } = await shared(deps);
    const t = translator(locale);
    // A drill is nobody's business but of those who took part.
    const channel = incident.value.drill
      ? (event.channels.incidents ?? event.channels.ops)
      : (event.channels.announcements ?? event.channels.ops);
    if (!channel) return undefined;
    const model = await readModel(incident.value, postmortem.value, zone, locale, deps);
    const text = t('incident.pm.post', {
      incident: named(incident.value),
      summary: escape(postmortemSummary(model, t)),
    });
    const posted = await sendOnce(chat, { channel }, { key: id, message: { text }, mayHaveRunBefore });
    const file = {
      name: `${incident.value.drill ? 'drill-' : ''}${code.toLowerCase()}.md`,
      title: `${code} ${incident.value.title}`,
      content: markdown(model, t),
    };
    const thread = { channel: posted.channel, thread: posted.ts };
    // Whatever was posted just now has no file in its thread yet; what was found may have it.
    const before = mayHaveRunBefore ? await chat.sentBefore(thread, file.name) : undefined;
    if (!before) await chat.upload(posted.channel, file, { thread: posted.ts });
    return undefined;
  },
});
