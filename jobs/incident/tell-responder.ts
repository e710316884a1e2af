/** Tells whoever has charge of a private incident that something of it could not be sent, in a direct message. */
import { job } from '../../src/core/job.ts';
import { sendOnce } from '../../src/core/once.ts';
import { languageOf } from '../../src/i18n/index.ts';
import { tellResponder } from '../../src/incident/domain/jobs.ts';
import { respondingPeople } from '../../src/incident/domain/privacy.ts';
import { readIncident } from '../../src/incident/read.ts';
import { escape } from '../../src/slack/mrkdwn.ts';

export default job({
  kind: tellResponder,
  async run({ incident: code, what }, deps, { id, mayHaveRunBefore }) {
    const { chat, directory, events } = deps;
    const incident = (await readIncident(code, 'responders', deps))?.value;
    if (!incident) return undefined;
    const people = respondingPeople(incident);
    const { commander } = incident.roles;
    const [person, event] = await Promise.all([
      directory.person(commander ?? people[0] ?? incident.declaredBy),
      events.settings(),
    ]);
    const { t } = languageOf(person, event);
    const text = t('incident.private.failed', { code: escape(code), what: escape(what) });
    if (person?.slack)
      await sendOnce(chat, { person: person.slack }, { key: id, message: { text }, mayHaveRunBefore });
    return undefined;
  },
  // Nobody else may hear that there is such an incident; the log has the reason.
  failed: async () => 'quiet',
});
