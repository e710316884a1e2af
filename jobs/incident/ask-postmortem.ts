/** Asks the commander for the postmortem again, 24 and 48 hours after the end. */

import { job } from '../../src/core/job.ts';
import { sendOnce } from '../../src/core/once.ts';
import { languageOf } from '../../src/i18n/index.ts';
import { askPostmortem } from '../../src/incident/domain/jobs.ts';
import { askForPostmortem } from '../../src/incident/domain/postmortem.ts';
import { isVisibleTo } from '../../src/incident/domain/privacy.ts';
import { failedInPrivate } from '../../src/incident/failed.ts';
import { readIncident, readPostmortem } from '../../src/incident/read.ts';
import { quotedName } from '../../src/incident/words.ts';
import { escape } from '../../src/slack/mrkdwn.ts';

export default job({
  kind: askPostmortem,
  async run({ incident: code, hours }, deps, { id, mayHaveRunBefore }) {
    const { chat, clock, directory, events } = deps;
    const [incident, postmortem] = await Promise.all([
      readIncident(code, 'responders', deps),
      readPostmortem(code, 'responders', deps),
    ]);
    const change = incident && askForPostmortem(incident.value, postmortem?.value, hours, clock.now());
    if (!incident || !change) return undefined;
    const commander = incident.value.roles.commander ?? incident.value.declaredBy;
    // Whoever declared a private one may have been taken off it since.
    if (!isVisibleTo(incident.value, { id: commander })) return change;
    const person = await directory.person(commander);
    const { t } = languageOf(person, await events.settings());
    const where = postmortem?.value.thread && (await chat.permalink(postmortem.value.thread));
    const text = t('incident.pm.ask', {
      incident: quotedName(incident.value, t),
      link: escape(where ?? ''),
    });
    if (person?.slack)
      await sendOnce(chat, { person: person.slack }, { key: id, message: { text }, mayHaveRunBefore });
    return change;
  },
  failed: ({ incident }, code, deps) => failedInPrivate(incident, code, deps),
});
