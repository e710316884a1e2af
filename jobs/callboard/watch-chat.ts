/** Looks whether Slack can be reached, until it is well: an outage begins or is over by what the looks have shown. */
import {
  CHAT_ID,
  type ChatSigns,
  chatStateDocument,
  isChatLost,
  judgeChat,
  LOOK_EVERY,
} from '../../src/callboard/domain/chat-state.ts';
import { watchChat } from '../../src/callboard/domain/jobs.ts';
import { beginOutage, endOutage, tellLoss } from '../../src/callboard/outage.ts';
import { mergeChanges, put, scheduleJob } from '../../src/core/commit.ts';
import { instantText } from '../../src/core/instant.ts';
import { job } from '../../src/core/job.ts';

export default job({
  kind: watchChat,
  async run({ signs: before }, deps) {
    const isAnswered = await deps.slackAnswers();
    const now = deps.clock.now();
    const known = await deps.store.get(chatStateDocument, CHAT_ID);
    const { verdict, signs } = judgeChat(known?.value, before, isAnswered, now);
    const again = (next: ChatSigns) => ({
      jobs: [scheduleJob(watchChat, now.add({ seconds: LOOK_EVERY }), { signs: next })],
    });
    if (verdict === 'well') return undefined;
    if (verdict === 'lost')
      return mergeChanges(
        await beginOutage(signs.failingSince ?? instantText(now), known, deps),
        again(signs),
      );
    if (verdict === 'back' && known)
      return await endOutage(known, signs.answersSince ?? instantText(now), deps);
    const late = known && isChatLost(known.value) ? await tellLoss(known.value, deps) : undefined;
    if (!known || !late) return again(signs);
    const { state, facts, jobs } = late;
    return mergeChanges(
      { put: [put(chatStateDocument, CHAT_ID, state, known.version)], facts, jobs },
      again(signs),
    );
  },
});
