/** Tells somebody that an action item is theirs, in a direct message, with the buttons to end it or put it off. */
import { job } from '../../src/core/job.ts';
import { sendOnce } from '../../src/core/once.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import { languageOf } from '../../src/i18n/index.ts';
import { date } from '../../src/i18n/time.ts';
import { tellOfAction } from '../../src/incident/domain/action.ts';
import { tellOwner } from '../../src/incident/domain/jobs.ts';
import { isVisibleTo } from '../../src/incident/domain/privacy.ts';
import { failedInPrivate } from '../../src/incident/failed.ts';
import { readAction } from '../../src/incident/read.ts';
import { quotedName } from '../../src/incident/words.ts';
import { actions, button, section } from '../../src/slack/blocks.ts';
import { escape, mentionId, truncate } from '../../src/slack/mrkdwn.ts';

export default job({
  kind: tellOwner,
  async run({ action: code, by }, deps, { id, mayHaveRunBefore }) {
    const { chat, clock, directory, events } = deps;
    const read = await readAction(code, 'responders', deps);
    const change = read && tellOfAction(read.item.value, read.incident, clock.now());
    if (!read || !change) return undefined;
    const { owner: ownerId, text: what, due } = read.item.value;
    // Whoever was taken off a private incident hears no more of it.
    if (!isVisibleTo(read.incident, { id: ownerId })) return undefined;
    const [owner, { language }] = await Promise.all([directory.person(ownerId), events.settings()]);
    const { locale, t } = languageOf(owner, { language });
    const text = t('incident.action.yours', {
      by: mentionId(by),
      code: escape(code),
      incident: quotedName(read.incident, t),
      due: date(due, locale),
      text: escape(truncate(what, 500)),
    });
    const buttons = [
      button('incident.done', t('incident.button.done'), code),
      button('incident.snooze', t('incident.button.snooze'), code),
    ];
    const message: Message = { text, blocks: [section(text), ...actions(buttons, `incident.item.${code}`)] };
    if (owner?.slack) await sendOnce(chat, { person: owner.slack }, { key: id, message, mayHaveRunBefore });
    return change;
  },
  async failed({ action }, code, deps) {
    const read = await readAction(action, 'responders', deps);
    return read && (await failedInPrivate(read.incident.code, code, deps));
  },
});
