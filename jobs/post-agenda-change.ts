/** Posts an applied change to the announcement channel, once. */
import { changePost } from '../src/agenda/change-post.ts';
import { readChange } from '../src/agenda/read-change.ts';
import { changePosted } from '../src/domain/agenda/facts.ts';
import { postChange } from '../src/domain/agenda/jobs.ts';
import { happened } from '../src/domain/commit.ts';
import { translator } from '../src/i18n/index.ts';
import { job } from '../src/job.ts';

export default job({
  kind: postChange,
  async run({ change }, deps, { again }) {
    const about = `change:${change}`;
    const posted =
      again && (await deps.store.facts({ about })).some(({ name }) => name === changePosted.name);
    const event = await deps.events.settings();
    const channel = event.channels.announcements;
    if (posted || channel === undefined) return undefined;
    const now = deps.clock.now();
    const reader = { t: translator(event.language), locale: event.language, zone: event.zone, now };
    const message = changePost(await readChange(change, deps), reader);
    if (!message) return undefined;
    await deps.chat.post(channel, message);
    return {
      facts: [happened(changePosted, { at: now, by: 'callboard', about: [about], data: { change } })],
    };
  },
});
