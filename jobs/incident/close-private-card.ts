/** An incident is public now: where its card or its postmortem stood in private, there is no copy that gets old. */
import { updatedIfPossible } from '../../src/core/card.ts';
import { job } from '../../src/core/job.ts';
import { translator } from '../../src/i18n/index.ts';
import { closePrivateCard } from '../../src/incident/domain/jobs.ts';
import { failedInPrivate } from '../../src/incident/failed.ts';
import { shared } from '../../src/incident/load.ts';
import { readIncident } from '../../src/incident/read.ts';
import { quotedName } from '../../src/incident/words.ts';
import { section } from '../../src/slack/blocks.ts';
import { escape } from '../../src/slack/mrkdwn.ts';

export default job({
  kind: closePrivateCard,
  async run({ incident: code, channel, ts }, deps) {
    const incident = (await readIncident(code, 'everybody', deps))?.value;
    if (!incident) return undefined;
    const t = translator((await shared(deps)).locale);
    const text = t('incident.public.moved', { incident: quotedName(incident, t), code: escape(code) });
    await updatedIfPossible(deps.chat, { channel, ts }, { text, blocks: [section(text)] });
    return undefined;
  },
  failed: ({ incident }, code, deps) => failedInPrivate(incident, code, deps),
});
