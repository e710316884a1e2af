/** Modals and App Home as Slack's views, within Slack's limits. */
import type { HomeView, KnownBlock, ModalView } from '@slack/types';
import { checkId, plainText } from './blocks.ts';

/** UTF-16 units, as Slack counts. */
const MAX_TITLE = 24;
/** Below Slack's 3,000: the adapter puts the channel in front of it. */
export const MAX_META = 2950;
const MAX_BLOCKS = 100;

interface ModalParts {
  /** Names who takes what was filled in; without it nothing can be handed in. */
  readonly id?: string;
  readonly title: string;
  /** What the button says that hands it in; without it there is none. */
  readonly submit?: string;
  /** What the button says that closes it; Slack's own word without it. */
  readonly close?: string;
  /** Comes back with what was filled in. Never anything secret. */
  readonly meta?: string;
  readonly blocks: readonly KnownBlock[];
  /** Closing it closes what was opened before it as well: nothing of a secret stays behind. */
  readonly closesAll?: boolean;
}

/**
 * @returns The view; its title and buttons are cut to what Slack shows.
 * @throws RangeError - `meta` is longer than Slack keeps: cut, it would come back as something else.
 */
export function modal({ id, title, submit, close, meta, blocks, closesAll }: ModalParts): ModalView {
  if ((meta?.length ?? 0) > MAX_META) throw new RangeError(`${meta?.length} characters for a modal to keep`);
  return {
    type: 'modal',
    ...(id !== undefined && { callback_id: checkId(id) }),
    ...(closesAll && { clear_on_close: true }),
    ...(meta !== undefined && { private_metadata: meta }),
    title: plainText(title, MAX_TITLE),
    ...(submit !== undefined && { submit: plainText(submit, MAX_TITLE) }),
    ...(close !== undefined && { close: plainText(close, MAX_TITLE) }),
    blocks: blocks.slice(0, MAX_BLOCKS),
  };
}

export const home = (blocks: readonly KnownBlock[]): HomeView => ({
  type: 'home',
  blocks: blocks.slice(0, MAX_BLOCKS),
});
