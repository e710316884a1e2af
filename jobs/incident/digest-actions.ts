/** Weekly, until all action items are closed: what is open and what is late, to the organizers. */
import { recordFact } from '../../src/core/commit.ts';
import { job } from '../../src/core/job.ts';
import { sendOnce } from '../../src/core/once.ts';
import { translator } from '../../src/i18n/index.ts';
import { digestAfter, whenDue } from '../../src/incident/domain/action.ts';
import { actionsDigested } from '../../src/incident/domain/facts.ts';
import { digestActions } from '../../src/incident/domain/jobs.ts';
import { readActions } from '../../src/incident/read.ts';
import { escape, joined, mentionId, mrkdwn, truncate } from '../../src/slack/mrkdwn.ts';

const SHOWN = 25;

export default job({
  kind: digestActions,
  async run(_data, deps, { mayHaveRunBefore }) {
    const { chat, clock, events } = deps;
    // The channel's readers are no responders: items of private incidents are their owners' matter.
    const open = (await readActions('open', 'everybody', deps))
      .map(({ item }) => item.value)
      .sort((a, b) => a.due.localeCompare(b.due));
    const { channels, language, zone } = await events.settings();
    if (open.length === 0 || !channels.ops) return undefined;
    const now = clock.now();
    const t = translator(language);
    const late = open.filter((item) => whenDue(item, zone, now) === 'overdue').length;
    const lines = open
      .slice(0, SHOWN)
      .map(
        (item) =>
          mrkdwn`• ${escape(item.code)} ${escape(truncate(item.text, 150))} · ${mentionId(item.owner)} · ${escape(item.due)}`,
      );
    const text = joined([t('incident.action.digest', { count: open.length, late }), ...lines], '\n');
    // One a day: only a crash over midnight could repeat it.
    const key = `digest-actions:${now.toZonedDateTimeISO(zone).toPlainDate()}`;
    await sendOnce(chat, { channel: channels.ops }, { key, message: { text }, mayHaveRunBefore });
    return {
      facts: [
        recordFact(actionsDigested, { at: now, by: 'callboard', about: [], data: { open: open.length } }),
      ],
      jobs: [digestAfter(now)],
    };
  },
});
