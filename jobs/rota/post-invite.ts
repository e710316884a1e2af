/** Posts the card of an invitation, and begins to read who is in its channel. */
import { put, recordFact, scheduleJob } from '../../src/core/commit.ts';
import { job } from '../../src/core/job.ts';
import { sendOnce } from '../../src/core/once.ts';
import { languageOf } from '../../src/i18n/index.ts';
import { invitePosted } from '../../src/rota/domain/facts.ts';
import { INVITE_ID, inviteDocument } from '../../src/rota/domain/invite.ts';
import { postInvite, readInvited } from '../../src/rota/domain/jobs.ts';
import { loadInviteStanding, readInvite } from '../../src/rota/invite.ts';
import { inviteCard, inviteKey } from '../../src/rota/invite-card.ts';

export default job({
  kind: postInvite,
  async run({ round }, deps, { mayHaveRunBefore }) {
    const found = await readInvite(deps);
    if (found?.value.round !== round || found.value.card) return undefined;
    const invite = found.value;
    const event = await deps.events.settings();
    const standing = await loadInviteStanding(invite, deps);
    const message = inviteCard(invite, standing, event.name, languageOf(undefined, event).t);
    const place = { channel: invite.channel };
    const key = inviteKey(round);
    const card = await sendOnce(deps.chat, place, { key, message, mayHaveRunBefore, redraw: true });
    const now = deps.clock.now();
    return {
      put: [put(inviteDocument, INVITE_ID, { ...invite, card }, found.version)],
      facts: [
        recordFact(invitePosted, {
          at: now,
          by: 'callboard',
          about: [`invite:${round}`],
          data: { round, channel: invite.channel },
        }),
      ],
      jobs: [scheduleJob(readInvited, now, { round, run: 0 })],
    };
  },
});
