/** Asks for what an incident still lacks, in its thread; the last time the organizers are told too. */

import { tellOrganizers } from '../../src/callboard/domain/jobs.ts';
import { mergeChanges, scheduleJob } from '../../src/core/commit.ts';
import { job } from '../../src/core/job.ts';
import { sendOnce } from '../../src/core/once.ts';
import { type Translate, translator } from '../../src/i18n/index.ts';
import { between } from '../../src/i18n/time.ts';
import type { Incident } from '../../src/incident/domain/incident.ts';
import { nudgeIncident } from '../../src/incident/domain/jobs.ts';
import { type Asked, nudge } from '../../src/incident/domain/nudges.ts';
import { isPrivate } from '../../src/incident/domain/privacy.ts';
import { failedInPrivate } from '../../src/incident/failed.ts';
import { shared } from '../../src/incident/load.ts';
import { placedCard } from '../../src/incident/place.ts';
import { readIncident } from '../../src/incident/read.ts';
import { quotedName } from '../../src/incident/words.ts';
import { type Mrkdwn, mentionId } from '../../src/slack/mrkdwn.ts';

function words(
  incident: Incident,
  asked: Exclude<Asked, { say: 'nothing' }>,
  now: string,
  t: Translate,
): Mrkdwn {
  const commander = incident.roles.commander
    ? mentionId(incident.roles.commander)
    : mentionId(incident.declaredBy);
  const open = between(incident.declaredAt, now);
  switch (asked.say) {
    case 'commander':
      return t(incident.drill ? 'incident.drill.nudgeCommander' : 'incident.nudge.commander', {
        incident: quotedName(incident, t),
      });
    case 'severity':
      return t('incident.nudge.severity', { commander });
    case 'update':
      return t(isPrivate(incident) ? 'incident.private.nudgeUpdate' : 'incident.nudge.update', { commander });
    case 'relief':
      return t('incident.nudge.relief', { commander, open });
    case 'milestone':
      return t('incident.nudge.milestone', { open });
  }
}

export default job({
  kind: nudgeIncident,
  async run({ incident: code, what, times }, deps, { id, mayHaveRunBefore }) {
    const { chat, clock } = deps;
    const incident = await readIncident(code, 'responders', deps);
    const card = incident && (await placedCard(incident.value, deps));
    const now = clock.now();
    const { asked, change } = nudge(incident?.value, what, times, now);
    if (asked.say === 'nothing' || !incident) return undefined;
    // The card comes first; without it there is no thread to ask in.
    if (!card) throw new Error('the card is not posted yet');
    const { locale } = await shared(deps);
    const text = words(incident.value, asked, now.toString(), translator(locale));
    const { channel, ts: thread } = card;
    // `@here` in a thread wakes nobody: such a reply is shown in the channel as well.
    const broadcast = what === 'commander';
    await sendOnce(
      chat,
      { channel, thread, broadcast },
      { key: `${id}:${times}`, message: { text }, mayHaveRunBefore },
    );
    // Of a private one the organizers who may know have just been asked there.
    if (what !== 'commander' || !asked.last || isPrivate(incident.value)) return change;
    const mark = incident.value.drill ? 'DRILL · ' : '';
    const params = { incident: `${mark}${code} ${incident.value.title}` };
    return mergeChanges(change, {
      jobs: [
        scheduleJob(
          tellOrganizers,
          now,
          {
            key: 'incident.nudge.organizers',
            params,
          },
          `tell:no-commander:${code}`,
        ),
      ],
    });
  },
  failed: ({ incident }, code, deps) => failedInPrivate(incident, code, deps),
});
