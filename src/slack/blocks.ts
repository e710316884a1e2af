/**
 * Slack's blocks, within Slack's limits: what is too long ends in an ellipsis, so that no name or title that
 * somebody made up can make Slack refuse a message. Here, in `inputs.ts` and in `views.ts` alone is a block
 * written out; a house test refuses it anywhere else.
 */
import type {
  Button,
  HeaderBlock,
  KnownBlock,
  PlainTextElement,
  SectionBlock,
  StaticSelect,
} from '@slack/types';
import { cutBefore } from '../core/text.ts';
import { type Mrkdwn, mrkdwn, truncate } from './mrkdwn.ts';

/** UTF-16 units, as Slack counts. */
const MAX_SECTION = 3000;
const MAX_CONTEXT = 2000;
const MAX_HEADER = 150;
const MAX_LABEL = 75;
const MAX_VALUE = 2000;
const MAX_ALT = 2000;
const MAX_URL = 3000;
/** A little below a section's limit, for what Slack counts otherwise than we do. */
const MAX_LINES = 2900;
/** Of a block's or an element's id. */
const MAX_ID = 255;

/**
 * An id as it is. Ids are ours, and cutting one would answer somebody else's press.
 *
 * @throws RangeError - It is longer than Slack takes: a mistake in the program.
 */
export function checkId(id: string): string {
  if (id === '' || id.length > MAX_ID) throw new RangeError(`an id of ${id.length} characters: ${id}`);
  return id;
}

/** Text without markup; `max` in UTF-16 units. */
export const plainText = (text: string, max = MAX_SECTION): PlainTextElement => ({
  type: 'plain_text',
  text: truncate(text, max),
});

/** `id` names the block; `accessory` stands at its right. */
export const section = (text: Mrkdwn, id?: string, accessory?: Button | StaticSelect): SectionBlock => ({
  type: 'section',
  ...(id !== undefined && { block_id: checkId(id) }),
  text: { type: 'mrkdwn', text: truncate(text, MAX_SECTION) },
  ...(accessory && { accessory }),
});

/** Small and grey. */
export const context = (text: Mrkdwn): KnownBlock => ({
  type: 'context',
  elements: [{ type: 'mrkdwn', text: truncate(text, MAX_CONTEXT) }],
});

export const header = (text: string): HeaderBlock => ({ type: 'header', text: plainText(text, MAX_HEADER) });

export const divider = (): KnownBlock => ({ type: 'divider' });

/** A picture that Slack can fetch; none where its address is longer than Slack takes. */
export const image = (url: string, alt: string): KnownBlock[] =>
  url.length <= MAX_URL ? [{ type: 'image', image_url: url, alt_text: truncate(alt, MAX_ALT) }] : [];

/** `value` comes back when the button is pressed; it is cut without an ellipsis, as it is for us alone. */
export const button = (
  action: string,
  label: string,
  value?: string,
  style?: 'primary' | 'danger',
): Button => ({
  type: 'button',
  action_id: checkId(action),
  text: plainText(label, MAX_LABEL),
  ...(value !== undefined && { value: value.slice(0, cutBefore(value, MAX_VALUE)) }),
  ...(style && { style }),
});

/** The buttons in a row; no block where there are none, which Slack would refuse. */
export const actions = (elements: readonly Button[], id?: string): KnownBlock[] =>
  elements.length > 0
    ? [{ type: 'actions', ...(id !== undefined && { block_id: checkId(id) }), elements: [...elements] }]
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
