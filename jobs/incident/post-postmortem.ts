/** Posts the postmortem thread, within a minute of the end; then keeps its first message up to date. */
import { updated } from '../../src/core/card.ts';
import { put, recordFact } from '../../src/core/commit.ts';
import { PermanentError } from '../../src/core/errors.ts';
import { job } from '../../src/core/job.ts';
import { sendOnce } from '../../src/core/once.ts';
import { translator } from '../../src/i18n/index.ts';
import { postmortemPosted } from '../../src/incident/domain/facts.ts';
import { incidentDocument } from '../../src/incident/domain/incident.ts';
import { postPostmortem } from '../../src/incident/domain/jobs.ts';
import { postmortemDocument } from '../../src/incident/domain/postmortem.ts';
import { aboutIncident } from '../../src/incident/domain/transitions.ts';
import { shared } from '../../src/incident/load.ts';
import { readModel } from '../../src/incident/load-postmortem.ts';
import { postmortemMessage } from '../../src/incident/postmortem-text.ts';
import { mentionId } from '../../src/slack/mrkdwn.ts';

export default job({
  kind: postPostmortem,
  async run({ incident: code }, deps, { id, mayHaveRunBefore }) {
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
    if (await updated(chat, postmortem.value.thread, message)) return undefined;
    const channel = event.channels.incidents ?? event.channels.ops;
    if (!channel) throw new PermanentError('no-incidents-channel');
    const thread = await sendOnce(chat, { channel }, { key: id, message, mayHaveRunBefore, redraw: true });
    const commander = incident.value.roles.commander ?? incident.value.declaredBy;
    const invitation = { text: t('incident.pm.invite', { commander: mentionId(commander) }) };
    const inThread = { channel: thread.channel, thread: thread.ts };
    await sendOnce(chat, inThread, { key: `${id}:invite`, message: invitation, mayHaveRunBefore });
    return {
      put: [put(postmortemDocument, code, { ...postmortem.value, thread }, postmortem.version)],
      facts: [
        recordFact(postmortemPosted, {
          at: clock.now(),
          by: 'callboard',
          about: aboutIncident(incident.value),
          data: { incident: code, channel },
        }),
      ],
    };
  },
});
