/**
 * A story: people who type, press and pick up phones in a sandbox of their own, and a clock that moves when
 * told. It ends by failing on any text, call or Slack message that nobody expected, and on anything that the
 * real Slack or Twilio would have refused.
 *
 * @example
 * const story = await openStory();
 * await story.as('organizer').types('/page stage-main Projector is dead');
 * await story.clock.advance('PT30S');
 * const text = await story.as('volunteer-1').phone.expectText('Projector is dead');
 * await story.end();
 */
import { z } from 'zod';
import { channels, people } from '../../src/sandbox/workspace.ts';
import { slackFaults, type TwilioRequest, twilioFaults } from './story/checks.ts';
import { addresses, MAIN, type SandboxProcess, startSandbox } from './story/sandbox-process.ts';
import {
  type Block,
  buttonsOf,
  type Message,
  SlackDesk,
  type UiMessage,
  wholeText,
} from './story/slack-desk.ts';
import { excerpt, fits, until } from './story/until.ts';

export { hasSandbox } from './story/sandbox-process.ts';
export { type Message, wholeText } from './story/slack-desk.ts';
export { until } from './story/until.ts';

const Phone = z.object({
  number: z.string(),
  owner: z.string(),
  messages: z.array(
    z.object({ sid: z.string(), from: z.string(), body: z.string(), at: z.string(), status: z.string() }),
  ),
  calls: z.array(
    z.object({ sid: z.string(), status: z.string(), said: z.array(z.string()), gather: z.boolean() }),
  ),
});
type Phone = z.infer<typeof Phone>;
export type PhoneText = Phone['messages'][number];
export type PhoneCall = Phone['calls'][number];

const idOf = (handle: string): string => {
  const person = people.find((one) => one.handle === handle);
  if (!person) throw new Error(`there is no ${handle} in the sandbox`);
  return person.id;
};
const channelId = (name: string): string => channels.find((one) => one.name === name)?.id ?? name;

async function post(url: string, body: object = {}): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error(`${url}: ${response.status} ${JSON.stringify(answer)}`);
  return answer;
}

/** What somebody has in their pocket. */
export class PhoneInHand {
  readonly #story: Story;
  readonly number: string;

  constructor(story: Story, number: string) {
    this.#story = story;
    this.number = number;
  }

  async #read(): Promise<Phone> {
    const phone = (await this.#story.phones()).find((one) => one.number === this.number);
    return phone ?? { number: this.number, owner: '', messages: [], calls: [] };
  }

  texts = async (): Promise<PhoneText[]> => (await this.#read()).messages;
  calls = async (): Promise<PhoneCall[]> => (await this.#read()).calls;

  /** The first text with these words that was not expected before. */
  expectText(wanted: string | RegExp): Promise<PhoneText> {
    const all = async () =>
      `a text to ${this.number} with ${wanted}; there are: ${(await this.texts()).map((one) => excerpt(one.body)).join(' | ')}`;
    return until(all, async () =>
      this.#story.expected(
        (await this.texts()).find((one) => this.#story.isNew(one.sid) && fits(one.body, wanted)),
        'sid',
      ),
    );
  }

  /** The first call that was not expected before. */
  expectCall(status = 'ringing'): Promise<PhoneCall> {
    const all = async () =>
      `a call to ${this.number} that is ${status}; there are: ${(await this.calls()).map((one) => one.status).join(' ')}`;
    return until(all, async () =>
      this.#story.expected(
        (await this.calls()).find((one) => this.#story.isNew(one.sid) && one.status === status),
        'sid',
      ),
    );
  }

  /** Until the call is in that state; what was said is in it. */
  callBecomes(call: PhoneCall, status: string): Promise<PhoneCall> {
    return until(`the call to become ${status}`, async () =>
      (await this.calls()).find((one) => one.sid === call.sid && one.status === status),
    );
  }

  reply = (body: string) => this.#post('reply', { body });
  answer = () => this.#post('answer');
  press = (digits: string) => this.#post('press', { digits });
  hangUp = () => this.#post('hangup');
  voicemail = () => this.#post('voicemail');
  busy = () => this.#post('busy');
  fail = (sid: string, status: 'undelivered' | 'failed', errorCode?: number) =>
    this.#post('fail', { sid, status, ...(errorCode !== undefined && { errorCode }) });

  #post(what: string, body?: object): Promise<unknown> {
    return post(`${this.#story.sandbox.bot}/sandbox/phones/${this.number}/${what}`, body);
  }
}

/** A modal that is open on somebody's screen. */
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

export class PersonInStory {
  readonly #story: Story;
  readonly id: string;
  readonly phone: PhoneInHand;

  constructor(story: Story, handle: string) {
    this.#story = story;
    this.id = idOf(handle);
    this.phone = new PhoneInHand(story, people.find((one) => one.handle === handle)?.phone ?? '');
  }

