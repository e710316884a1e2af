/** A message as Slack's methods want it. */
import type { KnownBlock } from '@slack/types';
import type { Message } from '../../core/ports/chat.ts';
import { cutBefore } from '../../core/text.ts';
import { section } from '../../slack/blocks.ts';
import { blocksCharacters, MAX_BLOCKS_CHARACTERS } from '../../slack/limits.ts';
import { cutBeforeMarkup, type Mrkdwn, mrkdwn, sliceMrkdwn } from '../../slack/mrkdwn.ts';

const SECTION = 3000;

/** Text cut at line ends, into pieces that fit a section. */
export function pieces(text: Mrkdwn, max = SECTION): Mrkdwn[] {
  const out: Mrkdwn[] = [];
  let rest = text;
  while (rest.length > max) {
    const end = rest.lastIndexOf('\n', max);
    // A link longer than a section would leave nothing before it.
    const cut = end > 0 ? end : cutBeforeMarkup(rest, max) || cutBefore(rest, max);
    out.push(sliceMrkdwn(rest, 0, cut));
    rest = sliceMrkdwn(rest, rest[cut] === '\n' ? cut + 1 : cut);
  }
  out.push(rest);
  // Slack refuses a section of nothing but space.
  return out.filter((piece) => piece.trim() !== '');
}

const blocksOf = (message: Message): KnownBlock[] =>
  message.blocks ? [...message.blocks] : pieces(message.text).map((text) => section(text));

/** `chat.update` refuses more bytes of text than 4,000; ours have blocks beside it, so it may be cut. */
const MAX_TEXT_BYTES = 3_900;

/** Cut to so many bytes of UTF-8, between characters. */
export function clipBytes(text: Mrkdwn, max = MAX_TEXT_BYTES): Mrkdwn {
  if (Buffer.byteLength(text) <= max) return text;
  let end = Math.min(text.length, max);
  // A few bytes are kept for the ellipsis.
  while (Buffer.byteLength(text.slice(0, end)) > max - 3)
    end -= Math.max(1, Math.floor((Buffer.byteLength(text.slice(0, end)) - max + 3) / 4));
  const cut = cutBeforeMarkup(text, end) || cutBefore(text, end);
  return mrkdwn`${sliceMrkdwn(text, 0, cut)}…`;
}

/**
 * As many blocks as Slack takes together. What people press stays; of the rest the end is left out, and an
 * ellipsis says so.
 */
export function fitBlocks(blocks: readonly KnownBlock[], max = MAX_BLOCKS_CHARACTERS): KnownBlock[] {
  if (blocksCharacters(blocks) <= max) return [...blocks];
  const pressed = (block: KnownBlock): boolean => block.type === 'actions';
  let left = max - 10 - blocksCharacters(blocks.filter(pressed));
  let isCut = false;
  return blocks.flatMap((block): KnownBlock[] => {
    if (pressed(block)) return [block];
    left -= blocksCharacters(block);
    if (left >= 0 && !isCut) return [block];
    if (isCut) return [];
    isCut = true;
    return [section(mrkdwn`…`)];
  });
}

/**
 * `text` and `blocks`, always both: an update without blocks would keep the old ones, and text alone is cut
 * off at 4,000 characters. With a key, one of the blocks has it for its id, which Slack keeps and gives back
 * in `conversations.history` and `conversations.replies`.
 */
export function payload(message: Message, key?: string): Required<Message> & { blocks: KnownBlock[] } {
  const blocks = fitBlocks(blocksOf(message));
  const text = clipBytes(message.text);
  if (key === undefined || isNamed({ blocks }, key)) return { text, blocks };
  // What has an id is looked at when it is pressed; only a message of nothing else gives up one.
  const free = Math.max(
    0,
    blocks.findIndex((block) => block.block_id === undefined),
  );
  const named = blocks.map((block, i) => (i === free ? { ...block, block_id: key } : block));
  return { text, blocks: named };
}

/** The same for an answer by `response_url`, which has no limit of all blocks together. */
export const answerPayload = (message: Message): Required<Message> & { blocks: KnownBlock[] } => ({
  text: clipBytes(message.text),
  blocks: blocksOf(message),
});

interface Seen {
  readonly blocks?: readonly { readonly block_id?: string | undefined }[] | undefined;
  readonly files?: readonly { readonly name?: string | undefined }[] | undefined;
}

/** Whether this is the message of that key, or brought the file of that name. */
export const isNamed = ({ blocks, files }: Seen, key: string): boolean =>
  blocks?.some((block) => block.block_id === key) === true ||
  files?.some((file) => file.name === key) === true;
