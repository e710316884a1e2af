/** The few blocks that the rota's messages are made of. */
import type { Button, KnownBlock } from '@slack/types';

export const section = (text: string): KnownBlock => ({ type: 'section', text: { type: 'mrkdwn', text } });
export const context = (text: string): KnownBlock => ({
  type: 'context',
  elements: [{ type: 'mrkdwn', text }],
});
export const header = (text: string): KnownBlock => ({
  type: 'header',
  text: { type: 'plain_text', text: text.slice(0, 150) },
});

export interface ButtonSpec {
  readonly action: string;
  readonly label: string;
  readonly value?: string;
  readonly style?: 'primary' | 'danger';
}

const button = ({ action, label, value, style }: ButtonSpec): Button => ({
  type: 'button',
  action_id: action,
  text: { type: 'plain_text', text: label.slice(0, 75) },
  ...(value !== undefined && { value }),
  ...(style && { style }),
});

export const actions = (...specs: readonly ButtonSpec[]): KnownBlock => ({
  type: 'actions',
  elements: specs.map(button),
});

/** Lines as sections that stay below Slack's 3,000 characters each. */
export function lines(texts: readonly string[]): KnownBlock[] {
  const blocks: string[] = [];
  for (const text of texts) {
    const line = text.slice(0, 2800);
    const last = blocks.at(-1);
    if (last !== undefined && last.length + line.length < 2900)
      blocks[blocks.length - 1] = `${last}\n${line}`;
    else blocks.push(line);
  }
  return blocks.map(section);
}
