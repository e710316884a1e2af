/** What a speaker is asked: by how much they are late, and what they need. Pure. */

import type { View } from '@slack/types';
import type { Session } from '../../src/agenda/domain/session.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import type { Translate } from '../../src/i18n/index.ts';
import { plainText, section } from '../../src/slack/blocks.ts';
import { bold, truncate } from '../../src/slack/mrkdwn.ts';

const MINUTES = [5, 10, 15, 20, 30];

export function lateChoices(session: Session, t: Translate): Message {
  const text = t('speakers.lateAsk', { title: bold(truncate(session.title, 150)) });
  return {
    text,
    blocks: [
      section(text),
      {
        type: 'actions',
        elements: MINUTES.map((minutes) => ({
          type: 'button',
          action_id: `speakers.late-by#${minutes}`,
          text: plainText(t('speakers.button.minutes', { minutes })),
          value: `${session.code} ${minutes}`,
        })),
      },
    ],
  };
}

export const helpModal = (session: Session, t: Translate): View => ({
  type: 'modal',
  callback_id: 'speakers.help',
  private_metadata: session.code,
  title: plainText(t('speakers.help.title')),
  submit: plainText(t('speakers.help.send')),
  close: plainText(t('speakers.help.close')),
  blocks: [
    {
      type: 'input',
      block_id: 'what',
      label: plainText(t('speakers.help.label')),
      element: {
        type: 'plain_text_input',
        action_id: 'text',
        multiline: true,
        max_length: 500,
        placeholder: plainText(t('speakers.help.placeholder')),
      },
    },
  ],
});
