/**
 * Asks the organizers, and by a job of its own the stage lead, what shall be done about a session that runs over. One
 * whose planned end was moved is looked at again after that.
 */
import { Temporal } from 'temporal-polyfill';
import { isRunning } from '../../src/agenda/domain/actual.ts';
import { offerOverrun } from '../../src/agenda/domain/jobs.ts';
import { overrunAt, scheduleOverrunOffer } from '../../src/agenda/domain/overrun.ts';
import { loadOverrunOffer, overrunOffer } from '../../src/agenda/overrun-offer.ts';
import { scheduleJob } from '../../src/core/commit.ts';
import { instantText } from '../../src/core/instant.ts';
import { job } from '../../src/core/job.ts';
import { sendOnce, sendToOrganizers } from '../../src/core/once.ts';
import { languageOf } from '../../src/i18n/index.ts';
import { leadBesideOrganizers } from '../../src/speakers/stage.ts';

export default job({
  kind: offerOverrun,
  async run({ session: code, to }, deps, { id, mayHaveRunBefore }) {
    const session = (await deps.sessions.read()).get(code)?.value;
    if (session?.state !== 'scheduled' || !isRunning(session)) return undefined;
    const now = deps.clock.now();
    if (Temporal.Instant.compare(overrunAt(session), now) > 0)
      return to === undefined ? { jobs: [scheduleOverrunOffer(session)] } : undefined;
    const event = await deps.events.settings();
    const offer = await loadOverrunOffer(code, undefined, event, deps);
    if (!offer) return undefined;
    const person = to === undefined ? undefined : await deps.directory.person(to);
    const { t, locale } = languageOf(person, event);
    const message = overrunOffer(offer, { t, locale, zone: event.zone, now });
    // The planned end is of the key: what runs over once more, after a delay, is asked about once more.
    const sending = { key: `${id}:${session.end}`, message, mayHaveRunBefore };
    if (to !== undefined) {
      // Its buttons are Slack's: a lead without it has the organizers beside them.
      if (person?.slack) await sendOnce(deps.chat, { person: person.slack }, sending);
      return undefined;
    }
    await sendToOrganizers(deps.chat, event, sending);
    const lead = await leadBesideOrganizers({ room: session.room, start: instantText(now) }, event, deps);
    return lead === undefined
      ? undefined
      : { jobs: [scheduleJob(offerOverrun, now, { session: code, to: lead })] };
  },
});
