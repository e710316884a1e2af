/** The local Slack as tests see and work it: messages, who sees them, buttons, modals, App Home. */
import { WebSocket } from 'undici';
import { z } from 'zod';
import { until } from './until.ts';

const Element = z.looseObject({
  type: z.string(),
  action_id: z.string().optional(),
  /** A button's is an object, a context's is the text itself. */
  text: z.union([z.looseObject({ text: z.string() }), z.string()]).optional(),
  value: z.string().optional(),
  url: z.string().optional(),
});
const Block = z.looseObject({
  type: z.string(),
  block_id: z.string().optional(),
  elements: z.array(Element).optional(),
  accessory: Element.optional(),
});
export type Block = z.infer<typeof Block>;

const Message = z.looseObject({
  ts: z.string(),
  user: z.string().optional(),
  text: z.string().default(''),
  thread_ts: z.string().optional(),
  ephemeral_to: z.string().optional(),
  blocks: z.array(Block).optional(),
  files: z.array(z.looseObject({ name: z.string().optional() })).optional(),
});
export type Message = z.infer<typeof Message> & { readonly channel: string };

const State = z.looseObject({
  channels: z.array(z.looseObject({ id: z.string(), is_im: z.boolean(), members: z.array(z.string()) })),
});

const Logged = z.looseObject({
  direction: z.string(),
  kind: z.string(),
  summary: z.string(),
  detail: z.unknown().optional(),
});
export type Logged = z.infer<typeof Logged>;

/** What a message says, its blocks included. */
export function wholeText(message: {
  readonly text?: string | undefined;
  readonly blocks?: unknown;
}): string {
  const texts: string[] = [message.text ?? ''];
  const walk = (it: unknown): void => {
    if (Array.isArray(it)) it.forEach(walk);
    else if (typeof it === 'object' && it !== null)
      for (const [key, value] of Object.entries(it))
        if (key === 'text' && typeof value === 'string') texts.push(value);
        else if (key === 'initial_value' && typeof value === 'string') texts.push(value);
        else walk(value);
  };
  walk(message.blocks);
  return texts.join('\n');
}

export interface Button {
  readonly label: string;
  readonly block: string | undefined;
  readonly action: Readonly<Record<string, unknown>>;
}

/** All buttons of some blocks, those of overflow menus as their options. */
export function buttonsOf(blocks: readonly Block[] | undefined): Button[] {
  return (blocks ?? []).flatMap((block) =>
    [...(block.elements ?? []), ...(block.accessory ? [block.accessory] : [])].flatMap(
      (element): Button[] => {
        const { type, action_id, value, text } = element;
        if (type === 'button')
          return [
            {
              label: typeof text === 'object' ? text.text : '',
              block: block.block_id,
              action: { type, action_id, block_id: block.block_id, text, value },
            },
          ];
        const options = z
          .array(z.looseObject({ text: z.looseObject({ text: z.string() }) }))
          .safeParse(element['options']);
        return (options.data ?? []).map((option) => ({
          label: option.text.text,
          block: block.block_id,
          action: { type, action_id, block_id: block.block_id, selected_option: option },
        }));
      },
    ),
  );
}

export interface UiMessage {
  readonly t: string;
  readonly [key: string]: unknown;
}

export class SlackDesk {
  readonly #url: string;
  readonly #ui: WebSocket;
  readonly received: UiMessage[] = [];

  private constructor(url: string, ui: WebSocket) {
    this.#url = url;
    this.#ui = ui;
    ui.addEventListener('message', (event) =>
      this.received.push(JSON.parse(String(event.data)) as UiMessage),
    );
  }

  static async open(url: string): Promise<SlackDesk> {
    const ui = new WebSocket(`${url.replace('http', 'ws')}/ui`);
    const desk = new SlackDesk(url, ui);
    await until('the UI socket', () => (ui.readyState === WebSocket.OPEN ? true : undefined));
    return desk;
  }

  close(): void {
    this.#ui.close();
  }

  async control(path: string, body?: object): Promise<unknown> {
    const response = await fetch(`${this.#url}/_control/${path}`, {
      ...(body && {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`local-slack ${path}: ${response.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }

  send(message: object): void {
    this.#ui.send(JSON.stringify(message));
  }

  async channels() {
    return State.parse(await this.control('state')).channels;
  }

  /** Every message of the workspace, oldest first. */
  async messages(channel?: string): Promise<Message[]> {
    const ids = channel ? [channel] : (await this.channels()).map((one) => one.id);
    const lists = await Promise.all(
      ids.map(async (id) => {
        const parsed = z.object({ messages: z.array(Message) }).parse(await this.control(`messages/${id}`));
        return parsed.messages.map((message) => ({ ...message, channel: id }));
      }),
    );
    return lists.flat().sort((a, b) => a.ts.localeCompare(b.ts));
  }

  async dmChannel(user: string): Promise<string | undefined> {
    return (await this.channels()).find((one) => one.is_im && one.members.includes(user))?.id;
  }

  async log(): Promise<Logged[]> {
    return z.object({ log: z.array(Logged) }).parse(await this.control('log')).log;
  }
}
