/**
 * Slack's blocks, within Slack's limits: what is too long ends in an ellipsis, so that no name or title that
 * somebody made up can make Slack refuse a message. `text` of `section` and `context` is mrkdwn: escaped by
 * who wrote it.
 */
import type { Button, HeaderBlock, KnownBlock, PlainTextElement, SectionBlock } from '@slack/types';
import { cutBefore } from '../core/text.ts';
import { type Mrkdwn, mrkdwn, truncate } from './mrkdwn.ts';

/** UTF-16 units, as Slack counts. */
const MAX_SECTION = 3000;
const MAX_CONTEXT = 2000;
const MAX_HEADER = 150;
const MAX_LABEL = 75;
const MAX_VALUE = 2000;
/** A little below a section's limit, for what Slack counts otherwise than we do. */
const MAX_LINES = 2900;

/** Text without markup; `max` in UTF-16 units. */
export const plainText = (text: string, max = MAX_SECTION): PlainTextElement => ({
  type: 'plain_text',
  text: truncate(text, max),
});

export const section = (text: Mrkdwn, id?: string): SectionBlock => ({
  type: 'section',
  ...(id !== undefined && { block_id: id }),
  text: { type: 'mrkdwn', text: truncate(text, MAX_SECTION) },
});

/** Small and grey. */
export const context = (text: Mrkdwn): KnownBlock => ({
  type: 'context',
  elements: [{ type: 'mrkdwn', text: truncate(text, MAX_CONTEXT) }],
});

export const header = (text: string): HeaderBlock => ({ type: 'header', text: plainText(text, MAX_HEADER) });

/** `value` comes back when the button is pressed; it is cut without an ellipsis, as it is for us alone. */
export const button = (
  action: string,
  label: string,
  value?: string,
  style?: 'primary' | 'danger',
): Button => ({
  type: 'button',
  action_id: action,
  text: plainText(label, MAX_LABEL),
  ...(value !== undefined && { value: value.slice(0, cutBefore(value, MAX_VALUE)) }),
  ...(style && { style }),
});

/** The buttons in a row; no block where there are none, which Slack would refuse. */
export const actions = (elements: readonly Button[], id?: string): KnownBlock[] =>
  elements.length > 0
    ? [{ type: 'actions', ...(id !== undefined && { block_id: id }), elements: [...elements] }]
    : [];

/** Lines in as few sections as fit. */
export function sections(lines: readonly Mrkdwn[]): SectionBlock[] {
  const texts: Mrkdwn[] = [];
  for (const line of lines) {
    const last = texts.at(-1);
    if (last !== undefined && last.length + line.length + 1 <= MAX_LINES)
      texts[texts.length - 1] = mrkdwn`${last}\n${line}`;
    else texts.push(truncate(line, MAX_LINES));
  }
  return texts.map((text) => section(text));
}
