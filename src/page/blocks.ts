/** The few Slack blocks that pages are made of. */
import type { Button, KnownBlock } from '@slack/types';
import { truncate } from '../slack/mrkdwn.ts';

export const section = (text: string, id?: string): KnownBlock => ({
  type: 'section',
  ...(id !== undefined && { block_id: id }),
  text: { type: 'mrkdwn', text: truncate(text, 3000) },
});

export const context = (text: string): KnownBlock => ({
  type: 'context',
  elements: [{ type: 'mrkdwn', text: truncate(text, 2000) }],
});

export const button = (
  action: string,
  text: string,
  value: string,
  style?: 'primary' | 'danger',
): Button => ({
  type: 'button',
  action_id: action,
  text: { type: 'plain_text', text: truncate(text, 75) },
  value,
  ...(style && { style }),
});

export const actions = (elements: readonly Button[]): KnownBlock[] =>
  elements.length > 0 ? [{ type: 'actions', elements: [...elements] }] : [];
