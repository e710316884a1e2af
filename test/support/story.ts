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
import type { Outage, PhoneProvider } from '../../src/sandbox/phones/providers.ts';
import { slackFaults, type TwilioRequest, twilioFaults } from './story/checks.ts';
import { channelId, PersonInStory } from './story/person.ts';
import { Phone } from './story/phone-in-hand.ts';
import { post } from './story/post.ts';
import { addresses, MAIN, type SandboxProcess, startSandbox } from './story/sandbox-process.ts';
import { type Message, SlackDesk, wholeText } from './story/slack-desk.ts';
import { excerpt, fits, until } from './story/until.ts';

export type { PhoneCall, PhoneText } from './story/phone-in-hand.ts';
export { hasSandbox } from './story/sandbox-process.ts';
export { type Message, wholeText } from './story/slack-desk.ts';
export { until } from './story/until.ts';

const Refusal = z.object({ at: z.string(), method: z.string(), error: z.string(), rule: z.string() });
type Refusal = z.infer<typeof Refusal>;
const TwilioRefusal = z.object({ at: z.string(), what: z.string(), code: z.number(), rule: z.string() });
type TwilioRefusal = z.infer<typeof TwilioRefusal>;

export class Story {
  readonly sandbox: SandboxProcess;
  readonly desk: SlackDesk;
  readonly #seen = new Set<string>();
  /** How the promises stand is the matter of a story of its own: others leave pages unanswered on purpose. */
  readonly #ignored: ((text: string) => boolean)[] = [
    (text) => /missed too often|budget is spent|is over: how it went/.test(text),
  ];
  readonly #refusals = new Set<string>();
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
    /** How many seconds of the clock go by in one of ours. */
    rate: (rate: number) => post(`${this.sandbox.bot}/sandbox/clock`, { rate }),
  };

  /** Until nothing is due or under way. */
  settle = () => this.clock.advance('PT0S');

  /** @param how - Of whom, and in which way; every provider answers 500, unless told. */
  outage = (on: boolean, how: { readonly provider?: PhoneProvider; readonly how?: Outage } = {}) =>
    post(`${this.sandbox.bot}/sandbox/phones/outage`, { on, ...how });

  /** What Slack is from now on: the rules are `Change` of the strict peer's workspace. */
  slackRule = (rule: object) => post(`${this.sandbox.bot}/sandbox/slack/rules`, rule);

  /** What the strict Slack has refused since the start. */
  async refused(): Promise<Refusal[]> {
    return z.array(Refusal).parse(await (await fetch(`${this.sandbox.bot}/sandbox/slack/refused`)).json());
  }

  /** Until Slack has refused this; such refusals are no fault of the story any more. */
  expectRefused(method: string, error: string): Promise<Refusal> {
    this.#refusals.add(`${method} ${error}`);
    return until(`Slack to refuse ${method} with ${error}`, async () =>
      (await this.refused()).find((one) => one.method === method && one.error === error),
    );
  }

  /** What Twilio is from now on: the rules are `TwilioRules` of the phones. */
  twilioRule = (rule: object) => post(`${this.sandbox.bot}/sandbox/phones/rules`, rule);

  /** As `twilioRule`, of the second provider. */
  secondRule = (rule: object) => this.twilioRule({ provider: 'second', ...rule });

  /** What the strict Twilio has refused since the start. */
  async twilioRefused(): Promise<TwilioRefusal[]> {
    const answer = await fetch(`${this.sandbox.bot}/sandbox/phones/refused`);
    return z.array(TwilioRefusal).parse(await answer.json());
  }

  /** Until Twilio has refused a text or call with this code; such refusals are no fault of the story any more. */
  expectTwilioRefused(what: 'text' | 'call', code: number): Promise<TwilioRefusal> {
    this.#refusals.add(`${what} ${code}`);
    return until(`Twilio to refuse a ${what} with ${code}`, async () =>
      (await this.twilioRefused()).find((one) => one.what === what && one.code === code),
    );
  }

  /**
   * This story presses more in a minute than people do. That Slack asks for patience with this method, and is
   * obeyed, is no fault of it; whatever is lost by it is found by what the story waits for.
   */
  hurries(method: string): void {
    this.#refusals.add(`${method} ratelimited`);
  }

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

  /** What came and nobody expected: texts, calls, notices on phones, the bot's messages. */
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
      ...phones.flatMap((phone) =>
        phone.notices.map((one) => [one.id, `notice to ${phone.number}: ${one.title} ${one.body}`] as const),
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
    const refused = (await this.refused())
      .filter(({ method, error }) => !this.#refusals.has(`${method} ${error}`))
      // A Slack that is gone refuses whatever is asked of it.
      .filter(({ rule }) => rule !== 'an outage')
      .map(({ method, error, rule }) => `${method} was refused: ${error} (${rule})`);
    const refusedByTwilio = (await this.twilioRefused())
      .filter(({ what, code }) => !this.#refusals.has(`${what} ${code}`))
      .map(({ what, code, rule }) => `a ${what} was refused: ${code} (${rule})`);
    return [...refused, ...refusedByTwilio, ...slackFaults(await this.desk.log()), ...twilioFaults(requests)];
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
