/** Reminds the owner of an action item: the day before, on the day, and weekly after. */

import { job } from '../../src/core/job.ts';
import { sendOnce } from '../../src/core/once.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import { languageOf } from '../../src/i18n/index.ts';
import { date } from '../../src/i18n/time.ts';
import { remindOwner, whenDue } from '../../src/incident/domain/action.ts';
import { remindAction } from '../../src/incident/domain/jobs.ts';
import { isVisibleTo } from '../../src/incident/domain/privacy.ts';
import { failedInPrivate } from '../../src/incident/failed.ts';
import { readAction } from '../../src/incident/read.ts';
import { actions, button, section } from '../../src/slack/blocks.ts';
import { escape, truncate } from '../../src/slack/mrkdwn.ts';

const KEYS = {
  before: 'incident.action.remindBefore',
  today: 'incident.action.remindToday',
  overdue: 'incident.action.remindOverdue',
} as const;

export default job({
  kind: remindAction,
  async run({ action: code }, deps, { id, mayHaveRunBefore }) {
    const { chat, clock, directory, events } = deps;
    const read = await readAction(code, 'responders', deps);
    if (!read) return undefined;
    const item = read.item.value;
    const { zone, language } = await events.settings();
    const now = clock.now();
    const change = remindOwner(item, read.incident, zone, now);
    if (!change) return undefined;
    // Whoever was taken off a private incident hears no more of it.
    if (!isVisibleTo(read.incident, { id: item.owner })) return change;
    const owner = await directory.person(item.owner);
    const { locale, t } = languageOf(owner, { language });
    const text = t(KEYS[whenDue(item, zone, now)], {
      code: escape(code),
      text: escape(truncate(item.text, 500)),
      due: date(item.due, locale),
    });
    const buttons = [
      button('incident.done', t('incident.button.done'), code),
      button('incident.snooze', t('incident.button.snooze'), code),
    ];
    const message: Message = { text, blocks: [section(text), ...actions(buttons, `incident.item.${code}`)] };
    // One a day: only a crash over midnight could repeat it.
    const key = `${id}:${now.toZonedDateTimeISO(zone).toPlainDate()}`;
    if (owner?.slack) await sendOnce(chat, { person: owner.slack }, { key, message, mayHaveRunBefore });
    return change;
  },
  async failed({ action }, code, deps) {
    const read = await readAction(action, 'responders', deps);
    return read && (await failedInPrivate(read.incident.code, code, deps));
  },
});
