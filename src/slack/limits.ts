/**
 * Slack's limits on what is shown, checked by ourselves: the local Slack validates nothing, so a view that is
 * too long would first be seen by people at an event. The sandbox's strict peer refuses by it, the tests
 * check by it. Sources: docs.slack.dev/reference/block-kit and /surfaces; what is not in there says so.
 */
import type { View } from '@slack/types';
import type { Message } from '../core/ports/chat.ts';

type Thing = Readonly<Record<string, unknown>>;
/**
 * Notes a fault. Answers nothing, so that a check can end with it. `house` is for what Slack takes and we do
 * not want: kinds of block that the sandbox cannot show, texts whose parameters were not filled in.
 */
type Where = (what: string, whose?: 'house') => undefined;

/** `chat.update` takes so many bytes of UTF-8 as text: openclaw#115027, a probe of the live API. */
export const MAX_UPDATE_BYTES = 4_000;
/**
 * Characters over all blocks of a posted or updated message: `msg_blocks_too_long`, undocumented, seen from
 * 11,300 on (bolt-js#2509, #2867). Answers by `response_url` are exempt.
 */
export const MAX_BLOCKS_CHARACTERS = 11_000;

/** Block and element kinds that both Slack and the local Slack show and submit. */
const BLOCKS = new Set(['section', 'divider', 'header', 'context', 'actions', 'image', 'input']);
const ELEMENTS = new Set([
  'button',
  'static_select',
  'overflow',
  'datepicker',
  'checkboxes',
  'radio_buttons',
  'plain_text_input',
  'image',
  'mrkdwn',
  'plain_text',
]);
const MAX_GROUPS = 100;
const INPUTS = new Set(['static_select', 'datepicker', 'checkboxes', 'radio_buttons', 'plain_text_input']);

const list = (value: unknown): Thing[] => (Array.isArray(value) ? (value as Thing[]) : []);
const things = (value: readonly unknown[]): readonly Thing[] => value as readonly Thing[];
const object = (value: unknown): Thing => (value ?? {}) as Thing;

