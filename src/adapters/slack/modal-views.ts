/** The few modal views that are the adapter's own: still working, done, and what was typed, given back. */

import type { KnownBlock, ModalView, PlainTextElement } from '@slack/types';
import type { ModalSubmission } from '../../core/command.ts';
import { section } from '../../slack/blocks.ts';
import { type Mrkdwn, mrkdwn } from '../../slack/mrkdwn.ts';
import { modal } from '../../slack/views.ts';
import { pieces } from './payload.ts';

/** What Slack sends back of an open modal, as far as it matters here. */
export interface OpenModal {
  readonly title: PlainTextElement;
  readonly submit: PlainTextElement | null;
  readonly close: PlainTextElement | null;
  readonly callback_id: string;
  readonly private_metadata: string;
  readonly blocks: readonly unknown[];
}

type Values = ModalSubmission['values'];
type Input = { type: string; block_id?: string; element?: Record<string, unknown> };

const sections = (text: Mrkdwn): KnownBlock[] => pieces(text).map((piece) => section(piece));

/** A modal that only says something, under the title of the one before. */
export const notice = (title: PlainTextElement, text: Mrkdwn): ModalView =>
  modal({ title: title.text, blocks: sections(text) });

/** The block that an error can be shown beside, in a modal that has any input. */
export const firstInput = (blocks: readonly unknown[]): string | undefined =>
  (blocks as readonly Input[]).find((block) => block.type === 'input')?.block_id;

/** The option of this value among those that the input offered. */
const chosen = (element: Record<string, unknown>, values: readonly string[]): unknown[] =>
  ((element['options'] ?? []) as { value?: string }[]).filter((one) => values.includes(one.value ?? ''));

function filled(
  element: Record<string, unknown>,
  value: string | readonly string[],
): Record<string, unknown> {
  const values = typeof value === 'string' ? [value] : value;
  const options = chosen(element, values);
  switch (element['type']) {
    case 'static_select':
    case 'radio_buttons':
      return options[0] ? { ...element, initial_option: options[0] } : element;
    case 'checkboxes':
      return options.length > 0 ? { ...element, initial_options: options } : element;
    case 'datepicker':
      return { ...element, initial_date: value };
    default:
      return { ...element, initial_value: value };
  }
}

/** The modal as the person had filled it in, with what is wrong on top. */
export function givenBack(view: OpenModal, values: Values, wrong: Mrkdwn): ModalView {
  const blocks = (view.blocks as readonly Input[]).map((block) => {
    const element = block.element;
    const value = values[block.block_id ?? '']?.[String(element?.['action_id'] ?? '')];
    return element && value !== undefined ? { ...block, element: filled(element, value) } : block;
  });
  return {
    ...modal({
      id: view.callback_id,
      title: view.title.text,
      ...(view.submit && { submit: view.submit.text }),
      ...(view.close && { close: view.close.text }),
      blocks: [...sections(mrkdwn`:warning: ${wrong}`), ...(blocks as unknown as KnownBlock[])],
    }),
    // As it came: with the channel in front of it.
    private_metadata: view.private_metadata,
  };
}

/** What an input showed when the modal opened. */
function initially(element: Record<string, unknown> | undefined): string | readonly string[] | undefined {
  const value = (option: unknown): string | undefined => (option as { value?: string } | undefined)?.value;
  const one = element?.['initial_value'] ?? element?.['initial_date'] ?? value(element?.['initial_option']);
  if (typeof one === 'string') return one;
  const several = element?.['initial_options'];
  return Array.isArray(several) ? several.map((option) => value(option) ?? '') : undefined;
}

/**
 * The sandbox's Slack submits an input that was left as it was with nothing in it, where Slack submits what
 * was there. Only used with it: in Slack, nothing means that the person emptied it.
 */
export function untouched(view: Pick<OpenModal, 'blocks'>, values: Values): Values {
  const filledIn = Object.entries(values).map(([block, actions]) => {
    const input = (view.blocks as readonly Input[]).find((one) => one.block_id === block);
    const all = Object.entries(actions).map(([action, value]) => [
      action,
      value ?? initially(input?.element),
    ]);
    return [block, Object.fromEntries(all)];
  });
  return Object.fromEntries(filledIn) as Values;
}
