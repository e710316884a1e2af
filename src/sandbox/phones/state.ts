/** What the phones know: texts, calls, and requests that are on their way. Kept in Redis, field by field. */
import type { Cluster, Redis } from 'ioredis';
import { z } from 'zod';
import { Kept } from '../kept.ts';
import { OUTAGES, type PhoneProvider, PROVIDERS } from './providers.ts';
import { ANSWERED_BY, ORDINARY, TwilioRules } from './twilio-rules.ts';

/** Whose it is; Twilio's where it was kept before there were two. */
const Provider = z.enum(PROVIDERS).default('twilio');

export const Text = z.object({
  kind: z.literal('text'),
  provider: Provider,
  sid: z.string(),
  /** The phone's own number. */
  number: z.string(),
  from: z.string(),
  body: z.string(),
  /** By the clock. */
  at: z.string(),
  status: z.string(),
  errorCode: z.number().exactOptional(),
  statusCallback: z.string().exactOptional(),
  /** Milliseconds since 1970 by the clock: its turn in the number's queue, and when it is worth nothing any more. */
  leavesAt: z.number().exactOptional(),
  expiresAt: z.number().exactOptional(),
  /** Its carrier has not reported yet what became of it. */
  undelivered: z.literal(true).exactOptional(),
});
export type Text = z.infer<typeof Text>;

const Request = z.object({
  url: z.string(),
  method: z.enum(['GET', 'POST']),
  /** What is posted beside the call's own fields. */
  form: z.record(z.string(), z.string()),
});

const Verbs = z.array(z.record(z.string(), z.unknown()));

export const Call = z.object({
  kind: z.literal('call'),
  provider: Provider,
  sid: z.string(),
  number: z.string(),
  from: z.string(),
  at: z.string(),
  status: z.enum([
    'queued',
    'ringing',
    'in-progress',
    'completed',
    'busy',
    'no-answer',
    'failed',
    'canceled',
  ]),
  said: z.array(z.string()),
  url: z.string().exactOptional(),
  twiml: z.string().exactOptional(),
  method: z.enum(['GET', 'POST']),
  statusCallback: z.string().exactOptional(),
  /** Which statuses the caller wants to be told of; only the end, unless it says. */
  events: z.array(z.string()).exactOptional(),
  /** How many statuses were told. */
  told: z.number().exactOptional(),
  /** Milliseconds that it rings. */
  rings: z.number().exactOptional(),
  /** The caller asked to be told whether a machine answers; where to, if not with the TwiML request. */
  detectsMachines: z.string().exactOptional(),
  amdCallback: z.string().exactOptional(),
  machine: z.literal(true).exactOptional(),
  answeredBy: z.enum(ANSWERED_BY).exactOptional(),
  /** Milliseconds since 1970 by the clock: the waiting in the queue, the ringing, or the waiting for digits, is over then. */
  until: z.number().exactOptional(),
  /** Waiting for digits: what the TwiML said of it, what was pressed, and what follows if nothing is. */
  gather: z
    .object({
      action: z.string(),
      method: z.enum(['GET', 'POST']),
      numDigits: z.number().exactOptional(),
      finishOnKey: z.string(),
      actionOnEmptyResult: z.boolean(),
      timeout: z.number(),
      pressed: z.string(),
      base: z.string(),
      rest: Verbs,
    })
    .exactOptional(),
  /** Asked of the bot and not answered yet; asked again after a crash. */
  asking: Request.exactOptional(),
});
export type Call = z.infer<typeof Call>;

/** A request to Twilio that has left, or was about to when the bot died. */
const Leaving = z.object({
  kind: z.literal('leaving'),
  id: z.string(),
  what: z.enum(['text', 'call']),
  form: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
});
export type Leaving = z.infer<typeof Leaving>;

/** What a person has texted to the bot, for the page. */
const Sent = z.object({
  kind: z.literal('sent'),
  provider: Provider,
  sid: z.string(),
  number: z.string(),
  body: z.string(),
  at: z.string(),
});
export type Sent = z.infer<typeof Sent>;

