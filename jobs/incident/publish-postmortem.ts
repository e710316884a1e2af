/** Posts the summary for everybody in the announcement channel, with the Markdown file in its thread. */

import type { EventSettings } from '../../src/callboard/domain/event.ts';
import type { Deps } from '../../src/core/deps.ts';
import { job } from '../../src/core/job.ts';
import { sendOnce } from '../../src/core/once.ts';
import type { MessageTarget } from '../../src/core/ports/chat.ts';
import { translator } from '../../src/i18n/index.ts';
import type { Incident } from '../../src/incident/domain/incident.ts';
import { publishPostmortem } from '../../src/incident/domain/jobs.ts';
import { placePostmortem } from '../../src/incident/domain/postmortem.ts';
import { isPrivate } from '../../src/incident/domain/privacy.ts';
import { failedInPrivate } from '../../src/incident/failed.ts';
import { shared } from '../../src/incident/load.ts';
import { readModel } from '../../src/incident/load-postmortem.ts';
import { openPrivatePlace, privateTarget } from '../../src/incident/place.ts';
import { markdown, postmortemSummary } from '../../src/incident/postmortem-text.ts';
import { readIncident, readPostmortem } from '../../src/incident/read.ts';
import { named } from '../../src/incident/words.ts';
import { escape } from '../../src/slack/mrkdwn.ts';

/** Who reads it: everybody; of a drill those who took part, of a private one its responders. */
async function readers(
  incident: Incident,
  { channels }: EventSettings,
  deps: Deps,
): Promise<MessageTarget | undefined> {
  if (isPrivate(incident)) return privateTarget(incident, await openPrivatePlace(incident, deps));
  const channel = (incident.drill ? channels.incidents : channels.announcements) ?? channels.ops;
  return channel === undefined ? undefined : { channel };
}

export default job({
  kind: publishPostmortem,
  async run({ incident: code }, deps, { id, mayHaveRunBefore }) {
    const { chat } = deps;
    const [incident, postmortem] = await Promise.all([
      readIncident(code, 'responders', deps),
      readPostmortem(code, 'responders', deps),
    ]);
    if (!incident || !postmortem) return undefined;
    const { event, zone, locale } = await shared(deps);
    const t = translator(locale);
    const place = await readers(incident.value, event, deps);
    if (!place) return undefined;
    const model = await readModel(incident.value, postmortem.value, zone, locale, deps);
    const text = t('incident.pm.post', {
      incident: named(incident.value),
      summary: escape(postmortemSummary(model, t)),
    });
    const posted = await sendOnce(chat, place, { key: id, message: { text }, mayHaveRunBefore });
    const file = {
      name: `${incident.value.drill ? 'drill-' : ''}${code.toLowerCase()}.md`,
      title: `${code} ${incident.value.title}`,
      content: markdown(model, t),
    };
    const thread = { channel: posted.channel, thread: posted.ts };
    // Whatever was posted just now has no file in its thread yet; what was found may have it.
    const before = mayHaveRunBefore ? await chat.sentBefore(thread, file.name) : undefined;
    if (!before) await chat.upload(posted.channel, file, { thread: posted.ts });
    return placePostmortem(incident.value, postmortem, posted, deps.clock.now());
  },
  failed: ({ incident }, code, deps) => failedInPrivate(incident, code, deps),
});
