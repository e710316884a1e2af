/** Brings the card of the invitation up to date: how many have answered, or that it is closed. */
import { updatedIfPossible } from '../../src/core/card.ts';
import { job } from '../../src/core/job.ts';
import { languageOf } from '../../src/i18n/index.ts';
import { updateInvite } from '../../src/rota/domain/jobs.ts';
import { loadInviteStanding, readInvite } from '../../src/rota/invite.ts';
import { inviteCard } from '../../src/rota/invite-card.ts';

export default job({
  kind: updateInvite,
  async run({ round }, deps) {
    const invite = (await readInvite(deps))?.value;
    if (invite?.round !== round || !invite.card) return undefined;
    const event = await deps.events.settings();
    const standing = await loadInviteStanding(invite, deps);
    const { t } = languageOf(undefined, event);
    await updatedIfPossible(deps.chat, invite.card, inviteCard(invite, standing, event.name, t));
    return undefined;
  },
});