  /** A slash command in a channel: `/agenda now`. */
  async types(text: string, channel = 'general'): Promise<void> {
    const [command = '', ...rest] = text.split(' ');
    await this.#story.desk.control('command', {
      channel: channelId(channel),
      user: this.id,
      command,
      text: rest.join(' '),
    });
  }

  /** A message, to the bot where no channel is named. */
  async writes(text: string, channel?: string, thread?: string): Promise<void> {
    const target = channel ? channelId(channel) : await this.#story.desk.dmChannel(this.id);
    await this.#story.desk.control('message', {
      channel: target,
      user: this.id,
      text,
      ...(thread && { thread_ts: thread }),
    });
  }

  /** What only this person sees, in whatever channel. */
  answered(wanted: string | RegExp): Promise<Message> {
    return this.#story.message(`an answer to ${this.id}`, wanted, (one) => one.ephemeral_to === this.id);
  }

  /** A direct message from the bot. */
  async told(wanted: string | RegExp): Promise<Message> {
    let dm: string | undefined;
    return await this.#story.message(
      `a direct message to ${this.id}`,
      wanted,
      (one) => one.channel === dm && one.user !== this.id,
      async () => {
        dm = await this.#story.desk.dmChannel(this.id);
      },
    );
  }

  /** Presses a button of a message, as the message is now, or chooses an overflow's option. */
  async presses(message: Pick<Message, 'channel' | 'ts'>, label: string | RegExp): Promise<void> {
    const button = await until(
      async () => `a button ${label} on: ${excerpt(wholeText((await this.#story.read(message)) ?? {}))}`,
      async () =>
        buttonsOf((await this.#story.read(message))?.blocks).find((one) => fitsLabel(one.label, label)),
    );
    await this.#story.desk.control('interact', {
      channel: message.channel,
      messageTs: message.ts,
      user: this.id,
      action: button.action,
    });
  }

  /** The modal that opened for them, with these words in it. */
  async modal(wanted: string | RegExp): Promise<OpenModal> {
    const view = await until(`a modal for ${this.id} with ${wanted}`, () => {
      const last = this.#story.desk.received.findLast((one) => one.t === 'view' && isFor(one, this.id));
      const top = (last?.['stack'] as { blocks?: readonly Block[] }[] | undefined)?.at(-1);
      return top && fits(wholeText({ blocks: top }), wanted) ? top : undefined;
    });
    return new OpenModal(this.#story, this.id, view);
  }

  /** The errors beside the inputs of the modal that was last submitted. */
  modalErrors(wanted: string | RegExp): Promise<string> {
    return until(`errors in the modal with ${wanted}`, () => {
      const last = this.#story.desk.received.findLast(
        (one) => one.t === 'view_errors' && isFor(one, this.id),
      );
      const said = JSON.stringify(last?.['errors'] ?? '');
      return fits(said, wanted) ? said : undefined;
    });
  }

  /** App Home as it is published after opening it, once it has these words. */
  async home(wanted: string | RegExp): Promise<string> {
    await this.#story.desk.control('open-home', { user: this.id });
    return await until(`${wanted} in the home of ${this.id}`, () => {
      const last = this.#story.desk.received.findLast((one) => one.t === 'home' && isFor(one, this.id));
      const said = last && wholeText({ blocks: last });
      return said && fits(said, wanted) ? said : undefined;
    });
  }
}

const fitsLabel = (label: string, wanted: string | RegExp): boolean =>
  typeof wanted === 'string' ? label === wanted : wanted.test(label);
const isFor = (message: UiMessage, user: string): boolean =>
  message['user'] === undefined || message['user'] === user;

export class Story {
  readonly sandbox: SandboxProcess;
  readonly desk: SlackDesk;
  readonly #seen = new Set<string>();
  readonly #ignored: ((text: string) => boolean)[] = [];
  readonly #people = new Map<string, PersonInStory>();

  constructor(sandbox: SandboxProcess, desk: SlackDesk) {
    this.sandbox = sandbox;
    this.desk = desk;
  }

  as(handle: string): PersonInStory {
    const known = this.#people.get(handle) ?? new PersonInStory(this, handle);
    this.#people.set(handle, known);
    return known;
  }

  readonly clock = {
    now: async (): Promise<string> => {
      const answer = (await (await fetch(`${this.sandbox.bot}/sandbox/clock`)).json()) as { now: string };
      return answer.now;
    },
    /** Answers once everything that fell due on the way has run. */
    advance: (duration: string) => post(`${this.sandbox.bot}/sandbox/clock`, { advance: duration }),
    set: (time: string) => post(`${this.sandbox.bot}/sandbox/clock`, { set: time }),
  };

  /** Until nothing is due or under way. */
  settle = () => this.clock.advance('PT0S');

  outage = (on: boolean) => post(`${this.sandbox.bot}/sandbox/phones/outage`, { on });

  async phones(): Promise<Phone[]> {
    return z.array(Phone).parse(await (await fetch(`${this.sandbox.bot}/sandbox/phones.json`)).json());
  }

  /** SIGKILL to the bot at once, and until the next one is ready. */
  async kill(): Promise<void> {
    const before = this.sandbox.botPid();
    process.kill(before, 'SIGKILL');
    await until('the bot to be up again', async () =>
      this.sandbox.botPid() !== before && (await this.sandbox.isReady()) ? true : undefined,
    );
  }

