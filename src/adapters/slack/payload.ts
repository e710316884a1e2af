/** A message as Slack's methods want it. */
import type { KnownBlock } from '@slack/types';
import type { Message } from '../../ports.ts';

const SECTION = 3000;

/** Text cut at line ends, into pieces that fit a section. */
export function pieces(text: string, max = SECTION): string[] {
  const out: string[] = [];
  let rest = text;
  while (rest.length > max) {
    const end = rest.lastIndexOf('\n', max);
    const cut = end > 0 ? end : max;
    out.push(rest.slice(0, cut));
    rest = rest.slice(cut).replace(/^\n/, '');
  }
  out.push(rest);
  // Slack refuses a section of nothing but space.
  return out.filter((piece) => piece.trim() !== '');
}

/**
 * `text` and `blocks`, always both: an update without blocks would keep the old ones, and text alone is cut
 * off at 4,000 characters.
 */
export const payload = (message: Message): { text: string; blocks: KnownBlock[] } => ({
  text: message.text,
  blocks: message.blocks
    ? [...message.blocks]
    : pieces(message.text).map((text) => ({ type: 'section', text: { type: 'mrkdwn', text } })),
});
