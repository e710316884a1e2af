/** Tells a speaker what changed of their sessions, and marks the messages that hold no more. */
import type { Versioned } from '../../src/core/commit.ts';
import { PermanentError } from '../../src/core/errors.ts';
import { instant } from '../../src/core/instant.ts';
import { job } from '../../src/core/job.ts';
import { languageOf, translator } from '../../src/i18n/index.ts';
import { deliver } from '../../src/page/deliver.ts';
import { escape, mention } from '../../src/slack/mrkdwn.ts';
import { changeMessage, changeText } from '../../src/speakers/change-message.ts';
import type { Attendance } from '../../src/speakers/domain/attendance.ts';
import { tellChange } from '../../src/speakers/domain/jobs.ts';
import { changeFailed, changeSent, dueOf } from '../../src/speakers/domain/notices.ts';
import { readPersonsAttendance } from '../../src/speakers/load.ts';
import { markOutdated } from '../../src/speakers/update-sent-messages.ts';

export default job({
  kind: tellChange,
  async run({ person: personId, notice }, deps, { mayHaveRunBefore }) {
    const [reads, person, event] = await Promise.all([
      readPersonsAttendance(deps, personId),
      deps.directory.person(personId),
      deps.events.settings(),
    ]);
    const waiting = [...reads.values()].filter(({ value }) => dueOf(value, notice));
    if (waiting.length === 0) return undefined;
    const now = deps.clock.now();
    if (!person) return changeFailed(waiting, notice, escape(personId), 'unreachable', now);
    const locale = languageOf(person, event).locale;
    const reader = { t: translator(locale), locale, zone: event.zone, ownZone: person.zone, now };
    const changes = inOrder(waiting, notice);
    const key = `change:${personId}:${notice}`;
    try {
      const delivered = await deliver(
        {
          key,
          to: person,
          message: changeMessage({ notice, key, changes }, reader),
          text: changeText(changes, event.name, reader),
          validFor: 4 * 3600,
        },
        mayHaveRunBefore,
        deps,
      );
      await markOutdated(waiting, person, deps);
      return changeSent(waiting, notice, delivered, now);
    } catch (error) {
      if (!(error instanceof PermanentError && error.code === 'unreachable')) throw error;
      return changeFailed(waiting, notice, mention(person), error.code, now);
    }
  },
  async failed({ person: personId, notice }, code, deps) {
    const [reads, person] = await Promise.all([
      readPersonsAttendance(deps, personId),
      deps.directory.person(personId),
    ]);
    const waiting = [...reads.values()].filter(({ value }) => dueOf(value, notice));
    if (waiting.length === 0) return undefined;
    return changeFailed(waiting, notice, person ? mention(person) : escape(personId), code, deps.clock.now());
  },
});

function inOrder(waiting: readonly Versioned<Attendance>[], notice: string) {
  const changes = waiting.flatMap(({ value }) => dueOf(value, notice) ?? []);
  const start = (one: (typeof changes)[number]) => {
    const place = one.is ?? one.was;
    return place ? instant(place.start).epochMilliseconds : 0;
  };
  return changes.sort((a, b) => start(a) - start(b));
}
