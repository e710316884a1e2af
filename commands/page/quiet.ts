/** `/page quiet ROOM 30m [reason]`: maintenance. What is not critical waits for its end. */

import type { Verb } from '../../src/core/command.ts';
import { put, recordFact, scheduleJob } from '../../src/core/commit.ts';
import { UserError } from '../../src/core/errors.ts';
import { instantText } from '../../src/core/instant.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import { splitWords } from '../../src/core/time.ts';
import { clockFrom } from '../../src/i18n/time.ts';
import { quietSet } from '../../src/page/domain/facts.ts';
import { endQuiet } from '../../src/page/domain/jobs.ts';
import { quietDocument } from '../../src/page/domain/page.ts';
import { escape } from '../../src/slack/mrkdwn.ts';
import { typedDuration } from '../../src/slack/typed-time.ts';
import { takeRoom } from './take-place.ts';

/** Longer than a night would be a room that nobody watches any more. */
const MAX_HOURS = 12;

export const quietVerb: Verb = {
  usage: { 'quiet ROOM 30m [reason]': 'page.usage.quiet' },
  async run(call, deps) {
    const { room, rest } = await takeRoom(call, deps);
    const [length = '', ...words] = splitWords(rest);
    const reason = words.join(' ');
    if (length === '') throw new UserError('page.quiet.room');
    const lasts = length.toLowerCase() === 'off' ? undefined : typedDuration(length);
    const seconds = lasts?.total('seconds') ?? 0;
    if (seconds > MAX_HOURS * 3600) throw new UserError('page.quiet.long', { hours: MAX_HOURS });
    const until = call.now.add({ seconds: Math.round(seconds) });
    await withOptimisticRetry(deps.store, async () => {
      const known = await deps.store.get(quietDocument, room);
      const value = {
        room,
        until: instantText(until),
        by: call.person.id,
        ...(reason && { reason }),
      };
      const data = { room, until: value.until };
      const change = {
        put: [put(quietDocument, room, value, known?.version ?? 0)],
        facts: [recordFact(quietSet, { at: call.now, by: call.person.id, about: [`room:${room}`], data })],
        jobs: [scheduleJob(endQuiet, until, { room })],
      };
      return { change, result: undefined };
    });
    if (!lasts) return { text: call.t('page.quiet.off', { room: escape(room) }) };
    const time = clockFrom(until, call.now, call.zone, call.locale);
    return { text: call.t('page.quiet.on', { room: escape(room), time }) };
  },
};