  /** The bot's message in a channel, in a thread or not. */
  posted(channel: string, wanted: string | RegExp): Promise<Message> {
    return this.message(
      `a message in ${channel}`,
      wanted,
      (one) => one.channel === channelId(channel) && one.ephemeral_to === undefined,
    );
  }

  /** A message as it is now; undefined where it was deleted. */
  async read(message: Pick<Message, 'channel' | 'ts'>): Promise<Message | undefined> {
    return (await this.desk.messages(message.channel)).find((one) => one.ts === message.ts);
  }

  /** Until a message that was updated says so. */
  becomes(message: Pick<Message, 'channel' | 'ts'>, wanted: string | RegExp): Promise<Message> {
    return until(
      async () => `${wanted} on a message that says: ${wholeText((await this.read(message)) ?? {})}`,
      async () => {
        const now = await this.read(message);
        return now && fits(wholeText(now), wanted) ? now : undefined;
      },
    );
  }

  /** Messages with these words may come at any time, and need not. */
  ignore(wanted: string | RegExp): void {
    this.#ignored.push((text) => fits(text, wanted));
  }

  isNew = (id: string): boolean => !this.#seen.has(id);

  /** Marks it as expected. */
  expected<T extends object>(it: T | undefined, key: keyof T): T | undefined {
    if (it) this.#seen.add(String(it[key]));
    return it;
  }

  async message(
    what: string,
    wanted: string | RegExp,
    test: (message: Message) => boolean,
    before: () => Promise<void> = async () => {},
  ): Promise<Message> {
    const look = async () => {
      await before();
      return (await this.desk.messages()).filter((one) => this.isNew(keyOf(one)) && test(one));
    };
    return await until(
      async () =>
        `${what} with ${wanted}; there are: ${(await look()).map((one) => excerpt(wholeText(one))).join(' | ')}`,
      async () => {
        const found = (await look()).find((one) => fits(wholeText(one), wanted));
        if (found) this.#seen.add(keyOf(found));
        return found;
      },
    );
  }

  /** What came and nobody expected: texts, calls, the bot's messages. */
  async unexpected(): Promise<string[]> {
    const phones = await this.phones();
    const messages = await this.desk.messages();
    const all = [
      ...phones.flatMap((phone) =>
        phone.messages.map((one) => [one.sid, `text to ${phone.number}: ${one.body}`] as const),
      ),
      ...phones.flatMap((phone) =>
        phone.calls.map(
          (one) => [one.sid, `call to ${phone.number}: ${one.status} ${one.said.join(' ')}`] as const,
        ),
      ),
      ...messages
        .filter((one) => one.user === 'U0CALLBOARD')
        .map(
          (one) =>
            [
              keyOf(one),
              `message in ${one.channel}${one.ephemeral_to ? ` to ${one.ephemeral_to}` : ''}: ${wholeText(one)}`,
            ] as const,
        ),
    ];
    return all
      .filter(([id, text]) => this.isNew(id) && !this.#ignored.some((test) => test(text)))
      .map(([, text]) => excerpt(text));
  }

  /** What the real Slack and Twilio would have refused. */
  async faults(): Promise<string[]> {
    const requests = (await (
      await fetch(`${this.sandbox.bot}/sandbox/twilio.json`)
    ).json()) as TwilioRequest[];
    return [...slackFaults(await this.desk.log()), ...twilioFaults(requests)];
  }

  /** Lets everything due run, looks for what nobody expected, and takes the sandbox down. */
  async end(): Promise<void> {
    try {
      await this.settle();
      const [unexpected, faults] = [await this.unexpected(), await this.faults()];
      if (unexpected.length > 0) throw new Error(`nobody expected:\n  ${unexpected.join('\n  ')}`);
      if (faults.length > 0)
        throw new Error(`would have been refused:\n  ${[...new Set(faults)].join('\n  ')}`);
    } finally {
      await this.abandon();
    }
  }

  /** Takes it down without looking: for a test that has failed already. */
  async abandon(): Promise<void> {
    this.desk.close();
    await this.sandbox.remove();
  }
}

/** A message of the bot is one thing in a channel, however often it is updated. */
const keyOf = (message: Message): string => `${message.channel}:${message.ts}`;

export interface StoryOptions {
  /** Where the clock starts, with an offset. */
  readonly clock?: string;
  /** An event file, or `none`. */
  readonly event?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A Wednesday in June, in the middle of the afternoon, far from any change of the clocks. */
export const STORY_CLOCK = '2019-06-05T14:10:00+02:00';

export async function openStory({ clock = STORY_CLOCK, event, env = {} }: StoryOptions = {}): Promise<Story> {
  const at = await addresses({ SANDBOX_CLOCK: clock, ...(event && { SANDBOX_EVENT: event }), ...env });
  const sandbox = await startSandbox(at, MAIN);
  return new Story(sandbox, await SlackDesk.open(sandbox.slack));
}
