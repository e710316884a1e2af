/** `Fill with S21`: somebody else steps in for a speaker who has not come. Organizers, and whoever leads that stage. */

import { applyAgendaPlan } from '../../src/agenda/domain/live.ts';
import type { ButtonClick, Reply } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import { parsePressed } from '../../src/core/pressed.ts';
import { requireOwn } from '../../src/core/refuse.ts';
import { RIGHTS } from '../../src/core/rights.ts';
import { bold, truncate } from '../../src/slack/mrkdwn.ts';
import { readStageLead } from '../../src/speakers/stage.ts';
import {
  FillOffered,
  hereMeanwhile,
  loadStandbyOffer,
  type StandbyOffer,
  standbyOfferMessage,
  standbyTaken,
} from '../../src/speakers/standby-offer.ts';

async function requireStage({ session }: StandbyOffer, click: ButtonClick, deps: Deps): Promise<void> {
  const isLead = (await readStageLead(deps, session)) === click.person.id;
  requireOwn(RIGHTS['/speakers'].buttons['speakers.fill'], isLead, click);
}

/** Applies what was offered; where the agenda or who is here has changed since, says so and asks or offers anew. */
export async function takeStandIn(click: ButtonClick, deps: Deps): Promise<Reply> {
  const asked = parsePressed(FillOffered, click.value);
  const { t, locale, zone, now } = click;
  const reader = { t, locale, zone, now };
  const isOrganizer = click.permission === 'organizer';
  return await withOptimisticRetry(deps.store, async () => {
    const offer = await loadStandbyOffer(asked.session, deps);
    if (!offer) return { result: { replace: { text: t('speakers.standby.gone') } } };
    await requireStage(offer, click, deps);
    if (offer.here.length > 0 && !asked.anyway)
      return { result: { replace: hereMeanwhile(offer, asked.with, reader) } };
    const fit = offer.fits.find(({ standIn }) => standIn.code === asked.with);
    if (!fit || offer.reads.state.version !== asked.version)
      return { result: { replace: standbyOfferMessage({ ...offer, renewed: true }, isOrganizer, reader) } };
    return {
      change: applyAgendaPlan(offer.reads.state, fit.plan, click.person.id, now),
      result: { replace: standbyTaken(offer, fit, click.person, reader) },
    };
  });
}

/** `Leave it`: the speaker is here after all. */
export async function leaveUnfilled(click: ButtonClick, deps: Deps): Promise<Reply> {
  const { session } = parsePressed(FillOffered, click.value);
  const offer = await loadStandbyOffer(session, deps);
  if (!offer) return { replace: { text: click.t('speakers.standby.gone') } };
  await requireStage(offer, click, deps);
  const title = bold(truncate(offer.session.title, 100));
  return { replace: { text: click.t('speakers.standby.left', { title }) } };
}
