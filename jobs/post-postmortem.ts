/** Posts the postmortem thread, within a minute of the end; then keeps its first message up to date. */
import { happened, put } from '../src/domain/commit.ts';
import { aboutIncident } from '../src/domain/incidents/decide.ts';
import { postmortemPosted } from '../src/domain/incidents/facts.ts';
import { incidentDocument } from '../src/domain/incidents/incident.ts';
import { postPostmortem } from '../src/domain/incidents/jobs.ts';
import { postmortemDocument } from '../src/domain/incidents/postmortem.ts';
import { PermanentError } from '../src/errors.ts';
import { translator } from '../src/i18n/index.ts';
import { readModel } from '../src/incidents/model.ts';
import { postmortemMessage } from '../src/incidents/postmortem-text.ts';
import { shared } from '../src/incidents/read.ts';
import { job } from '../src/job.ts';
import { mentionId } from '../src/slack-text.ts';

export default job({
  kind: postPostmortem,
  async run({ incident: code }, deps) {
    const { store, chat, clock } = deps;
    const [incident, postmortem] = await Promise.all([
      store.get(incidentDocument, code),
      store.get(postmortemDocument, code),
    ]);
    if (!incident || !postmortem) return undefined;
    const { event, zone, locale } = await shared(deps);
    const t = translator(locale);
    const message = postmortemMessage(
      await readModel(incident.value, postmortem.value, zone, locale, deps),
      t,
    );
    if (postmortem.value.thread) {
      try {
        await chat.update(postmortem.value.thread, message);
        return undefined;
      } catch (error) {
        if (!(error instanceof PermanentError) || error.code !== 'message_not_found') throw error;
      }
    }
    const channel = event.channels.incidents ?? event.channels.ops;
    if (!channel) throw new PermanentError('no-incidents-channel');
    const thread = await chat.post(channel, message);
    const commander = incident.value.roles.commander ?? incident.value.declaredBy;
    await chat.post(
      channel,
      { text: t('incident.pm.invite', { commander: mentionId(commander) }) },
      { thread: thread.ts },
    );
    return {
      put: [put(postmortemDocument, code, { ...postmortem.value, thread }, postmortem.version)],
      facts: [
        happened(postmortemPosted, {
          at: clock.now(),
          by: 'callboard',
          about: aboutIncident(incident.value),
          data: { incident: code, channel },
        }),
      ],
    };
  },
});
