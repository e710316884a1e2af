/** Sends one reminder to one speaker when its time has come, or says why it does not. */
import { scheduleJob } from '../../src/core/commit.ts';
import { PermanentError } from '../../src/core/errors.ts';
import { instantText } from '../../src/core/instant.ts';
import { job } from '../../src/core/job.ts';
import { remindSpeaker } from '../../src/speakers/domain/jobs.ts';
import { judgeReminder, reminderDone } from '../../src/speakers/domain/reminders.ts';
import { readTalk } from '../../src/speakers/load.ts';
import { sendReminder } from '../../src/speakers/send-reminder.ts';

export default job({
  kind: remindSpeaker,
  async run(data, deps, { mayHaveRunBefore }) {
    const talk = await readTalk(deps, data.session, data.person);
    const { session, person, record, now } = talk;
    const judged = judgeReminder({ ...data, ...talk, record: record?.value });
    if (judged.verdict === 'nothing' || !session) return undefined;
    if (judged.verdict === 'wait') {
      const { until } = judged;
      return { jobs: [scheduleJob(remindSpeaker, until, { ...data, due: instantText(until) })] };
    }
    const entry = { kind: data.kind, start: session.start };
    if (judged.verdict === 'drop')
      return reminderDone(data, record, { ...entry, dropped: judged.reason }, now, data);
    if (!person) return reminderDone(data, record, { ...entry, dropped: 'unreachable' }, now, data);
    const { checkIn } = judged.slot;
    try {
      const { way, posted } = await sendReminder(
        session,
        person,
        talk,
        { kind: data.kind, checkIn },
        mayHaveRunBefore,
        deps,
      );
      const sent = { ...entry, sent: way, ...(checkIn && { checkIn }), ...(posted && { posted }) };
      return reminderDone(data, record, sent, now, data);
    } catch (error) {
      if (!(error instanceof PermanentError && error.code === 'unreachable')) throw error;
      return reminderDone(data, record, { ...entry, dropped: 'unreachable' }, now, data);
    }
  },
  async failed(data, _code, deps) {
    const { session, record, now } = await readTalk(deps, data.session, data.person);
    if (!session) return undefined;
    return reminderDone(data, record, { kind: data.kind, start: data.start, dropped: 'failed' }, now, data);
  },
});
