/** Inputs of modals; each has a block id, and its action id is always `value`. */

import type { KnownBlock, PlainTextOption, View } from '@slack/types';
import type { ModalSubmission } from '../../src/core/command.ts';
import { plainText } from '../../src/slack/blocks.ts';

/** Slack's own limit for the value of an option. */
const MAX_VALUE = 150;

export function textInput(
  block: string,
  label: string,
  options: {
    optional?: boolean;
    hint?: string;
    placeholder?: string;
    multiline?: boolean;
    initial?: string;
  } = {},
): KnownBlock {
  return {
    type: 'input',
    block_id: block,
    optional: options.optional ?? false,
    label: plainText(label),
    ...(options.hint && { hint: plainText(options.hint) }),
    element: {
      type: 'plain_text_input',
      action_id: 'value',
      multiline: options.multiline ?? false,
      ...(options.placeholder && { placeholder: plainText(options.placeholder, 150) }),
      ...(options.initial && { initial_value: options.initial }),
    },
  };
}

export function selectInput(
  block: string,
  label: string,
  choices: readonly { readonly text: string; readonly value: string }[],
  options: { optional?: boolean; initial?: string; hint?: string } = {},
): KnownBlock {
  // What is too long to be a value, and what is there already, can be typed instead.
  const fitting = [...new Map(choices.map((one) => [one.value, one])).values()].filter(
    ({ value }) => value !== '' && value.length <= MAX_VALUE,
  );
  const all: PlainTextOption[] = fitting
    .slice(0, 100)
    .map(({ text, value }) => ({ text: plainText(text, 75), value }));
  const initial = all.find(({ value }) => value === options.initial);
  return {
    type: 'input',
    block_id: block,
    optional: options.optional ?? false,
    label: plainText(label),
    ...(options.hint && { hint: plainText(options.hint) }),
    element: {
      type: 'static_select',
      action_id: 'value',
      options: all,
      ...(initial && { initial_option: initial }),
    },
  };
}

export const modal = (
  id: string,
  title: string,
  submit: string,
  close: string,
  blocks: KnownBlock[],
  meta = '',
): View => ({
  type: 'modal',
  callback_id: id,
  title: plainText(title, 24),
  submit: plainText(submit, 24),
  close: plainText(close, 24),
  private_metadata: meta,
  blocks,
});

/** What was typed into an input, or chosen; '' where nothing was. */
export function field(submission: ModalSubmission, block: string): string {
  const value = submission.values[block]?.['value'];
  return typeof value === 'string' ? value.trim() : '';
}

export function ticked(submission: ModalSubmission, block: string): boolean {
  const value = submission.values[block]?.['value'];
  return Array.isArray(value) && value.length > 0;
}
