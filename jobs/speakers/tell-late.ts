/** Tells the room's channel that a speaker runs late. */
import { channelOfRoom } from '../../src/callboard/domain/event.ts';
import { job } from '../../src/core/job.ts';
import { sendOnce } from '../../src/core/once.ts';
import { translator } from '../../src/i18n/index.ts';
import { clock } from '../../src/i18n/time.ts';
import { bold, mention } from '../../src/slack/mrkdwn.ts';
import { tellLate } from '../../src/speakers/domain/jobs.ts';

export default job({
  kind: tellLate,
  async run({ session: code, person: personId, minutes }, deps, { id, mayHaveRunBefore }) {
    const [sessions, person, event] = await Promise.all([
      deps.sessions.read(),
      deps.directory.person(personId),
      deps.events.settings(),
    ]);
    const session = sessions.get(code)?.value;
    const channel = session && channelOfRoom(event, session.room);
    // Where the room has no channel, the offer to the organizers says it all.
    if (!session || !person || !channel || channel === event.channels.ops) return undefined;
    const t = translator(event.language);
    const text = t('speakers.late.room', {
      person: mention(person),
      minutes,
      title: bold(session.title),
      clock: clock(session.start, event.zone, event.language),
    });
    await sendOnce(deps.chat, { channel }, { key: `${id}:${minutes}`, message: { text }, mayHaveRunBefore });
    return undefined;
  },
});
