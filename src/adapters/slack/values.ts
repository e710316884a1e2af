/** What Slack's inputs hold, as plain text. Slack gives each kind of input a field of its own. */
import { z } from 'zod';

const option = z.object({ value: z.string() });
const nothing = z.null().optional();

/** An input in a submitted modal, or the element that was pressed. Fields that are not ours are ignored. */
const Held = z.object({
  type: z.string().optional(),
  value: z.string().or(nothing),
  selected_option: option.or(nothing),
  selected_options: z.array(option).or(nothing),
  selected_date: z.string().or(nothing),
  selected_time: z.string().or(nothing),
});

export function inputValue(element: unknown): string | readonly string[] | undefined {
  const held = Held.parse(element);
  if (held.selected_options) return held.selected_options.map((one) => one.value);
  return held.selected_option?.value ?? held.selected_date ?? held.selected_time ?? held.value ?? undefined;
}

/** By block id, then action id. */
export const valuesOf = (
  state: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): Record<string, Record<string, string | readonly string[] | undefined>> =>
  Object.fromEntries(
    Object.entries(state).map(([block, actions]) => [
      block,
      Object.fromEntries(Object.entries(actions).map(([action, held]) => [action, inputValue(held)])),
    ]),
  );
