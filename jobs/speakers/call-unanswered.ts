/** Nobody pressed 1 in the call about a change: it is made once more, or the organizers are told. */

import { job } from '../../src/core/job.ts';
import { translator } from '../../src/i18n/index.ts';
import { failureText } from '../../src/page/words.ts';
import { escape, mention } from '../../src/slack/mrkdwn.ts';
import { unanswered } from '../../src/speakers/domain/calls.ts';
import { callUnanswered } from '../../src/speakers/domain/jobs.ts';
import { readTalk } from '../../src/speakers/load.ts';

export default job({
  kind: callUnanswered,
  async run(ended, deps) {
    const { session, record, person, event, now } = await readTalk(deps, ended.session, ended.person);
    if (!record) return undefined;
    const who = person ? mention(person) : escape(ended.person);
    const why = failureText(ended.code, translator(event.language));
    return unanswered(session, record, ended, { who, why }, now);
  },
});
