/** What somebody has in their pocket, over the sandbox's own routes. */
import { z } from 'zod';
import { type PhoneProvider, PROVIDERS } from '../../../src/sandbox/phones/providers.ts';
import type { Story } from '../story.ts';
import { post } from './post.ts';
import { excerpt, fits, until } from './until.ts';

export const Phone = z.object({
  number: z.string(),
  owner: z.string(),
  messages: z.array(
    z.object({
      sid: z.string(),
      provider: z.enum(PROVIDERS),
      from: z.string(),
      body: z.string(),
      at: z.string(),
      status: z.string(),
    }),
  ),
  calls: z.array(
    z.object({
      sid: z.string(),
      provider: z.enum(PROVIDERS),
      status: z.string(),
      said: z.array(z.string()),
      gather: z.boolean(),
    }),
  ),
  notices: z.array(
    z.object({
      id: z.string(),
      via: z.enum(['push', 'ntfy']),
      title: z.string(),
      body: z.string(),
      buttons: z.array(z.object({ action: z.string(), title: z.string() })),
      replaced: z.literal(true).exactOptional(),
      answered: z.string().exactOptional(),
    }),
  ),
});
export type Phone = z.infer<typeof Phone>;
export type PhoneText = Phone['messages'][number];
export type PhoneCall = Phone['calls'][number];
export type PhoneNotice = Phone['notices'][number];

export class PhoneInHand {
  readonly #story: Story;
  readonly number: string;

  constructor(story: Story, number: string) {
    this.#story = story;
    this.number = number;
  }

  async #read(): Promise<Phone> {
    const phone = (await this.#story.phones()).find((one) => one.number === this.number);
    return phone ?? { number: this.number, owner: '', messages: [], calls: [], notices: [] };
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

  notices = async (): Promise<PhoneNotice[]> => (await this.#read()).notices;

  /** The first notice with these words that was not expected before. */
  expectNotice(wanted: string | RegExp): Promise<PhoneNotice> {
    const words = ({ title, body }: PhoneNotice) => `${title}\n${body}`;
    const all = async () =>
      `a notice to ${this.number} with ${wanted}; there are: ${(await this.notices()).map((one) => excerpt(words(one))).join(' | ')}`;
    return until(all, async () =>
      this.#story.expected(
        (await this.notices()).find((one) => this.#story.isNew(one.id) && fits(words(one), wanted)),
        'id',
      ),
    );
  }

  /** Presses a button of a notice, by what it says; and until the bot has said what became of it. */
  async pressNotice(notice: PhoneNotice, label: string): Promise<string> {
    const action = notice.buttons.find(({ title }) => title === label)?.action ?? '';
    await this.#post('notice', { id: notice.id, action });
    return await until(
      `an answer to ${label}`,
      async () => (await this.notices()).find(({ id }) => id === notice.id)?.answered,
    );
  }

  /** The phone's browser allows push messages. */
  allowPush = () => this.#post('push', {});

  /** @param to - Whose number they text; that of whoever texted them last, unless told. */
  reply = (body: string, to?: PhoneProvider) => this.#post('reply', { body, ...(to && { to }) });
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
