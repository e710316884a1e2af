/** A modal that is open on somebody's screen. */
import type { Story } from '../story.ts';
import { type Block, wholeText } from './slack-desk.ts';

export class OpenModal {
  readonly #story: Story;
  readonly #user: string;
  readonly text: string;
  readonly blocks: readonly Block[];

  constructor(story: Story, user: string, view: { blocks?: readonly Block[] }) {
    this.#story = story;
    this.#user = user;
    this.blocks = view.blocks ?? [];
    this.text = wholeText({ blocks: view });
  }

  /** `values` by block id: a text, a date, an option's value, or several of them for checkboxes. */
  submit(values: Readonly<Record<string, string | readonly string[]>>): void {
    const state = Object.fromEntries(
      this.blocks.flatMap((block) => {
        const element = block['element'] as
          | { type: string; action_id: string; options?: { value: string }[] }
          | undefined;
        if (block.type !== 'input' || !element || block.block_id === undefined) return [];
        const value = values[block.block_id];
        return [[block.block_id, { [element.action_id]: stateOf(element, value) }]];
      }),
    );
    for (const name of Object.keys(values))
      if (!Object.hasOwn(state, name))
        throw new Error(`the modal has no input ${name}: ${Object.keys(state).join(', ')}`);
    this.#story.desk.send({ t: 'view_submit', user: this.#user, values: state });
  }

  close(): void {
    this.#story.desk.send({ t: 'view_close', user: this.#user });
  }
}

function stateOf(
  element: {
    readonly type: string;
    readonly options?: readonly { readonly value: string }[];
    readonly initial_value?: string;
  },
  value: string | readonly string[] | undefined,
): object {
  const { type } = element;
  const option = (wanted: string) => element.options?.find((one) => one.value === wanted);
  switch (type) {
    case 'static_select':
    case 'radio_buttons':
      return { type, selected_option: typeof value === 'string' ? option(value) : null };
    case 'checkboxes':
      return { type, selected_options: [...(value ?? [])].map(option) };
    case 'datepicker':
      return { type, selected_date: value ?? null };
    default:
      return { type, value: value ?? element.initial_value ?? null };
  }
}
