/** Gives whoever looks for missing speakers their phone numbers: in private, since a page is read by many. */

import { job } from '../../src/core/job.ts';
import { sendOnce } from '../../src/core/once.ts';
import { languageOf } from '../../src/i18n/index.ts';
import { escape, joined, mrkdwn } from '../../src/slack/mrkdwn.ts';
import { dmSpeakerNumbers } from '../../src/speakers/domain/jobs.ts';

export default job({
  kind: dmSpeakerNumbers,
  async run({ session, to, persons }, deps, { id: key, mayHaveRunBefore }) {
    const lead = await deps.directory.person(to);
    if (!lead?.slack) return undefined;
    const people = await Promise.all(persons.map((person) => deps.directory.person(person)));
    const lines = people.flatMap((person) =>
      person?.phone ? [mrkdwn`• ${escape(person.name)}: ${escape(person.phone.number)}`] : [],
    );
    if (lines.length === 0) return undefined;
    const t = languageOf(lead, await deps.events.settings()).t;
    const text = mrkdwn`${t('speakers.missing.numbers', { code: escape(session) })}\n${joined(lines, '\n')}`;
    await sendOnce(deps.chat, { person: lead.slack }, { key, message: { text }, mayHaveRunBefore });
    return undefined;
  },
});
