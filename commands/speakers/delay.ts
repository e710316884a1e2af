/** `Delay 10m`: an organizer moves the agenda by what a speaker is late. */

import { applyPlan } from '../../src/agenda/domain/live.ts';
import type { Press, Reply } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { decide } from '../../src/core/optimistic-retry.ts';
import { translator } from '../../src/i18n/index.ts';
import { delayOffer, delayTaken, Offered, readDelay } from '../../src/speakers/delay-offer.ts';

/** Applies what was offered; where the agenda has changed since, offers anew what it would do now. */
export async function takeDelay(press: Press, deps: Deps): Promise<Reply> {
  const asked = Offered.parse(JSON.parse(press.value));
  const locale = press.event.language;
  const reader = { t: translator(locale), locale, zone: press.zone, now: press.now };
  return await decide(deps.store, async () => {
    const offer = await readDelay(asked, deps);
    if (!offer) return { result: { replace: { text: reader.t('speakers.late.gone') } } };
    if (offer.state.version !== asked.version)
      return { result: { replace: delayOffer({ ...offer, renewed: true }, reader) } };
    return {
      change: applyPlan(offer.state, offer.plan, press.person.id, press.now),
      result: { replace: delayTaken(offer, press.person, reader) },
    };
  });
}
