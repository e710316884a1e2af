/** Shortly before the start: whoever has not checked in is looked for, by a page to the stage lead. */

import { Temporal } from 'temporal-polyfill';
import { type Change, mergeChanges, scheduleJob } from '../../src/core/commit.ts';
import { instant } from '../../src/core/instant.ts';
import { job } from '../../src/core/job.ts';
import { translator } from '../../src/i18n/index.ts';
import { openPageJob } from '../../src/page/domain/jobs.ts';
import { missedOrigin } from '../../src/speakers/domain/attendance.ts';
import {
  dmSpeakerNumbers,
  pageMissingSpeakers as kind,
  offerStandby,
} from '../../src/speakers/domain/jobs.ts';
import { linksById, speakerLinkDocument } from '../../src/speakers/domain/link.ts';
import { missing, missSpeakersOf, OFFER_MINUTES } from '../../src/speakers/domain/missing.ts';
import { readAttendance } from '../../src/speakers/load.ts';
import { missingText } from '../../src/speakers/missing-text.ts';
import { nextThere, readStageLead } from '../../src/speakers/stage.ts';

const offerTime = (start: string, now: Temporal.Instant): Temporal.Instant => {
  const planned = instant(start).subtract({ minutes: OFFER_MINUTES });
  return Temporal.Instant.compare(planned, now) < 0 ? now : planned;
};

export default job({
  kind,
  async run({ session: code, start }, deps) {
    const sessions = await deps.sessions.read();
    const session = sessions.get(code)?.value;
    if (!session) return undefined;
    const found = await deps.store.getMany(
      speakerLinkDocument,
      session.speakers.map((speaker) => speaker.id),
    );
    const links = linksById(found.flatMap((link) => (link ? [link.value] : [])));
    const reads = await readAttendance(deps, code);
    const now = deps.clock.now();
    const looked = missing(session, start, links, reads, now);
    const later: Change = {
      jobs: looked.again ? [scheduleJob(kind, looked.again, { session: code, start: session.start })] : [],
    };
    if (looked.now.length === 0) return later;
    const ids = looked.now.map((link) => link.person);
    const people = (await Promise.all(ids.map((id) => deps.directory.person(id)))).filter(
      (person) => person !== undefined,
    );
    const event = await deps.events.settings();
    const next = nextThere(
      [...sessions.values()].map((one) => one.value),
      session,
    );
    const lead = await readStageLead(deps, session);
    const origin = missedOrigin(code, session.start, looked.until);
    const message = missingText(
      { session, people, next },
      { t: translator(event.language), locale: event.language, zone: event.zone, now },
    );
    const target = lead
      ? { kind: 'person' as const, name: lead }
      : session.room === ''
        ? { kind: 'oncall' as const, name: '' }
        : { kind: 'room' as const, name: session.room };
    const numbered = people.filter((person) => person.phone).map((person) => person.id);
    return mergeChanges(later, missSpeakersOf(session, ids, reads, now, looked.until), {
      jobs: [
        scheduleJob(openPageJob, now, {
          target,
          critical: false,
          message,
          author: 'callboard',
          origin,
        }),
        scheduleJob(offerStandby, offerTime(session.start, now), { session: code, start: session.start }),
        ...(lead && numbered.length > 0
          ? [
              scheduleJob(
                dmSpeakerNumbers,
                now,
                {
                  session: code,
                  to: lead,
                  persons: numbered,
                },
                origin,
              ),
            ]
          : []),
      ],
    });
  },
});
