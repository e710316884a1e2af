/** On the evening of the event's last day: tells organizers what became of its promises, what was toil, and how the rooms kept to the plan. */
import { Temporal } from 'temporal-polyfill';
import { loadStageFigures } from '../../src/agenda/load-stage-figures.ts';
import { stageReport } from '../../src/agenda/stage-figure-lines.ts';
import { cardEffectText, loadCardEffect } from '../../src/callboard/cards/effect-lines.ts';
import { reportEvent } from '../../src/callboard/domain/jobs.ts';
import { eventReported, PROMISES_ID, promisesDocument } from '../../src/callboard/domain/promise-warnings.ts';
import { countPromisesNow } from '../../src/callboard/promises/load.ts';
import { loadReportDue } from '../../src/callboard/promises/report.ts';
import { reportHead, reportText } from '../../src/callboard/promises/words.ts';
import { put, recordFact, scheduleJob } from '../../src/core/commit.ts';
import { job } from '../../src/core/job.ts';
import { sendToOrganizers } from '../../src/core/once.ts';
import { translator } from '../../src/i18n/index.ts';
import { joined } from '../../src/slack/mrkdwn.ts';

export default job({
  kind: reportEvent,
  async run({ day }, deps, { id: key, mayHaveRunBefore }) {
    const [state, event] = await Promise.all([
      deps.store.get(promisesDocument, PROMISES_ID),
      deps.events.settings(),
    ]);
    // Where nothing was ever counted there is nothing to tell of.
    if (!state) return undefined;
    const now = deps.clock.now();
    const due = await loadReportDue(state.value.reported, now, deps);
    // It was given, or the event has another last day now: that one has a job of its own.
    if (due?.day !== day) return undefined;
    // The last talk was moved meanwhile.
    if (Temporal.Instant.compare(due.at, now) > 0)
      return { jobs: [scheduleJob(reportEvent, due.at, { day })] };
    const t = translator(event.language);
    const rooms = stageReport(await loadStageFigures(deps), t);
    const promises = reportText(await countPromisesNow(deps), reportHead(event, t), t);
    const cards = cardEffectText(await loadCardEffect(deps), { t, locale: event.language }, event.zone);
    const text = joined(
      [promises, rooms, cards].filter((part) => part !== ''),
      '\n\n',
    );
    await sendToOrganizers(deps.chat, event, { key, message: { text }, mayHaveRunBefore });
    return {
      put: [put(promisesDocument, PROMISES_ID, { ...state.value, reported: day }, state.version)],
      facts: [recordFact(eventReported, { at: now, by: 'callboard', about: [], data: { day } })],
    };
  },
});
