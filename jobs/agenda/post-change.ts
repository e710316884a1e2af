/** Posts an applied change to the announcement channel, once. */
import { changePost } from '../../src/agenda/change-post.ts';
import { changePosted } from '../../src/agenda/domain/facts.ts';
import { postChange } from '../../src/agenda/domain/jobs.ts';
import { readChange } from '../../src/agenda/read-change.ts';
import { recordFact } from '../../src/core/commit.ts';
import { job } from '../../src/core/job.ts';
import { sendOnce } from '../../src/core/once.ts';
import { translator } from '../../src/i18n/index.ts';

export default job({
  kind: postChange,
  async run({ change }, deps, { id, mayHaveRunBefore }) {
    const event = await deps.events.settings();
    const channel = event.channels.announcements;
    if (channel === undefined) return undefined;
    const now = deps.clock.now();
    const reader = { t: translator(event.language), locale: event.language, zone: event.zone, now };
    const message = changePost(await readChange(change, deps), reader);
    if (!message) return undefined;
    await sendOnce(deps.chat, { channel }, { key: id, message, mayHaveRunBefore });
    const about = [`change:${change}`];
    return { facts: [recordFact(changePosted, { at: now, by: 'callboard', about, data: { change } })] };
  },
});
