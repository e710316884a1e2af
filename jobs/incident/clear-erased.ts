/**
 * An incident was erased: what we had posted of it at one place goes; its card says so, and its channel is archived.
 * A place a job, since Slack gives calls singly: what is put off begins again at its own place, not at the first.
 */
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

const isSame = (at: Posted, other: Posted | undefined): boolean =>
  at.channel === other?.channel && at.ts === other.ts;

export default job({
  kind: clearErased,
  async run(place, deps) {
    const { chat, log, directory } = deps;
    /** What is gone already, or in a place that is closed, is as good as gone. */
    const tried = async (work: Promise<void>) =>
      await work.catch((error: unknown) => {
        if (!(error instanceof PermanentError)) throw error;
        log.warn({ part: 'slack', reason: error.code }, 'something of an erased incident stays in Slack');
      });
    switch (place.what) {
      case 'post':
        await tried(chat.removeThread(place.at));
        return undefined;
      case 'card': {
        const { at, by } = place;
        const t = translator((await shared(deps)).locale);
        const text =
          by === 'callboard' ? t('incident.erase.again') : t('incident.erase.card', { by: mentionId(by) });
        await tried(chat.removeReplies(at));
        await tried(chat.update(at, { text, blocks: [section(text)] }));
        return undefined;
      }
      case 'person': {
        const { since, codes, card } = place;
        const person = (await directory.person(place.person))?.slack;
        const isOfIt = (at: Posted, content: string) => !isSame(at, card) && mentions(content, codes);
        if (person !== undefined) await tried(chat.removeOwn({ person }, milliseconds(since) / 1000, isOfIt));
        return undefined;
      }
      case 'channel': {
        const { channel, card, archive } = place;
        await tried(chat.removeOwn({ channel }, 0, (at) => !isSame(at, card)));
        // In an archived channel nothing can be changed any more: its card was, half a minute ago.
        if (archive) await tried(chat.archiveChannel(channel));
        return undefined;
      }
    }
  },
  // Nobody else may hear that there was such an incident; the log has the reason.
  failed: async () => 'quiet',
});
