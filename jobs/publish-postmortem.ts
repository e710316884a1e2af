/** Posts the summary for everybody in the announcement channel, with the Markdown file in its thread. */
import { incidentDocument } from '../src/domain/incidents/incident.ts';
import { publishPostmortem } from '../src/domain/incidents/jobs.ts';
import { postmortemDocument } from '../src/domain/incidents/postmortem.ts';
import { translator } from '../src/i18n/index.ts';
import { readModel } from '../src/incidents/model.ts';
import { markdown, summaryOf } from '../src/incidents/postmortem-text.ts';
import { shared } from '../src/incidents/read.ts';
import { named } from '../src/incidents/words.ts';
import { job } from '../src/job.ts';
import { sendOnce } from '../src/once.ts';
import { escape } from '../src/slack-text.ts';

export default job({
  kind: publishPostmortem,
  async run({ incident: code }, deps, { id, again }) {
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
      summary: escape(summaryOf(model, t)),
    });
    const posted = await sendOnce(chat, { channel }, { key: id, message: { text }, again });
    const file = {
      name: `${incident.value.drill ? 'drill-' : ''}${code.toLowerCase()}.md`,
      title: `${code} ${incident.value.title}`,
      content: markdown(model, t),
    };
    const thread = { channel: posted.channel, thread: posted.ts };
    // Whatever was posted just now has no file in its thread yet; what was found may have it.
    const before = again ? await chat.sentBefore(thread, file.name) : undefined;
    if (!before) await chat.upload(posted.channel, file, { thread: posted.ts });
    return undefined;
  },
});
