/** Tells one person who is on shift in a room that what is on there has to end: in Slack, or by text. */
import { isRunning } from '../../src/agenda/domain/actual.ts';
import { tellCut } from '../../src/agenda/domain/jobs.ts';
import { sessionCode } from '../../src/agenda/lines.ts';
import { job } from '../../src/core/job.ts';
import { languageOf } from '../../src/i18n/index.ts';
import { clock } from '../../src/i18n/time.ts';
import { deliver } from '../../src/page/deliver.ts';
import { keyed } from '../../src/rota/messages.ts';
import { bold, escape, joined, mrkdwn, truncate, withoutMarks } from '../../src/slack/mrkdwn.ts';
import { nextThere } from '../../src/speakers/stage.ts';

/** Later it has ended, one way or the other. */
const VALID_SECONDS = 600;

export default job({
  kind: tellCut,
  async run({ session: code, person: id, end }, deps, run) {
    const sessions = [...(await deps.sessions.read()).values()].map(({ value }) => value);
    const session = sessions.find((one) => one.code === code);
    // Ended, or moved to another time meanwhile: there is nothing to cut any more.
    if (!session || !isRunning(session) || session.end !== end) return undefined;
    const [event, person] = await Promise.all([deps.events.settings(), deps.directory.person(id)]);
    if (!person) return undefined;
    const { t, locale } = languageOf(person, event);
    const next = nextThere(sessions, session);
    const time = (at: string) => clock(at, event.zone, locale);
    const text = joined(
      [
        t('agenda.overrun.tellCut', {
          session: sessionCode(session),
          title: bold(truncate(session.title, 120)),
          room: escape(session.room),
          time: time(session.end),
        }),
        ...(next
          ? [
              t('agenda.overrun.then', {
                session: sessionCode(next),
                title: escape(truncate(next.title, 120)),
                time: time(next.start),
              }),
            ]
          : []),
      ],
      ' ',
    );
    const key = `cut-${code}-${id}-${Date.parse(end) / 1000}`;
    await deliver(
      {
        ...{ key, to: person, text: withoutMarks(text), validFor: VALID_SECONDS },
        message: keyed(key, mrkdwn`:scissors: ${text}`),
      },
      run.mayHaveRunBefore,
      deps,
    );
    return undefined;
  },
});
