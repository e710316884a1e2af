/** Nobody pressed 1 in the call about a change: it is made once more, or the organizers are told. */
import { unanswered } from '../src/domain/speakers/calls.ts';
import { callUnanswered } from '../src/domain/speakers/jobs.ts';
import { translator } from '../src/i18n/index.ts';
import { job } from '../src/job.ts';
import { codeText } from '../src/paging/words.ts';
import { mention } from '../src/slack-text.ts';
import { readTalk } from '../src/speakers/read.ts';

export default job({
  kind: callUnanswered,
  async run(ended, deps) {
    const { session, record, person, event, now } = await readTalk(deps, ended.session, ended.person);
    if (!record) return undefined;
    const who = person ? mention(person) : ended.person;
    const why = codeText(ended.code, translator(event.language));
    return unanswered(session, record, ended, { who, why }, now);
  },
});
