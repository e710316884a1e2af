/** Sends the reminder that an organizer asked for; recorded like those of the plan, so it goes out once. */

import { job } from '../../src/core/job.ts';
import { remindNow } from '../../src/speakers/domain/jobs.ts';
import { reminderDone } from '../../src/speakers/domain/reminders.ts';
import { readTalk } from '../../src/speakers/load.ts';
import { sendReminder } from '../../src/speakers/send-reminder.ts';

/** From so many minutes before the start on, a reminder by hand brings the check-in with it. */
const CHECK_IN_MINUTES = 60;

export default job({
  kind: remindNow,
  async run(data, deps, { mayHaveRunBefore }) {
    const talk = await readTalk(deps, data.session, data.person);
    const { session, person, record, now, link } = talk;
    const kind = `now-${data.number}`;
    if (!session || !person || !link || session.state !== 'scheduled') return undefined;
    if (record?.value.reminders.some((one) => one.kind === kind)) return undefined;
    const minutes = (Date.parse(session.start) - now.epochMilliseconds) / 60_000;
    const checkIn = minutes <= CHECK_IN_MINUTES;
    const { note } = data;
    const words = note === undefined ? {} : { note };
    const { way, posted } = await sendReminder(
      session,
      person,
      talk,
      { kind, checkIn, ...words },
      mayHaveRunBefore,
      deps,
    );
    const entry = { kind, start: session.start, sent: way, ...(checkIn && { checkIn }), ...words };
    return reminderDone(data, record, { ...entry, ...(posted && { posted }) }, now, { by: data.by });
  },
});
