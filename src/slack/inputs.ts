/** What is filled in or chosen in a modal, within Slack's limits. Each input has a block id of its own. */
import type { InputBlock, PlainTextOption, StaticSelect } from '@slack/types';
import { cutBefore } from '../core/text.ts';
import { checkId, plainText } from './blocks.ts';

/** UTF-16 units, as Slack counts. */
const MAX_LABEL = 2000;
const MAX_PLACEHOLDER = 150;
const MAX_TYPED = 3000;
const MAX_OPTION_TEXT = 75;
const MAX_OPTION_VALUE = 150;
/** Options of a select, and of a row of boxes or of round buttons. */
const MAX_OPTIONS = 100;
const MAX_GROUPS = 100;
const MAX_BOXES = 10;

interface InputOptions {
  /** The name of what is in the block; `value` where nothing is said. */
  readonly action?: string;
  readonly optional?: boolean;
  readonly hint?: string;
}

export interface Choice {
  readonly text: string;
  readonly value: string;
}

const input = (
  block: string,
  label: string,
  element: InputBlock['element'],
  { optional = false, hint }: InputOptions,
): InputBlock => ({
  type: 'input',
  block_id: checkId(block),
  optional,
  label: plainText(label, MAX_LABEL),
  ...(hint && { hint: plainText(hint, MAX_LABEL) }),
  element,
});

/**
 * As many options as Slack takes. Left out is what cannot be one (a value of nothing, or of more than 150
 * characters) and what is there already.
 */
function optionsOf(choices: readonly Choice[], max: number): PlainTextOption[] {
  const fitting = new Map(
    choices
      .filter(({ value }) => value !== '' && value.length <= MAX_OPTION_VALUE)
      .map((choice) => [choice.value, choice]),
  );
  return [...fitting.values()]
    .slice(0, max)
    .map(({ text, value }) => ({ text: plainText(text.trim() || value, MAX_OPTION_TEXT), value }));
}

interface TextOptions extends InputOptions {
  readonly placeholder?: string;
  readonly multiline?: boolean;
  /** What stands there when it opens; cut to `max`. */
  readonly initial?: string | undefined;
  /** Characters that can be typed, at most 3,000. */
  readonly max?: number;
}

export function textInput(block: string, label: string, options: TextOptions = {}): InputBlock {
  const { action = 'value', placeholder, multiline = false, initial, max } = options;
  return input(
    block,
    label,
    {
      type: 'plain_text_input',
      action_id: checkId(action),
      multiline,
      ...(max !== undefined && { max_length: Math.min(max, MAX_TYPED) }),
      ...(placeholder && { placeholder: plainText(placeholder, MAX_PLACEHOLDER) }),
      ...(initial && { initial_value: initial.slice(0, cutBefore(initial, max ?? MAX_TYPED)) }),
    },
    options,
  );
}

interface ChoiceOptions extends InputOptions {
  /** The value that is chosen when it opens. */
  readonly initial?: string | undefined;
}

/** One of up to 100, folded away. `choices` must have one that fits. */
export function selectInput(
  block: string,
  label: string,
  choices: readonly Choice[],
  options: ChoiceOptions = {},
): InputBlock {
  const all = optionsOf(choices, MAX_OPTIONS);
  const initial = all.find(({ value }) => value === options.initial);
  return input(
    block,
    label,
    {
      type: 'static_select',
      action_id: checkId(options.action ?? 'value'),
      options: all,
      ...(initial && { initial_option: initial }),
    },
    options,
  );
}

/**
 * One of many people, by their names: as `selectInput`, and in groups of a hundred where there are more. Slack
 * looks for what is typed in all of them.
 *
 * @param choices - in the order in which they are to be read, at most 10,000
 */
export function peopleInput(
  block: string,
  label: string,
  choices: readonly Choice[],
  options: ChoiceOptions = {},
): InputBlock {
  if (choices.length <= MAX_OPTIONS) return selectInput(block, label, choices, options);
  const all = optionsOf(choices, MAX_OPTIONS * MAX_GROUPS);
  const groups = Array.from({ length: Math.ceil(all.length / MAX_OPTIONS) }, (_, at) =>
    all.slice(at * MAX_OPTIONS, (at + 1) * MAX_OPTIONS),
  );
  const initial = all.find(({ value }) => value === options.initial);
  return input(
    block,
    label,
    {
      type: 'static_select',
      action_id: checkId(options.action ?? 'value'),
      option_groups: groups.map((group) => ({
        label: plainText(
          `${group[0]?.text.text.slice(0, 30) ?? ''} – ${group.at(-1)?.text.text.slice(0, 30) ?? ''}`,
          MAX_OPTION_TEXT,
        ),
        options: group,
      })),
      ...(initial && { initial_option: initial }),
    },
    options,
  );
}

/** The same beside a section of a message, where choosing acts at once. */
export const select = (action: string, placeholder: string, choices: readonly Choice[]): StaticSelect => ({
  type: 'static_select',
  action_id: checkId(action),
  placeholder: plainText(placeholder, MAX_PLACEHOLDER),
  options: optionsOf(choices, MAX_OPTIONS),
});

/** One of a few, all seen; at most ten. */
export const radioInput = (
  block: string,
  label: string,
  choices: readonly Choice[],
  options: InputOptions = {},
): InputBlock =>
  input(
    block,
    label,
    {
      type: 'radio_buttons',
      action_id: checkId(options.action ?? 'value'),
      options: optionsOf(choices, MAX_BOXES),
    },
    options,
  );

/** Any of a few, all seen; at most ten. */
export function checkboxesInput(
  block: string,
  label: string,
  choices: readonly Choice[],
  options: InputOptions & { readonly initial?: readonly string[] } = {},
): InputBlock {
  const all = optionsOf(choices, MAX_BOXES);
  const ticked = all.filter(({ value }) => value !== undefined && options.initial?.includes(value));
  return input(
    block,
    label,
    {
      type: 'checkboxes',
      action_id: checkId(options.action ?? 'value'),
      options: all,
      ...(ticked.length > 0 && { initial_options: ticked }),
    },
    options,
  );
}

/** A calendar date, `2019-06-05`. */
export const dateInput = (
  block: string,
  label: string,
  initial: string | undefined,
  options: InputOptions = {},
): InputBlock =>
  input(
    block,
    label,
    {
      type: 'datepicker',
      action_id: checkId(options.action ?? 'value'),
      ...(initial && { initial_date: initial }),
    },
    options,
  );
