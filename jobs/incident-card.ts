/** Posts an incident's card, or brings it up to date; one whose message is gone is posted again. */
import { happened, put } from '../src/domain/commit.ts';
import { aboutIncident } from '../src/domain/incidents/decide.ts';
import { incidentCardPosted } from '../src/domain/incidents/facts.ts';
import { incidentCardDocument, incidentDocument } from '../src/domain/incidents/incident.ts';
import { incidentCard as kind } from '../src/domain/incidents/jobs.ts';
import { PermanentError } from '../src/errors.ts';
import { translator } from '../src/i18n/index.ts';
import { incidentCard } from '../src/incidents/card.ts';
import { shared } from '../src/incidents/read.ts';
import { job } from '../src/job.ts';

export default job({
  kind,
  async run({ incident: code }, deps) {
    const { store, chat, clock } = deps;
    const [incident, card] = await Promise.all([
      store.get(incidentDocument, code),
      store.get(incidentCardDocument, code),
    ]);
    if (!incident) return undefined;
    const { event, zone, locale } = await shared(deps);
    const now = clock.now();
    const message = incidentCard(
      { incident: incident.value, now: now.toString(), zone, locale },
      translator(locale),
    );
    if (card) {
      try {
        await chat.update(card.value, message);
        return undefined;
      } catch (error) {
        if (!(error instanceof PermanentError) || error.code !== 'message_not_found') throw error;
      }
    }
    const channel = event.channels.incidents ?? event.channels.ops;
    if (!channel) throw new PermanentError('no-incidents-channel');
    const posted = await chat.post(channel, message);
    const about = aboutIncident(incident.value);
    return {
      put: [put(incidentCardDocument, code, { incident: code, ...posted }, card?.version ?? 0)],
      facts: [
        happened(incidentCardPosted, {
          at: now,
          by: 'callboard',
          about,
          data: { incident: code, channel: posted.channel },
        }),
      ],
    };
  },
});
