/** Reminds one person of a shift, at one of the times of the plan. */

import { liveSessions, loadAgenda } from '../../src/agenda/load.ts';
import { recordFact } from '../../src/core/commit.ts';
import { PermanentError } from '../../src/core/errors.ts';
import { instant, instantText, milliseconds } from '../../src/core/instant.ts';
import { job } from '../../src/core/job.ts';
import { deliver } from '../../src/page/deliver.ts';
import { leadsOf } from '../../src/rota/domain/assign.ts';
import { aboutShift } from '../../src/rota/domain/change-shift.ts';
import { shiftReminded } from '../../src/rota/domain/facts.ts';
import { remindShift } from '../../src/rota/domain/jobs.ts';
import { overlaps } from '../../src/rota/domain/rules.ts';
import { assignmentOf } from '../../src/rota/domain/shift.ts';
import { readShift, rotaSettings } from '../../src/rota/load.ts';
import { reminder } from '../../src/rota/messages.ts';
import { loadNames, readerFor } from '../../src/rota/words.ts';
import { withoutMarks } from '../../src/slack/mrkdwn.ts';

export default job({
  kind: remindShift,
  async run({ shift: code, person: id, minutes }, deps, { mayHaveRunBefore }) {
    const now = deps.clock.now();
    const [found, person, settings] = await Promise.all([
      readShift(deps, code),
      deps.directory.person(id),
      rotaSettings(deps),
    ]);
    const shift = found?.value;
    const state = shift && assignmentOf(shift, id)?.state;
    if (!shift || (state !== 'accepted' && state !== 'proposed')) return undefined;
    const left = (milliseconds(shift.start) - now.epochMilliseconds) / 60_000;
    // After the start it helps nobody; where a later one is due already, that one says it better.
    if (left <= 0 || settings.reminders.some((other) => other < minutes && left <= other)) return undefined;
    if (!person) throw new PermanentError('unreachable');
    const agenda = await loadAgenda(deps);
    const sessions = liveSessions(agenda).filter(
      (session) => session.state === 'scheduled' && session.room === shift.room && overlaps(session, shift),
    );
    const role = (await deps.roles.read()).get(shift.role)?.value;
    const key = `shift-remind-${code}-${id}-${minutes}`;
    const reader = await readerFor(person, deps);
    const message = reminder(
      { key, shift, person: id, sessions, leads: leadsOf(shift, role, id) },
      reader,
      await loadNames(deps, { mentions: person.slack !== undefined }),
    );
    const validFor = Math.max(60, Math.round(left * 60));
    await deliver(
      { key, to: person, message, text: withoutMarks(message.text), validFor },
      mayHaveRunBefore,
      deps,
    );
    return {
      facts: [
        recordFact(shiftReminded, {
          at: now,
          by: 'callboard',
          about: aboutShift(shift, id),
          data: {
            shift: code,
            person: id,
            minutes,
            due: instantText(instant(shift.start).subtract({ minutes })),
          },
        }),
      ],
    };
  },
});
