/**
 * A submitted modal comes with no channel. The one it was opened from travels in the modal itself, in front
 * of the feature's own private_metadata, so that the answer appears where the question was asked.
 */
import type { View } from '@slack/types';

const MARK = /^@([A-Z0-9]*)\|/;

export const withOrigin = <V extends View>(view: V, channel: string | undefined): V =>
  view.type === 'modal'
    ? { ...view, private_metadata: `@${channel ?? ''}|${view.private_metadata ?? ''}` }
    : view;

/** The channel (undefined when there was none) and what the feature had put there. */
export function originOf(privateMetadata: string): { channel: string | undefined; meta: string } {
  const [mark = '', channel = ''] = MARK.exec(privateMetadata) ?? [];
  return { channel: channel === '' ? undefined : channel, meta: privateMetadata.slice(mark.length) };
}
