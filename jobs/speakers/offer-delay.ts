/**
 * Offers the organizers to move the agenda by what a speaker is late, and says what that would do. Once,
 * unless somebody takes the offer within a crash: then it is made again, for the agenda as it is by then.
 */

import { job } from '../../src/core/job.ts';
import { sendToOrganizers } from '../../src/core/once.ts';
import { translator } from '../../src/i18n/index.ts';
import { delayOffer, loadDelayOffer } from '../../src/speakers/delay-offer.ts';
import { offerDelay } from '../../src/speakers/domain/jobs.ts';

export default job({
  kind: offerDelay,
  async run(asked, deps, { id, mayHaveRunBefore }) {
    const event = await deps.events.settings();
    const locale = event.language;
    const reader = { t: translator(locale), locale, zone: event.zone, now: deps.clock.now() };
    const found = await loadDelayOffer(asked, deps);
    if (!found) return undefined;
    const message = delayOffer(found, reader);
    const key = `${id}:${asked.minutes}`;
    await sendToOrganizers(deps.chat, event, { key, message, mayHaveRunBefore });
    return undefined;
  },
});
