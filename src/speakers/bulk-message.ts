/** The organizers' words to many speakers, as each of them sees them. */

import type { Message } from '../core/ports/chat.ts';
import { truncatePlain } from '../core/text.ts';
import type { Translate } from '../i18n/index.ts';
import { context, section } from '../slack/blocks.ts';
import { escape, escapeTyped, mrkdwn, truncate } from '../slack/mrkdwn.ts';

export interface Words {
  readonly text: string;
  readonly key: string;
  readonly event: string;
}

export function bulkMessage({ text, key, event }: Words, t: Translate): Message {
  const head = t('speakers.bulk.from', { event: escape(event) });
  const body = escapeTyped(truncate(text, 2500));
  return {
    text: mrkdwn`${head} ${body}`,
    blocks: [context(head), section(body, key)],
  };
}

export const bulkText = ({ text, event }: Words, t: Translate): string =>
  `${t('speakers.bulk.from', { event })} ${truncatePlain(text, 600)}`;
