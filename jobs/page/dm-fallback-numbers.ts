/**
 * A provider is in trouble, and nothing else can have rung or the next step is due without an answer: each organizer gets
 * the numbers to dial by hand, in a direct message. Before that it waits, and looks again.
 */

import { readChatState } from '../../src/callboard/chat-state.ts';
import { isChatLost } from '../../src/callboard/domain/chat-state.ts';
import { scheduleJob } from '../../src/core/commit.ts';
import { job } from '../../src/core/job.ts';
import { sendOnce, toEach } from '../../src/core/once.ts';
import { languageOf } from '../../src/i18n/index.ts';
import { CHAT } from '../../src/page/domain/context.ts';
import { numbersDue, recordNumbersTold } from '../../src/page/domain/fallback-numbers.ts';
import { dmFallbackNumbers } from '../../src/page/domain/jobs.ts';
import { askedNow, mayRead, pageDocument } from '../../src/page/domain/page.ts';
import { loadPeople, notificationsOf } from '../../src/page/load.ts';
import { escape, inert, joined, mention, mrkdwn } from '../../src/slack/mrkdwn.ts';

export default job({
  kind: dmFallbackNumbers,
  async run({ page: code }, deps, { id: key, mayHaveRunBefore }) {
    const [page, event] = await Promise.all([deps.store.get(pageDocument, code), deps.events.settings()]);
    if (page?.value.state !== 'open') return undefined;
    // They have the numbers by text; a message that waits for Slack would come when it is over.
    const chat = await readChatState(deps);
    if (page.value.trouble === CHAT && isChatLost(chat) && chat?.toldAt !== undefined) return undefined;
    if (page.value.numbersAt !== undefined) return undefined;
    const now = deps.clock.now();
    const due = numbersDue(page.value, await notificationsOf(page.value, deps));
    if (!due) return undefined;
    if (due.epochMilliseconds > now.epochMilliseconds)
      return { jobs: [scheduleJob(dmFallbackNumbers, due, { page: code })] };
    const people = await loadPeople([...askedNow(page.value), ...event.organizers], deps);
    // Nobody dials themself.
    const numbersFor = (reader: string) =>
      askedNow(page.value).flatMap((id) => {
        const person = people.get(id);
        return person?.phone && id !== reader
          ? [mrkdwn`• ${mention(person)} ${escape(person.phone.number)}`]
          : [];
      });
    const readers = event.organizers.filter((person) => mayRead(page.value, person));
    await toEach(readers, async (person) => {
      const { t } = languageOf(people.get(person), event);
      const numbers = numbersFor(person);
      const list = numbers.length > 0 ? joined(numbers, '\n') : t('page.noNumbers');
      const text = mrkdwn`${t('page.numbers', { code: escape(code), message: inert(page.value.message) })}\n${list}`;
      await sendOnce(deps.chat, { person }, { key, message: { text }, mayHaveRunBefore });
    });
    return recordNumbersTold(page, now);
  },
});
