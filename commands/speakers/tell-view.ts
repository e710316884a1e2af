/** What a message to many will be, and to how many, before it goes. Pure. */

import type { Message } from '../../src/core/ports/chat.ts';
import type { Translate } from '../../src/i18n/index.ts';
import { actions, button, context, divider, section } from '../../src/slack/blocks.ts';
import { escape, type Mrkdwn, truncate } from '../../src/slack/mrkdwn.ts';
import { bulkMessage } from '../../src/speakers/bulk-message.ts';
import type { SpeakerMessage } from '../../src/speakers/domain/message.ts';

export interface BulkPreview {
  readonly message: SpeakerMessage;
  /** The room, day or track, as people call it. */
  readonly to: Mrkdwn;
  readonly unlinked: readonly string[];
  readonly event: string;
}

export function bulkPreview({ message, to, unlinked, event }: BulkPreview, t: Translate): Message {
  const count = message.persons.length;
  const head = t('speakers.tell.preview', { count, to });
  const shown = bulkMessage({ text: message.text, key: 'preview', event }, t).blocks ?? [];
  return {
    text: head,
    blocks: [
      section(head),
      divider(),
      ...shown,
      divider(),
      ...(unlinked.length > 0
        ? [context(t('speakers.notLinked', { names: escape(truncate(unlinked.join(', '), 1000)) }))]
        : []),
      ...actions([
        button('speakers.send', t('speakers.button.send', { count }), message.id, 'primary'),
        button('speakers.discard', t('speakers.button.discard'), message.id),
      ]),
    ],
  };
}
