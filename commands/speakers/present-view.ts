/** What a speaker is asked: by how much they are late, and what they need. Pure. */

import type { View } from '@slack/types';
import type { Session } from '../../src/agenda/domain/session.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import type { Translate } from '../../src/i18n/index.ts';
import { actions, button, section } from '../../src/slack/blocks.ts';
import { textInput } from '../../src/slack/inputs.ts';
import { bold, truncate } from '../../src/slack/mrkdwn.ts';
import { modal } from '../../src/slack/views.ts';

const MINUTES = [5, 10, 15, 20, 30];

export function lateChoices(session: Session, t: Translate): Message {
  const text = t('speakers.lateAsk', { title: bold(truncate(session.title, 150)) });
  return {
    text,
    blocks: [
      section(text),
      ...actions(
        MINUTES.map((minutes) =>
          button(
            `speakers.late-by#${minutes}`,
            t('speakers.button.minutes', { minutes }),
            `${session.code} ${minutes}`,
          ),
        ),
      ),
    ],
  };
}

export const helpModal = (session: Session, t: Translate): View =>
  modal({
    id: 'speakers.help',
    meta: session.code,
    title: t('speakers.help.title'),
    submit: t('speakers.help.send'),
    close: t('speakers.help.close'),
    blocks: [
      textInput('what', t('speakers.help.label'), {
        action: 'text',
        multiline: true,
        max: 500,
        placeholder: t('speakers.help.placeholder'),
      }),
    ],
  });
