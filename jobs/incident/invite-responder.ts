/** Tells somebody that they may know of a private incident, where Slack let us make no channel to ask them into. */
import { recordFact } from '../../src/core/commit.ts';
import { job } from '../../src/core/job.ts';
import { sendOnce } from '../../src/core/once.ts';
import { languageOf } from '../../src/i18n/index.ts';
import { responderInvited } from '../../src/incident/domain/facts.ts';
import { inviteResponder } from '../../src/incident/domain/jobs.ts';
import { isPrivate, isVisibleTo, ofIncident } from '../../src/incident/domain/privacy.ts';
import { failedInPrivate } from '../../src/incident/failed.ts';
import { readIncident } from '../../src/incident/read.ts';
import { quotedName } from '../../src/incident/words.ts';
import { actions, button, section } from '../../src/slack/blocks.ts';
import { escape, mentionId } from '../../src/slack/mrkdwn.ts';

export default job({
  kind: inviteResponder,
  async run({ incident: code, person: whom }, deps, { id, mayHaveRunBefore }) {
    const { chat, directory, events, clock } = deps;
    const incident = (await readIncident(code, 'responders', deps))?.value;
    // Taken off meanwhile, or public: then they are told by the card or not at all.
    if (!incident || !isPrivate(incident) || !isVisibleTo(incident, { id: whom })) return undefined;
    const [person, event] = await Promise.all([directory.person(whom), events.settings()]);
    if (!person?.slack) return undefined;
    const { t } = languageOf(person, event);
    const text = t('incident.private.invited', {
      incident: quotedName(incident, t),
      code: escape(code),
      by: mentionId(incident.declaredBy),
    });
    const blocks = [
      section(text),
      ...actions([button('incident.show', t('incident.button.show'), code, 'primary')]),
    ];
    const message = { text, blocks };
    await sendOnce(chat, { person: person.slack }, { key: id, message, mayHaveRunBefore });
    const data = { incident: code, person: whom };
    return {
      facts: [
        recordFact(responderInvited, { at: clock.now(), by: 'callboard', ...ofIncident(incident), data }),
      ],
    };
  },
  failed: ({ incident }, code, deps) => failedInPrivate(incident, code, deps),
});
