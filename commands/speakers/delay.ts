/** `Delay 10m`: an organizer moves the agenda by what a speaker is late. */

import { applyAgendaPlan } from '../../src/agenda/domain/live.ts';
import type { ButtonClick, Reply } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import { parsePressed } from '../../src/core/pressed.ts';
import { translator } from '../../src/i18n/index.ts';
import { delayOffer, delayTaken, loadDelayOffer, Offered } from '../../src/speakers/delay-offer.ts';

/** Applies what was offered; where the agenda has changed since, offers anew what it would do now. */
export async function takeDelay(click: ButtonClick, deps: Deps): Promise<Reply> {
  const asked = parsePressed(Offered, click.value);
  const locale = click.event.language;
  const reader = { t: translator(locale), locale, zone: click.zone, now: click.now };
  return await withOptimisticRetry(deps.store, async () => {
    const offer = await loadDelayOffer(asked, deps);
    if (!offer) return { result: { replace: { text: reader.t('speakers.late.gone') } } };
    if (offer.state.version !== asked.version)
      return { result: { replace: delayOffer({ ...offer, renewed: true }, reader) } };
    return {
      change: applyAgendaPlan(offer.state, offer.plan, click.person.id, click.now),
      result: { replace: delayTaken(offer, click.person, reader) },
    };
  });
}
