/** Sends one reminder to one speaker when its time has come, or says why it does not. */
import type { Session } from '../src/domain/agenda/session.ts';
import { due } from '../src/domain/commit.ts';
import { instant } from '../src/domain/instant.ts';
import { remindSpeaker } from '../src/domain/speakers/jobs.ts';
import { judgeReminder, reminderDone } from '../src/domain/speakers/reminders.ts';
import { PermanentError } from '../src/errors.ts';
import { translator } from '../src/i18n/index.ts';
import { job } from '../src/job.ts';
import { deliver } from '../src/speakers/deliver.ts';
import { localeFor, readMeets, readTalk } from '../src/speakers/read.ts';
import { reminderMessage, reminderText } from '../src/speakers/reminder-message.ts';

export default job({
  kind: remindSpeaker,
  async run(data, deps, { id, again }) {
    const talk = await readTalk(deps, data.session, data.person);
    const { session, person, now, event } = talk;
    const judged = judgeReminder({ ...data, ...talk, record: talk.record?.value });
    if (judged.verdict === 'nothing' || !session) return undefined;
    if (judged.verdict === 'wait') return { jobs: [due(remindSpeaker, id, judged.until, data)] };
    const entry = { kind: data.kind, start: session.start };
    if (judged.verdict === 'drop')
      return reminderDone(data, talk.record, { ...entry, dropped: judged.reason }, now);
    if (!person) return reminderDone(data, talk.record, { ...entry, dropped: 'unreachable' }, now);
    const locale = localeFor(person, event);
    const reader = { t: translator(locale), locale, zone: event.zone, ownZone: person.zone, now };
    const reminder = {
      session: session.code,
      place: session,
      key: keyOf(data, session),
      meets: await readMeets(deps, session),
      bring: talk.plan.bring,
      checkIn: judged.slot.checkIn,
      hereAt: talk.record?.value.checkedIn?.at,
      lateMinutes: talk.record?.value.late?.minutes,
    };
    const left = now.until(instant(session.start)).total('seconds');
    try {
      const { way, posted } = await deliver(
        {
          key: reminder.key,
          to: person,
          message: reminderMessage(reminder, reader),
          text: reminderText(reminder, event.name, reader),
          validFor: Math.max(60, Math.floor(Math.min(left, 4 * 3600))),
        },
        again,
        deps,
      );
      const { checkIn } = reminder;
      const sent = { ...entry, sent: way, ...(checkIn && { checkIn }), ...(posted && { posted }) };
      return reminderDone(data, talk.record, sent, now);
    } catch (error) {
      if (!(error instanceof PermanentError && error.code === 'unreachable')) throw error;
      return reminderDone(data, talk.record, { ...entry, dropped: 'unreachable' }, now);
    }
  },
  async failed(data, _code, deps) {
    const { session, record, now } = await readTalk(deps, data.session, data.person);
    if (!session) return undefined;
    return reminderDone(data, record, { kind: data.kind, start: data.start, dropped: 'failed' }, now);
  },
});

/** (session, person, kind, start): the same reminder has the same key, whoever sends it. */
const keyOf = (data: { person: string; kind: string }, session: Session): string =>
  `remind:${session.code}:${data.person}:${data.kind}:${instant(session.start).epochMilliseconds / 1000}`;
