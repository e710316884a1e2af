/** Reminds one person who has not answered the invitation, by day where they are. */
import { put, recordFact } from '../../src/core/commit.ts';
import { RetryLater } from '../../src/core/errors.ts';
import { job } from '../../src/core/job.ts';
import { languageOf } from '../../src/i18n/index.ts';
import { deliver } from '../../src/page/deliver.ts';
import { inviteReminded } from '../../src/rota/domain/facts.ts';
import { type Invited, invitedDocument } from '../../src/rota/domain/invite.ts';
import { byDaylight } from '../../src/rota/domain/invite-reminders.ts';
import { remindInvited } from '../../src/rota/domain/jobs.ts';
import { loadEventBegin, loadIsSilent, readInvite } from '../../src/rota/invite.ts';
import { inviteReminder } from '../../src/rota/invite-card.ts';

/** Seconds after which a text of it is worth nothing. */
const VALID = 14_400;

export default job({
  kind: remindInvited,
  async run({ round, person: id, nth }, deps, { mayHaveRunBefore }) {
    const invite = (await readInvite(deps))?.value;
    if (invite?.round !== round || invite.state !== 'open') return undefined;
    const [found, person, event, isSilent, begins] = await Promise.all([
      deps.store.get(invitedDocument, id),
      deps.directory.person(id),
      deps.events.settings(),
      loadIsSilent(invite, id, deps),
      loadEventBegin(deps),
    ]);
    const known: Invited = found?.value.round === round ? found.value : { person: id, round };
    const now = deps.clock.now();
    if (!person || person.deactivated || !isSilent) return undefined;
    if ((known.reminded ?? 0) >= nth || (begins && begins.epochMilliseconds <= now.epochMilliseconds))
      return undefined;
    // It is late, as after an outage, and night by now.
    const morning = byDaylight(now, person.zone ?? event.zone);
    const wait = morning.epochMilliseconds - now.epochMilliseconds;
    if (wait > 0) throw new RetryLater(wait / 1000, { untouched: true });
    const { t } = languageOf(person, event);
    const key = `invite-remind-${round}-${id}-${nth}`;
    const message = inviteReminder(key, event.name, t);
    const text = t('rota.invite.reminderText', { event: event.name });
    await deliver({ key, to: person, message, text, validFor: VALID }, mayHaveRunBefore, deps);
    return {
      put: [put(invitedDocument, id, { ...known, reminded: nth }, found?.version ?? 0)],
      facts: [
        recordFact(inviteReminded, {
          at: now,
          by: 'callboard',
          about: [`invite:${round}`, `person:${id}`],
          data: { round, person: id, nth },
        }),
      ],
    };
  },
});
