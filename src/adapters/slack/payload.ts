/** A message as Slack's methods want it. */
import type { KnownBlock } from '@slack/types';
import type { Message } from '../../core/ports/chat.ts';
import { cutBefore } from '../../core/text.ts';
import { cutBeforeMarkup } from '../../slack/mrkdwn.ts';

const SECTION = 3000;

/** Text cut at line ends, into pieces that fit a section. */
export function pieces(text: string, max = SECTION): string[] {
  const out: string[] = [];
  let rest = text;
  while (rest.length > max) {
    const end = rest.lastIndexOf('\n', max);
    // A link longer than a section would leave nothing before it.
    const cut = end > 0 ? end : cutBeforeMarkup(rest, max) || cutBefore(rest, max);
    out.push(rest.slice(0, cut));
    rest = rest.slice(cut).replace(/^\n/, '');
  }
  out.push(rest);
  // Slack refuses a section of nothing but space.
  return out.filter((piece) => piece.trim() !== '');
}

const blocksOf = (message: Message): KnownBlock[] =>
  message.blocks
    ? [...message.blocks]
    : pieces(message.text).map((text) => ({ type: 'section', text: { type: 'mrkdwn', text } }));

/**
 * `text` and `blocks`, always both: an update without blocks would keep the old ones, and text alone is cut
 * off at 4,000 characters. With a key, one of the blocks has it for its id, which Slack keeps and gives back
 * in `conversations.history` and `conversations.replies`.
 */
export function payload(message: Message, key?: string): { text: string; blocks: KnownBlock[] } {
  const blocks = blocksOf(message);
  if (key === undefined || isNamed({ blocks }, key)) return { text: message.text, blocks };
  // What has an id is looked at when it is pressed; only a message of nothing else gives up one.
  const free = Math.max(
    0,
    blocks.findIndex((block) => block.block_id === undefined),
  );
  const named = blocks.map((block, i) => (i === free ? { ...block, block_id: key } : block));
  return { text: message.text, blocks: named };
}

interface Seen {
  readonly blocks?: readonly { readonly block_id?: string | undefined }[] | undefined;
  readonly files?: readonly { readonly name?: string | undefined }[] | undefined;
}

/** Whether this is the message of that key, or brought the file of that name. */
export const isNamed = ({ blocks, files }: Seen, key: string): boolean =>
  blocks?.some((block) => block.block_id === key) === true ||
  files?.some((file) => file.name === key) === true;
