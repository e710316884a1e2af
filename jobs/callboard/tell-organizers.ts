/** Tells the organizers what they must know: in the ops channel, or each of them where there is none. */

import { tellOrganizers } from '../../src/callboard/domain/jobs.ts';
import { job } from '../../src/core/job.ts';
import { sendToOrganizers } from '../../src/core/once.ts';
import { type Key, locales, safeText } from '../../src/i18n/index.ts';
import { escape, type Mrkdwn } from '../../src/slack/mrkdwn.ts';

type Param = string | number | { readonly mrkdwn: Mrkdwn };

/** A string may be a name or a title that somebody chose: it is escaped here, for all who tell. */
function safeForSlack(value: Param): Mrkdwn | number {
  if (typeof value === 'number') return value;
  return typeof value === 'string' ? escape(value) : value.mrkdwn;
}

export default job({
  kind: tellOrganizers,
  async run({ key, params }, { chat, events }, { id, mayHaveRunBefore }) {
    const event = await events.settings();
    const safe = Object.entries(params).map(([name, value]) => [name, safeForSlack(value)] as const);
    const text =
      key in locales.en
        ? safeText({ key: key as Key, params: Object.fromEntries(safe) }, event.language)
        : escape(key);
    await sendToOrganizers(chat, event, { key: id, message: { text }, mayHaveRunBefore });
    return undefined;
  },
});
