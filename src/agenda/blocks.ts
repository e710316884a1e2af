/** The few blocks that every view of the agenda is built of, within Slack's limits. */
import type { ActionsBlock, Button, KnownBlock } from '@slack/types';
import { truncate } from '../slack/mrkdwn.ts';

export const button = (text: string, action: string, value: string, style?: Button['style']): Button => ({
  type: 'button',
  text: { type: 'plain_text', text: truncate(text, 75) },
  action_id: action,
  value: value.slice(0, 2000),
  ...(style && { style }),
});

export const actions = (id: string, elements: ActionsBlock['elements']): KnownBlock => ({
  type: 'actions',
  block_id: id,
  elements,
});
