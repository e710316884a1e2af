/** What the sandbox's push service and ntfy server know: subscriptions, messages, and what they refused. Kept in Redis. */
import type { Cluster, Redis } from 'ioredis';
import { z } from 'zod';
import { Kept } from '../kept.ts';

export const Subscription = z.object({
  kind: z.literal('subscription'),
  id: z.string(),
  /** The public key of the application server that it was made for. */
  key: z.string(),
  p256dh: z.string(),
  /** The browser's part of the keys, which only the browser has in the world. */
  privateKey: z.string(),
  auth: z.string(),
  /** Whose phone of the sandbox it is; a browser of its own where it is nobody's. */
  number: z.string().exactOptional(),
  /** It takes messages no more: 404 or 410. */
  gone: z.number().exactOptional(),
});
export type Subscription = z.infer<typeof Subscription>;

export const Notice = z.object({
  kind: z.literal('notice'),
  id: z.string(),
  via: z.enum(['push', 'ntfy']),
  /** The subscription, or the topic. */
  to: z.string(),
  /** Whom it says that it is for; '' where it says nobody. */
  person: z.string(),
  at: z.string(),
  tag: z.string(),
  title: z.string(),
  body: z.string(),
  buttons: z.array(z.object({ action: z.string(), title: z.string() })),
  /** Decrypted, or as it was published: JSON. */
  text: z.string(),
  /** What its sender said of it: TTL, urgency, topic; or the priority. */
  headers: z.record(z.string(), z.string()),
  /** Another one with its tag came to the same place since. */
  replaced: z.literal(true).exactOptional(),
  /** What the bot said to the button that was pressed. */
  answered: z.string().exactOptional(),
});
export type Notice = z.infer<typeof Notice>;

const Refused = z.object({
  kind: z.literal('refused'),
  id: z.string(),
  at: z.string(),
  via: z.enum(['push', 'ntfy']),
  status: z.number(),
  rule: z.string(),
});
export type Refused = z.infer<typeof Refused>;

/** What the next so many messages are answered, whatever they are: for tests. */
const Mood = z.object({
  kind: z.literal('mood'),
  id: z.literal('mood'),
  status: z.number(),
  retryAfter: z.number().exactOptional(),
  times: z.number().int(),
});
export type Mood = z.infer<typeof Mood>;

const Stored = z.discriminatedUnion('kind', [Subscription, Notice, Refused, Mood]);
type Stored = z.infer<typeof Stored>;

const fieldOf = ({ kind, id }: Stored): string => `${kind}:${id}`;

export class PushState extends Kept<Stored> {
  static async open(redis: Redis | Cluster, event: string): Promise<PushState> {
    const key = `cb:{${event}}:sandbox:push`;
    const known = (await redis.hvals(key)).map((text) => Stored.parse(JSON.parse(text)));
    return new PushState({ redis, key }, fieldOf, known);
  }

  get subscriptions(): Subscription[] {
    return this.of('subscription');
  }
  get notices(): Notice[] {
    return this.of('notice').sort((a, b) => a.id.localeCompare(b.id));
  }
  get refused(): Refused[] {
    return this.of('refused');
  }

  /** What the next message is answered, where that was arranged; one less is left then. */
  async arranged(): Promise<Mood | undefined> {
    const [mood] = this.of('mood');
    if (!mood || mood.times <= 0) return undefined;
    await this.put({ ...mood, times: mood.times - 1 });
    return mood;
  }
}
