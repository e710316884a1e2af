/** The open pages that a change of shift leaves to whoever begins, each with `Take over`. Pure. */
import type { Message } from '../core/ports/chat.ts';
import type { Language } from '../i18n/index.ts';
import { actions, button, section } from '../slack/blocks.ts';
import { bold, inert, joined, mrkdwn, truncate } from '../slack/mrkdwn.ts';
import { type CardModel, stateText } from './card.ts';

/** The message with the pages below it; as it was where there are none. */
export function withPages(message: Message, models: readonly CardModel[], language: Language): Message {
  if (models.length === 0) return message;
  const { t } = language;
  const lines = models.map((model) => {
    const text = mrkdwn`${bold(model.page.code)} ${truncate(inert(model.page.message), 200)}\n${stateText(model, language)}`;
    return { code: model.page.code, text };
  });
  const title = t('page.openAtChange');
  return {
    text: truncate(joined([message.text, title, ...lines.map(({ text }) => text)], '\n'), 2900),
    blocks: [
      ...(message.blocks ?? []),
      section(mrkdwn`*${title}*`),
      ...lines.flatMap(({ code, text }) => [
        section(text),
        ...actions([button('page.take', t('page.button.take'), code, 'primary')]),
      ]),
    ],
  };
}
