/** Posts an incident's card, or brings it up to date; one whose message is gone is posted again. */
import { recordCard, updated } from '../../src/core/card.ts';
import { recordFact } from '../../src/core/commit.ts';
import { PermanentError } from '../../src/core/errors.ts';
import { job } from '../../src/core/job.ts';
import { sendOnce } from '../../src/core/once.ts';
import { translator } from '../../src/i18n/index.ts';
import { incidentCardMessage } from '../../src/incident/card.ts';
import { incidentCardPosted } from '../../src/incident/domain/facts.ts';
import { incidentCardDocument, incidentDocument } from '../../src/incident/domain/incident.ts';
import { updateIncidentCard as kind } from '../../src/incident/domain/jobs.ts';
import { aboutIncident } from '../../src/incident/domain/transitions.ts';
import { shared } from '../../src/incident/load.ts';

export default job({
  kind,
  async run({ incident: code }, deps, { mayHaveRunBefore }) {
    const { store, chat, clock } = deps;
    const [incident, card] = await Promise.all([
      store.get(incidentDocument, code),
      store.get(incidentCardDocument, code),
    ]);
    if (!incident) return undefined;
    const { event, zone, locale } = await shared(deps);
    const now = clock.now();
    const message = incidentCardMessage(
      { incident: incident.value, now: now.toString(), zone, locale },
      translator(locale),
    );
    if (await updated(chat, card?.value, message)) return undefined;
    const channel = event.channels.incidents ?? event.channels.ops;
    if (!channel) throw new PermanentError('no-incidents-channel');
    const sending = { key: `incident-card:${code}`, message, mayHaveRunBefore, redraw: true };
    const posted = await sendOnce(chat, { channel }, sending);
    await recordCard(deps, incidentCardDocument, {
      id: code,
      value: { incident: code, ...posted },
      version: card?.version ?? 0,
      fact: recordFact(incidentCardPosted, {
        at: now,
        by: 'callboard',
        about: aboutIncident(incident.value),
        data: { incident: code, channel: posted.channel },
      }),
    });
    return undefined;
  },
});