function text(value: unknown, max: number, what: string, wrong: Where, kind?: 'plain_text'): undefined {
  const { type, text: said } = object(value);
  if (typeof said !== 'string' || said.trim() === '') return wrong(`${what} has no text`);
  if (kind && type !== kind) wrong(`${what} must be ${kind}`);
  if (type !== 'plain_text' && type !== 'mrkdwn') wrong(`${what} is of no kind of text`);
  if (said.length > max) wrong(`${what} has ${said.length} characters of ${max}`);
  // What was not filled in shows itself.
  if (/\bundefined\b|\[object |\{[a-zA-Z]+(\|[^{}]*)?\}/.test(said)) wrong(`${what} says "${said}"`, 'house');
}

function string(value: unknown, max: number, what: string, wrong: Where, needed = false): undefined {
  if (value === undefined) return needed ? wrong(`${what} is missing`) : undefined;
  if (typeof value !== 'string' || value.length > max || (needed && value === ''))
    wrong(`${what} must have up to ${max} characters`);
}

function options(element: Thing, max: number, what: string, wrong: Where): undefined {
  const groups = list(element['option_groups']);
  // docs.slack.dev/reference/block-kit/composition-objects/option-group-object: up to 100 groups of up to 100.
  if (groups.length > MAX_GROUPS) wrong(`${what} has ${groups.length} groups of ${MAX_GROUPS}`);
  for (const group of groups) text(group['label'], 75, `${what}: group`, wrong, 'plain_text');
  const parts =
    groups.length > 0 ? groups.map((group) => list(group['options'])) : [list(element['options'])];
  for (const part of parts) {
    if (part.length === 0) wrong(`${what} has no options`);
    if (part.length > max) wrong(`${what} has ${part.length} options of ${max}`);
  }
  const all = parts.flat();
  for (const option of all) {
    text(option['text'], 75, `${what}: option`, wrong);
    string(option['value'], 150, `${what}: option value`, wrong, true);
    if (option['description']) text(option['description'], 75, `${what}: option description`, wrong);
  }
  const values = all.map((option) => option['value']);
  if (new Set(values).size !== values.length) wrong(`${what} has options of the same value`);
  // Slack refuses an initial option that differs in anything from those offered.
  for (const initial of [...list(element['initial_options']), element['initial_option']].filter(Boolean))
    if (!all.some((option) => JSON.stringify(option) === JSON.stringify(initial)))
      wrong(`${what} begins with an option that it does not offer`);
}

function element(it: Thing, what: string, wrong: Where): undefined {
  const type = String(it['type']);
  if (!ELEMENTS.has(type)) return wrong(`${what}: ${type} does not work everywhere`, 'house');
  if (type === 'mrkdwn' || type === 'plain_text') return text(it, 3000, what, wrong);
  if (type === 'image') {
    string(it['image_url'], 3000, `${what}: address`, wrong, true);
    return string(it['alt_text'], 2000, `${what}: alternative text`, wrong, true);
  }
  string(it['action_id'], 255, `${what}: action_id`, wrong, true);
  if (it['placeholder']) text(it['placeholder'], 150, `${what}: placeholder`, wrong, 'plain_text');
  switch (type) {
    case 'button':
      text(it['text'], 75, `${what}: button`, wrong, 'plain_text');
      string(it['value'], 2000, `${what}: value`, wrong);
      string(it['url'], 3000, `${what}: address`, wrong);
      if (it['style'] !== undefined && it['style'] !== 'primary' && it['style'] !== 'danger')
        wrong(`${what}: there is no such style`);
      return;
    case 'static_select':
      return options(it, 100, what, wrong);
    case 'overflow':
      return options(it, 5, what, wrong);
    case 'checkboxes':
    case 'radio_buttons':
      return options(it, 10, what, wrong);
    case 'plain_text_input': {
      const max = Number(it['max_length'] ?? 3000);
      if (max > 3000) wrong(`${what}: max_length is over 3000`);
      return string(it['initial_value'], max, `${what}: initial value`, wrong);
    }
    case 'datepicker':
      if (it['initial_date'] !== undefined && !/^\d{4}-\d\d-\d\d$/.test(String(it['initial_date'])))
        wrong(`${what}: initial date`);
  }
}

function actionIds(elements: readonly Thing[], what: string, wrong: Where): undefined {
  const ids = elements.map((one) => one['action_id']).filter((id) => id !== undefined);
  if (new Set(ids).size !== ids.length) wrong(`${what} has equal action_ids`);
}

function block(it: Thing, what: string, wrong: Where): undefined {
  const type = String(it['type']);
  if (!BLOCKS.has(type)) return wrong(`${what}: ${type} does not work everywhere`, 'house');
  string(it['block_id'], 255, `${what}: block_id`, wrong);
  switch (type) {
    case 'section': {
      if (it['text'] === undefined && it['fields'] === undefined) wrong(`${what} says nothing`);
      if (it['text'] !== undefined) text(it['text'], 3000, what, wrong);
      const fields = list(it['fields']);
      if (it['fields'] !== undefined && (fields.length === 0 || fields.length > 10))
        wrong(`${what} has ${fields.length} fields of 10`);
      for (const field of fields) text(field, 2000, `${what}: field`, wrong);
      if (it['accessory']) element(object(it['accessory']), `${what}: accessory`, wrong);
      return;
    }
    case 'header':
      return text(it['text'], 150, what, wrong, 'plain_text');
    case 'context':
    case 'actions': {
      const elements = list(it['elements']);
      const max = type === 'context' ? 10 : 25;
      if (elements.length === 0 || elements.length > max)
        wrong(`${what} has ${elements.length} elements of ${max}`);
      elements.forEach((one, i) => {
        element(one, `${what}: element ${i}`, wrong);
      });
      return actionIds(elements, what, wrong);
    }
    case 'input': {
      text(it['label'], 2000, `${what}: label`, wrong, 'plain_text');
      if (it['hint']) text(it['hint'], 2000, `${what}: hint`, wrong, 'plain_text');
      string(it['block_id'], 255, `${what}: block_id of an input`, wrong, true);
      const inside = object(it['element']);
      if (!INPUTS.has(String(inside['type'])))
        wrong(`${what}: ${String(inside['type'])} is no input`, 'house');
      return element(inside, what, wrong);
    }
    case 'image':
      string(it['image_url'], 3000, `${what}: address`, wrong, true);
      return string(it['alt_text'], 2000, `${what}: alternative text`, wrong, true);
  }
}

function blocks(all: readonly unknown[], max: number, wrong: Where): undefined {
  if (all.length > max) wrong(`${all.length} blocks of ${max}`);
  const ids = things(all)
    .map((one) => one['block_id'])
    .filter((id) => id !== undefined);
  if (new Set(ids).size !== ids.length) wrong('two blocks have the same block_id');
  things(all).forEach((one, i) => {
    block(one, `block ${i} (${String(one['type'])})`, wrong);
  });
}

const into =
  (faults: string[], strict: Strict): Where =>
  (what, whose) => {
    if (whose === undefined || strict !== 'slack') faults.push(what);
  };

/** `slack`: only what Slack itself refuses. */
export type Strict = 'slack' | 'slack and house';

/** The characters of all texts in the blocks, as `msg_blocks_too_long` seems to count them. */
export function blocksCharacters(blocks: unknown): number {
  if (Array.isArray(blocks)) return blocks.reduce((sum: number, one) => sum + blocksCharacters(one), 0);
  if (typeof blocks !== 'object' || blocks === null) return 0;
  return Object.entries(blocks).reduce(
    (sum, [key, value]) =>
      sum + (key === 'text' && typeof value === 'string' ? value.length : blocksCharacters(value)),
    0,
  );
}

/** A message as Slack gets it, whoever made it. */
type Shown = Omit<Message, 'text'> & { readonly text: string };

/** Everything that Slack would refuse or cut off; empty for a good message. */
export function messageFaults(message: Shown, strict: Strict = 'slack and house'): string[] {
  const faults: string[] = [];
  const wrong = into(faults, strict);
  if (message.text.trim() === '')
    wrong('the message has no text for notifications and screen readers', 'house');
  if (message.text.length > 40_000) wrong('the text is over 40,000 characters');
  if (message.blocks) {
    if (message.blocks.length === 0) wrong('blocks is empty: leave it out');
    if (things(message.blocks).some((one) => one['type'] === 'input')) wrong('inputs belong into modals');
    blocks(message.blocks, 50, wrong);
  }
  return faults;
}

/** The same for what is posted or updated, after the adapter has fitted it; an answer by `response_url` is exempt. */
export function postFaults(message: Shown, strict: Strict = 'slack and house'): string[] {
  const characters = blocksCharacters(message.blocks);
  return [
    ...messageFaults(message, strict),
    ...(characters > MAX_BLOCKS_CHARACTERS
      ? [`the blocks have ${characters} characters of ${MAX_BLOCKS_CHARACTERS}`]
      : []),
  ];
}

/** The same for a modal or App Home. */
export function viewFaults(view: View, strict: Strict = 'slack and house'): string[] {
  const faults: string[] = [];
  const wrong = into(faults, strict);
  blocks(view.blocks, 100, wrong);
  const { title, submit, close, callback_id, private_metadata } = view as unknown as Thing;
  // The adapter puts the channel in front of it.
  string(private_metadata, strict === 'slack' ? 3000 : 2950, 'private_metadata', wrong);
  string(callback_id, 255, 'callback_id', wrong);
  if (JSON.stringify(view).length > 250_000) wrong('the view is over 250 KB');
  if (view.type !== 'modal') return faults;
  text(title, 24, 'the title', wrong, 'plain_text');
  if (submit) text(submit, 24, 'the submit button', wrong, 'plain_text');
  if (close) text(close, 24, 'the close button', wrong, 'plain_text');
  const hasInputs = things(view.blocks).some((one) => one['type'] === 'input');
  if (hasInputs && !submit) wrong('a modal with inputs needs a submit button');
  if (hasInputs && !callback_id) wrong('a modal with inputs needs a callback_id', 'house');
  return faults;
}