const LineMood = z.object({
  outage: z.enum(OUTAGES).exactOptional(),
  /** What the provider is like; an ordinary account unless told. */
  rules: TwilioRules.exactOptional(),
  /** Milliseconds since 1970 by the clock: when the number's next text, and call, may leave. */
  textsFree: z.number().exactOptional(),
  callsFree: z.number().exactOptional(),
});
export type LineMood = z.infer<typeof LineMood>;

const Mood = z.object({
  kind: z.literal('mood'),
  /** By number: what happens to the next text or call. */
  next: z.record(z.string(), z.object({ status: z.string(), errorCode: z.number().exactOptional() })),
  twilio: LineMood.default({}),
  second: LineMood.default({}),
});
export type Mood = z.infer<typeof Mood>;

/** What the bot is told: a form, or JSON. */
const Told = z.union([
  z.object({ form: z.record(z.string(), z.string()) }),
  z.object({ json: z.record(z.string(), z.unknown()) }),
]);
export type Told = z.infer<typeof Told>;

/** A status that the bot has not been told: late on purpose, or kept until the last. */
const Report = z.object({
  kind: z.literal('report'),
  provider: Provider,
  id: z.string(),
  sid: z.string(),
  url: z.string(),
  told: Told,
  /** Milliseconds since 1970 by the clock; without it, it waits for the last of its text or call. */
  at: z.number().exactOptional(),
});
export type Report = z.infer<typeof Report>;

/** A request that was refused, as `GET /sandbox/phones/refused` tells it. */
const Refused = z.object({
  kind: z.literal('refused'),
  provider: Provider,
  id: z.string(),
  at: z.string(),
  what: z.enum(['text', 'call']),
  code: z.number(),
  rule: z.string(),
});
export type Refused = z.infer<typeof Refused>;

const Stored = z.discriminatedUnion('kind', [Text, Call, Leaving, Sent, Mood, Report, Refused]);
type Stored = z.infer<typeof Stored>;

/** No outage is said by null, since what is left out stays as it is. */
export type LineChange = Omit<LineMood, 'outage'> & { readonly outage?: LineMood['outage'] | null };

const fieldOf = (stored: Stored): string =>
  'id' in stored
    ? `${stored.kind}:${stored.id}`
    : stored.kind === 'mood'
      ? 'mood'
      : `${stored.kind}:${stored.sid}`;

/** Texts and calls come in the order of their times, whatever Redis makes of it. */
const when = (stored: Stored): string => ('at' in stored && typeof stored.at === 'string' ? stored.at : '');

export class PhoneState extends Kept<Stored> {
  static async open(redis: Redis | Cluster, event: string): Promise<PhoneState> {
    const key = `cb:{${event}}:sandbox:phones`;
    const known = (await redis.hvals(key)).map((text) => Stored.parse(JSON.parse(text)));
    return new PhoneState(
      { redis, key },
      fieldOf,
      known.sort((a, b) => when(a).localeCompare(when(b))),
    );
  }

  get texts(): Text[] {
    return this.of('text');
  }
  get calls(): Call[] {
    return this.of('call');
  }
  get leaving(): Leaving[] {
    return this.of('leaving');
  }
  get sent(): Sent[] {
    return this.of('sent');
  }
  get reports(): Report[] {
    return this.of('report').sort((one, other) => (one.id < other.id ? -1 : 1));
  }
  get refused(): Refused[] {
    return this.of('refused');
  }
  rulesOf(provider: PhoneProvider): TwilioRules {
    return this.mood[provider].rules ?? ORDINARY;
  }
  /** Changes what is said, at once for whoever looks after this call. */
  change(mood: Partial<Omit<Mood, 'kind'>>): Promise<void> {
    return this.put({ ...this.mood, ...mood });
  }
  /** As `change`, of one provider. */
  changeOf(provider: PhoneProvider, { outage, ...more }: LineChange): Promise<void> {
    const { outage: before, ...rest } = this.mood[provider];
    const now = outage === undefined ? before : (outage ?? undefined);
    return this.change({ [provider]: { ...rest, ...more, ...(now && { outage: now }) } });
  }
  get mood(): Mood {
    return this.of('mood')[0] ?? { kind: 'mood', next: {}, twilio: {}, second: {} };
  }

  text(sid: string): Text | undefined {
    return this.texts.find((text) => text.sid === sid);
  }
  call(sid: string): Call | undefined {
    return this.calls.find((call) => call.sid === sid);
  }
}
