/**
 * Five minutes before the start nobody has come: the talks that may step in are offered to the organizers, then, in a
 * run of its own, to whoever leads the stage. Nothing is said where no talk is on standby at all.
 */
import { scheduleJob } from '../../src/core/commit.ts';
import { job } from '../../src/core/job.ts';
import { sendOnce, sendToOrganizers } from '../../src/core/once.ts';
import { languageOf, translator } from '../../src/i18n/index.ts';
import { offerStandby } from '../../src/speakers/domain/jobs.ts';
import { isWithoutSpeakers } from '../../src/speakers/domain/missing.ts';
import { readAttendance } from '../../src/speakers/load.ts';
import { leadBesideOrganizers } from '../../src/speakers/stage.ts';
import { loadStandbyOffer, standbyOfferMessage } from '../../src/speakers/standby-offer.ts';

export default job({
  kind: offerStandby,
  async run({ session: code, start, to }, deps, { id, mayHaveRunBefore }) {
    const [offer, reads, event] = await Promise.all([
      loadStandbyOffer(code, deps),
      readAttendance(deps, code),
      deps.events.settings(),
    ]);
    const now = deps.clock.now();
    if (!offer || offer.reads.talks.length === 0) return undefined;
    if (!isWithoutSpeakers(offer.session, start, offer.reads.links, reads, now)) return undefined;
    const key = `${id}:${start}`;
    if (to !== undefined) {
      const lead = await deps.directory.person(to);
      if (!lead?.slack) return undefined;
      const reader = { ...languageOf(lead, event), zone: event.zone, now };
      const message = standbyOfferMessage(offer, event.organizers.includes(to), reader);
      await sendOnce(deps.chat, { person: lead.slack }, { key, message, mayHaveRunBefore });
      return undefined;
    }
    const reader = { t: translator(event.language), locale: event.language, zone: event.zone, now };
    const message = standbyOfferMessage(offer, true, reader);
    await sendToOrganizers(deps.chat, event, { key, message, mayHaveRunBefore });
    const lead = await leadBesideOrganizers(offer.session, event, deps);
    return lead === undefined
      ? undefined
      : { jobs: [scheduleJob(offerStandby, now, { session: code, start, to: lead })] };
  },
});
