/** An incident was erased: what we had posted of it goes, its card says so, and its channel is archived. */
import { PermanentError } from '../../src/core/errors.ts';
import { milliseconds } from '../../src/core/instant.ts';
import { job } from '../../src/core/job.ts';
import type { Posted } from '../../src/core/ports/chat.ts';
import { translator } from '../../src/i18n/index.ts';
import { clearErased } from '../../src/incident/domain/jobs.ts';
import { shared } from '../../src/incident/load.ts';
import { section } from '../../src/slack/blocks.ts';
import { mentionId } from '../../src/slack/mrkdwn.ts';

/** Whether a code stands in it as a word. */
const mentions = (content: string, codes: readonly string[]): boolean => {
  const words = new Set(content.split(/\W+/));
  return codes.some((code) => words.has(code));
};

export default job({
  kind: clearErased,
  async run({ card, posts, channel, last, by, people, since, codes }, deps) {
    const { chat, log, directory } = deps;
    /** What is gone already, or in a place that is closed, is as good as gone. */
    const tried = async (work: Promise<void>) =>
      await work.catch((error: unknown) => {
        if (!(error instanceof PermanentError)) throw error;
        log.warn({ part: 'slack', reason: error.code }, 'something of an erased incident stays in Slack');
      });
    for (const at of posts) await tried(chat.removeThread(at));
    const from = milliseconds(since) / 1000;
    const isKept = (at: Posted) => at.channel === card?.channel && at.ts === card.ts;
    for (const id of people) {
      const person = (await directory.person(id))?.slack;
      if (person !== undefined)
        await tried(
          chat.removeOwn({ person }, from, (at, content) => !isKept(at) && mentions(content, codes)),
        );
    }
    if (card) {
      await tried(chat.removeReplies(card));
      const t = translator((await shared(deps)).locale);
      const text =
        by === 'callboard' ? t('incident.erase.again') : t('incident.erase.card', { by: mentionId(by) });
      await tried(chat.update(card, { text, blocks: [section(text)] }));
    }
    if (channel !== undefined) {
      await tried(chat.removeOwn({ channel }, 0, (at) => !isKept(at)));
      // Last: in an archived channel nothing can be changed any more.
      if (last) await tried(chat.archiveChannel(channel));
    }
    return undefined;
  },
  // Nobody else may hear that there was such an incident; the log has the reason.
  failed: async () => 'quiet',
});
