/** Posts the postmortem thread, within a minute of the end; then keeps its first message up to date. */
import { updated } from '../../src/core/card.ts';
import { put, recordFact, scheduleJob } from '../../src/core/commit.ts';
import { PermanentError } from '../../src/core/errors.ts';
import { job } from '../../src/core/job.ts';
import { sendOnce } from '../../src/core/once.ts';
import { translator } from '../../src/i18n/index.ts';
import { postmortemPosted } from '../../src/incident/domain/facts.ts';
import { clearPublicCard, postPostmortem } from '../../src/incident/domain/jobs.ts';
import { postmortemDocument } from '../../src/incident/domain/postmortem.ts';
import { isPrivate, ofIncident } from '../../src/incident/domain/privacy.ts';
import { failedInPrivate } from '../../src/incident/failed.ts';
import { shared } from '../../src/incident/load.ts';
import { readModel } from '../../src/incident/load-postmortem.ts';
import { isInPrivate, openPrivatePlace, privateTarget } from '../../src/incident/place.ts';
import { postmortemMessage } from '../../src/incident/postmortem-text.ts';
import { readIncident, readPostmortem } from '../../src/incident/read.ts';
import { mentionId } from '../../src/slack/mrkdwn.ts';

export default job({
  kind: postPostmortem,
  async run({ incident: code }, deps, { id, mayHaveRunBefore }) {
    const { chat, clock } = deps;
    const [incident, postmortem] = await Promise.all([
      readIncident(code, 'responders', deps),
      readPostmortem(code, 'responders', deps),
    ]);
    if (!incident || !postmortem) return undefined;
    const { event, zone, locale } = await shared(deps);
    const t = translator(locale);
    const message = postmortemMessage(
      await readModel(incident.value, postmortem.value, zone, locale, deps),
      t,
    );
    const own = isPrivate(incident.value) ? await openPrivatePlace(incident.value, deps) : undefined;
    const known = postmortem.value.thread;
    // What everybody reads is cleared first, and then this runs again.
    if (own && known && !isInPrivate(own, known))
      return { jobs: [scheduleJob(clearPublicCard, clock.now(), { incident: code })] };
    if (await updated(chat, known, message)) return undefined;
    const channel = event.channels.incidents ?? event.channels.ops;
    const place = own ? privateTarget(incident.value, own) : channel === undefined ? undefined : { channel };
    if (!place) throw new PermanentError('no-incidents-channel');
    const thread = await sendOnce(chat, place, { key: id, message, mayHaveRunBefore, redraw: true });
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
          ...ofIncident(incident.value),
          data: { incident: code, channel: thread.channel },
        }),
      ],
    };
  },
  failed: ({ incident }, code, deps) => failedInPrivate(incident, code, deps),
});
