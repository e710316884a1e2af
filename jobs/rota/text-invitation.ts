/** Tells somebody without Slack that they are asked to help, and what they can reply. */
import { recordFact } from '../../src/core/commit.ts';
import { job } from '../../src/core/job.ts';
import { languageOf } from '../../src/i18n/index.ts';
import { deliver } from '../../src/page/deliver.ts';
import { rotaTold } from '../../src/rota/domain/facts.ts';
import { textInvitation } from '../../src/rota/domain/jobs.ts';
import { volunteerDocument } from '../../src/rota/domain/volunteer.ts';
import { keyed } from '../../src/rota/messages.ts';
import { escape } from '../../src/slack/mrkdwn.ts';

/** Seconds: ten hours, the most that a provider keeps a text. */
const VALID = 36_000;

export default job({
  kind: textInvitation,
  async run({ person: id }, deps, { mayHaveRunBefore }) {
    const [person, profile, event] = await Promise.all([
      deps.directory.person(id),
      deps.store.get(volunteerDocument, id),
      deps.events.settings(),
    ]);
    if (!person || person.deactivated || profile?.value.invitedBy === undefined) return undefined;
    const { t } = languageOf(person, event);
    const key = `invite-text-${id}`;
    const text = t('rota.invite.text', { event: event.name });
    const message = keyed(key, t('rota.invite.text', { event: escape(event.name) }));
    await deliver({ key, to: person, message, text, validFor: VALID }, mayHaveRunBefore, deps);
    return {
      facts: [
        recordFact(rotaTold, {
          at: deps.clock.now(),
          by: 'callboard',
          about: [`person:${id}`],
          data: { to: id, what: 'invitation' },
        }),
      ],
    };
  },
});
