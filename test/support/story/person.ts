/** Somebody of the workspace: what they type and press, what they see, and the phone in their pocket. */
import { channels, crowdOf, MAX_CROWD, people } from '../../../src/sandbox/workspace.ts';
import type { Story } from '../story.ts';
import { OpenModal } from './open-modal.ts';
import { PhoneInHand } from './phone-in-hand.ts';
import { type Block, buttonsOf, type Message, type UiMessage, wholeText } from './slack-desk.ts';
import { excerpt, fits, until } from './until.ts';

const everybody = [...people, ...crowdOf(MAX_CROWD)];
const someone = (handle: string) => {
  const person = everybody.find((one) => one.handle === handle);
  if (!person) throw new Error(`there is no ${handle} in the sandbox`);
  return person;
};
/** A channel's id, where a name of the workspace is given. */
export const channelId = (name: string): string => channels.find((one) => one.name === name)?.id ?? name;

export class PersonInStory {
  readonly #story: Story;
  readonly id: string;
  readonly phone: PhoneInHand;

  constructor(story: Story, handle: string) {
    this.#story = story;
    const { id, phone } = someone(handle);
    this.id = id;
    this.phone = new PhoneInHand(story, phone ?? '');
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
